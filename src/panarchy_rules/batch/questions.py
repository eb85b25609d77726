"""What a law is asked on an issue: law, issue and columns in, a program for each of its obligations out."""

from collections.abc import Mapping, Sequence

from panarchy_rules.backends.lowered.facts import Columns
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.lowered.unsupported import Unsupported
from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.world import LawWorld, covers
from panarchy_rules.rulebook.rulebook import MERITS, Owing, Rulebook

PARTIES = frozenset({"claimant", "respondent"})


@dataclass(frozen=True, slots=True)
class Asked:
    """An obligation under one law, and its program; or why the kernel cannot say it."""

    question: Owing
    program: Program | None
    reason: str = ""


def in_issue(world: LawWorld, issue: str, issues: Sequence[str], question: Owing) -> bool:
    """Whether an obligation between the parties belongs to an issue."""
    settles = world.vocabulary.heads[question.head].settles
    apart = tuple(one for one in issues if one not in (issue, MERITS))
    if issue == MERITS:
        return not (apart and covers(apart, settles))
    return covers((issue,), settles)


def asked_of(
    world: LawWorld, rulebook: Rulebook, issue: str, issues: Sequence[str], columns: Columns, others: frozenset[str]
) -> tuple[Asked, ...]:
    """Every obligation of a law that belongs to an issue, what the respondent owes the claimant first.

    `others` are facts of the table that no column of the kernel holds.
    """
    owing = [q for q in rulebook.obligations() if in_issue(world, issue, issues, q)]
    return tuple(_asked(rulebook, question, columns, others) for question in sorted(owing, key=_order))


def _asked(rulebook: Rulebook, question: Owing, columns: Columns, others: frozenset[str]) -> Asked:
    if {question.bearer, question.counterparty} != PARTIES:
        return Asked(question, None, "kind")
    try:
        program = lower(rulebook, question, columns)
    except Unsupported as unsupported:
        return Asked(question, None, unsupported.reason)
    if program.unasked_fields or any(name in others for name, _ in program.unasked):
        return Asked(question, None, "kind")
    return Asked(question, program)


def _order(question: Owing) -> tuple[bool, str, str, str]:
    first = (question.bearer, question.counterparty) == ("respondent", "claimant")
    return (not first, question.bearer, question.counterparty, question.head)


def obligations(world: LawWorld, issue: str, issues: Sequence[str]) -> Mapping[tuple[str, str, str], Owing]:
    """Every obligation that some law of the world may find on an issue, by its roles and head."""
    found = {
        (q.bearer, q.counterparty, q.head): q
        for book in world.rulebooks.values()
        for q in book.obligations()
        if in_issue(world, issue, issues, q)
    }
    return {key: found[key] for key in sorted(found, key=lambda key: _order(found[key]))}
