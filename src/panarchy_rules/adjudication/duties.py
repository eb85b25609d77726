"""Find duties that contradict each other: a claim and the laws that are left in, who must do and must not do what out.

Nothing here chooses between a person's own promises.
"""

from collections.abc import Iterator
from itertools import permutations

from panarchy_rules.backends.interpreter.conduct import status_holds
from panarchy_rules.base.values import LawRef, Symbol
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.rulebook import Doing
from panarchy_rules.rulebook.verdict import Settled


def contradictory(claim: ClaimAtIssue, laws: tuple[LawRef, ...]) -> tuple[str, ...]:
    """Every act that one of the laws requires of a party and another forbids."""
    said = {law: dict(_duties(claim, law)) for law in laws}
    return tuple(
        f"{person} must {act} under {one} and must not under {other}"
        for one, other in permutations(laws, 2)
        for (person, act), duty in said[one].items()
        if duty == "required" and said[other].get((person, act)) == "forbidden"
    )


def _duties(claim: ClaimAtIssue, law: LawRef) -> Iterator[tuple[tuple[str, str], str]]:
    rulebook = claim.law(law)
    if rulebook is None:
        return
    on = claim.evaluation(rulebook)
    for question in sorted(q for q in rulebook.asked() if isinstance(q, Doing)):
        person = claim.record.roles.get(question.bearer)
        verdict = on.decide(question)
        if person in claim.bound and isinstance(verdict, Settled):
            if status_holds(on, verdict, "required") is True:
                yield (str(person), question.act), "required"
            elif verdict.value == Symbol("forbidden"):
                yield (str(person), question.act), "forbidden"
