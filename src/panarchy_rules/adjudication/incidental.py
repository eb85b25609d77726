"""Answer preliminary questions first: a claim and its preliminary questions in, what they answer and change out.

A preliminary question has an anchor and persons of its own, and is answered by the law that those persons share.
The law that governs the main question may say that it answers it by itself (DOMAIN C11).
"""

from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.adjudication.characterise import Classed
from panarchy_rules.adjudication.govern import LawFinding, answers_of, find_law
from panarchy_rules.adjudication.issue_status import Standing, standing
from panarchy_rules.adjudication.search import Searched, halted, search
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef, Value, show
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled


@dataclass(frozen=True, slots=True)
class Preliminary:
    """A preliminary question asked by itself: its law, and its answer or why there is none."""

    question: str
    claim: ClaimAtIssue
    law: LawFinding
    value: Value | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A preliminary question as one issue sees it. `own` is what the law that governs the issue answers by itself.

    `policy` is what that law says of it: dependent, independent or nothing.
    """

    asked: Preliminary
    policy: str
    own: Value | None
    used: bool


@dataclass(frozen=True, slots=True)
class Considered:
    """The search with preliminary questions answered; `halt` says why they stand in the way."""

    found: Searched
    views: tuple[View, ...] = ()
    halt: Standing | None = None


def preliminary(question: str, claim: ClaimAtIssue, classed: Classed) -> Preliminary:
    """The answer of the law that the persons of a preliminary question share, if their codes class it alike."""
    law = (
        LawFinding(classed.status, lacking=classed.lacking, reasons=classed.lines)
        if classed.status
        else find_law(claim, question)
    )
    if law.status is not None:
        return Preliminary(question, claim, law, reason=f"{law.status}: {'; '.join(law.reasons)}")
    said = [verdict.value if isinstance(verdict, Settled) else None for verdict in answers_of(claim, law, question)]
    value = said[0] if all(one == said[0] for one in said) else None
    names = " and ".join(dict.fromkeys(str(route.law) for route in law.routes))
    return Preliminary(question, claim, law, value, "" if value is not None else f"{names} does not settle it")


def consider(claim: ClaimAtIssue, asked: tuple[Preliminary, ...]) -> Considered:
    """The law and result of an issue, its preliminary questions answered first."""
    if not asked:
        return Considered(search(claim))
    found = search(_with(claim, asked))
    dependent = [one for one in asked if _policy(found, one.question) == "dependent"]
    if dependent:
        found = search(_with(claim, [one for one in asked if one not in dependent]))
    circular = list(_circular(found, dependent))
    if circular:
        found, dependent = halted(claim, Status.INCIDENTAL_UNRESOLVED), []
    views = tuple(_view(claim, found, one, one not in dependent) for one in asked)
    halts = [*circular, *_unresolved(found, views), *_limping(claim, found, views, asked)]
    return Considered(found, views, halts[0] if halts else None)


def _with(claim: ClaimAtIssue, asked: Iterable[Preliminary], instead: Mapping[str, Value] = {}) -> ClaimAtIssue:
    """The claim in which the questions are answered, or known to be open."""
    answers = {one.question: Absence.UNKNOWN if one.value is None else one.value for one in asked}
    return replace(claim, record=replace(claim.record, answers={**answers, **instead}))


def _policy(found: Searched, question: str) -> str:
    for one in found.asked:
        dependent = one.rulebook.limits.incidental.get(question)
        if dependent is not None:
            return "dependent" if dependent else "independent"
    return ""


def _answer(claim: ClaimAtIssue, law: LawRef, question: str) -> Value | None:
    rulebook = claim.law(law)
    verdict = claim.evaluation(rulebook).decide(Asking(question)) if rulebook else None
    return verdict.value if isinstance(verdict, Settled) else None


def _view(claim: ClaimAtIssue, found: Searched, one: Preliminary, used: bool) -> View:
    own = _answer(claim, found.asked[0].law, one.question) if found.asked else None
    return View(one, _policy(found, one.question), own, used)


def _circular(found: Searched, dependent: list[Preliminary]) -> Iterator[Standing]:
    """Questions that the law left to itself, if with its own answer another law governs, which takes that of others."""
    for one in dependent:
        if found.asked and _policy(found, one.question) != "dependent":
            reason = f"which law governs hangs on who answers {one.question}, and the law that governs says who does"
            yield Standing(Status.INCIDENTAL_UNRESOLVED, (), (reason,))


def _unresolved(found: Searched, views: Iterable[View]) -> Iterator[Standing]:
    """An issue that waits for a preliminary question that has no answer."""
    stands = standing(found)
    for view in views:
        one = view.asked
        if view.used and one.value is None and one.question in stands.lacking:
            reason = f"the preliminary question {one.question} has no answer: {one.reason}"
            yield Standing(Status.INCIDENTAL_UNRESOLVED, stands.lacking, (reason,))


def _limping(
    claim: ClaimAtIssue, found: Searched, views: Iterable[View], asked: tuple[Preliminary, ...]
) -> Iterator[Standing]:
    """A status that two laws see differently, where that makes a difference and no policy is written."""
    for view in views:
        one = view.asked
        if view.policy or view.own is None or one.value is None or view.own == one.value:
            continue
        other = search(_with(claim, asked, {one.question: view.own}))
        if _outcome(other) != _outcome(found):
            laws = " and ".join(dict.fromkeys(str(route.law) for route in one.law.routes))
            governing = found.asked[0].law
            yield Standing(
                Status.LIMPING_STATUS,
                (),
                (
                    f"{one.question} is {show(one.value)} under {laws}, which the persons it concerns share",
                    f"{one.question} is {show(view.own)} under {governing}, which governs here",
                    f"{governing} does not say whether it is dependent or independent, and the results differ",
                ),
            )


def _outcome(found: Searched) -> tuple[object, ...]:
    return tuple((one.law, one.outcome) for one in found.asked)
