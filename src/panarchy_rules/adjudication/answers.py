"""Put an issue to a law: claim and law in, the verdict on every obligation that belongs to the issue out."""

from collections.abc import Mapping

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef, NoDecision, Value
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import covers
from panarchy_rules.rulebook.rulebook import MERITS, Asking, Owing, Rulebook
from panarchy_rules.rulebook.verdict import Settled, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """A law asked about an issue: the verdicts, and the evaluation that remembers the reasons.

    A law that is asked one question only, such as a preliminary one, has an `answer` in their place.
    """

    law: LawRef
    rulebook: Rulebook
    evaluation: Evaluation
    verdicts: Mapping[Owing, Verdict]
    answer: Verdict | None = None

    @property
    def said(self) -> tuple[Verdict, ...]:
        """Everything the law says."""
        return tuple(self.verdicts.values()) if self.answer is None else (self.answer,)

    @property
    def outcome(self) -> tuple[tuple[Owing, Value], ...] | Value | None:
        """The settled answers, comparable across laws; None if one is not settled or there are none."""
        if self.answer is not None:
            return self.answer.value if isinstance(self.answer, Settled) else None
        settled = [(q, v.value) for q, v in self.verdicts.items() if isinstance(v, Settled)]
        decided = [value for _, value in settled if not isinstance(value, NoDecision)]
        return tuple(settled) if settled and len(decided) == len(self.verdicts) else None


def ask(claim: ClaimAtIssue, law: LawRef) -> Asked | None:
    """Every obligation between the roles of the claim that the law speaks to and that belongs to the issue.

    The same law, asked the same again, says what it said; the work counts again.
    """
    rulebook = claim.law(law)
    if rulebook is None:
        return None
    known, work = claim.said.get((law, claim.issue)), claim.work
    if known is not None and known.claim == claim and known.cost <= work.left and work.witness is None:
        work.left -= known.cost
        asked: Asked = known.asked
        return asked
    before = work.left
    asked = _asked(claim, law, rulebook)
    if work.left >= 0:
        claim.said[law, claim.issue] = _Said(claim, asked, before - work.left)
    return asked


def ask_one(claim: ClaimAtIssue, law: LawRef, question: str) -> Asked | None:
    """A law asked one question about a claim, whatever is owed."""
    rulebook = claim.law(law)
    if rulebook is None:
        return None
    evaluation = claim.evaluation(rulebook)
    return Asked(law, rulebook, evaluation, {}, evaluation.decide(Asking(question)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a law said to a claim, and how much of the work that may be done it took."""

    claim: ClaimAtIssue
    asked: Asked
    cost: int


def _asked(claim: ClaimAtIssue, law: LawRef, rulebook: Rulebook) -> Asked:
    evaluation = claim.evaluation(rulebook)
    owing = sorted(rulebook.obligations(), key=order_of)
    questions = [q for q in owing if in_issue(q, claim, rulebook)]
    return Asked(law, rulebook, evaluation, {q: evaluation.decide(q) for q in questions})


def order_of(question: Owing) -> tuple[bool, str, str, str]:
    """What the respondent owes the claimant comes first."""
    first = (question.bearer, question.counterparty) == ("respondent", "claimant")
    return (not first, question.bearer, question.counterparty, question.head)


def in_issue(question: Owing, claim: ClaimAtIssue, rulebook: Rulebook) -> bool:
    """Whether a question is about the two persons of the claim, under a head that the issue covers.

    The merits are the whole of a claim but for the issues that the dispute raises apart.
    """
    settles = rulebook.vocabulary.heads[question.head].settles
    if claim.issue == MERITS:
        return _between(question, claim, rulebook) and not (claim.apart and covers(claim.apart, settles))
    return _between(question, claim, rulebook) and covers((claim.issue,), settles)


def _between(question: Owing, claim: ClaimAtIssue, rulebook: Rulebook) -> bool:
    """Of the persons of the claim. What is against persons whom the rulebook names, and no role, is for one of them."""
    roles = claim.record.roles
    if question.bearer not in rulebook.vocabulary.roles:
        return roles.get(question.counterparty) in claim.parties
    return {roles.get(question.bearer), roles.get(question.counterparty)} == set(claim.parties)
