"""Write a judgment as plain text: the result first, then for each issue the law and by whose consent, what it says,
why, what remains open, and what would cure it.
"""

from collections.abc import Iterator

from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.explanation.answers import answer_lines
from panarchy_rules.explanation.around import (
    challenge_lines,
    incidental_lines,
    limping_lines,
    mandatory_text,
    recognition_text,
    refused_text,
)
from panarchy_rules.explanation.combined import adaptation_lines
from panarchy_rules.explanation.headline import headline, note_text, outcome
from panarchy_rules.explanation.law_and_forum import forum_lines, law_lines
from panarchy_rules.explanation.names import Names, begun, written
from panarchy_rules.explanation.orders import nothing_ordered, of_the_whole, order_lines
from panarchy_rules.explanation.proceedings import proceedings_lines
from panarchy_rules.explanation.reasons import reason_lines, rest_lines
from panarchy_rules.explanation.sentences import chain_text, set_off_text, standing_text
from panarchy_rules.explanation.shared_claims import debt_lines, netting_lines


def judgment_text(judgment: Judgment, names: Names | None = None) -> str:
    """The judgment as a clerk would write it. Ends with a line break."""
    return written("\n".join(_lines(judgment, names or Names()))) + "\n"


def _lines(judgment: Judgment, names: Names) -> Iterator[str]:
    dispute = judgment.dispute
    yield f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    yield headline(judgment, names)
    yield ""
    orders = tuple(order_lines(judgment.orders, names)) or nothing_ordered(judgment)
    if orders:
        yield from ("Orders", *(f"  {line}" for line in orders), "")
    if judgment.set_offs:
        yield from ("Set off", *(f"  {set_off_text(one, names)}" for one in judgment.set_offs), "")
    for netted in judgment.nettings:
        yield from (*netting_lines(netted, names), "")
    for debt in judgment.debts:
        yield from (*debt_lines(debt, names), "")
    for unfit in judgment.adaptations:
        yield from (*adaptation_lines(unfit, names), "")
    if dispute.standings:
        yield from ("How facts stand", *(f"  {standing_text(one, names)}" for one in dispute.standings), "")
    yield from _of_the_whole(judgment, names)
    told: dict[tuple[str, ...], str] = {}
    for issue in judgment.issues:
        yield from _issue(issue, judgment, names, told)


def _of_the_whole(judgment: Judgment, names: Names) -> Iterator[str]:
    notes = of_the_whole(judgment)
    yield from (note_text(note, names) for note in notes)
    yield from ("",) if notes else ()


def _issue(issue: IssueJudgment, judgment: Judgment, names: Names, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    roles = {"claimant": issue.claimant, "respondent": issue.respondent}
    roles = {**judgment.dispute.parties, **roles}
    title, ruling = heading(issue, names), issue.laws[0].name if issue.laws else ""
    several = len({one.claim for one in judgment.issues}) > 1
    yield f"Claim {issue.claim}. {title}" if several else title
    yield f"  On {names.called('matter', issue.matter)}, by the consents and laws of {issue.anchor}."
    taken = _assignee(issue, judgment)
    if taken:
        yield f"  {begun(names.person(taken))} has taken the claim over."
    if any(one.status != judgment.status for one in judgment.issues):
        yield f"  {outcome(issue.status)}."
    yield from reason_lines(issue, names)
    for block in (law_lines(issue, names), forum_lines(issue, names), proceedings_lines(issue.proceedings, names)):
        yield from _once(tuple(block), title, told)
    yield from (f"  {line}" for one in issue.incidental for line in incidental_lines(one, names, ruling))
    yield from (line for one in issue.challenges for line in challenge_lines(one, names))
    yield from (f"  {refused_text(one, names)}" for one in issue.refused_results)
    yield from (f"  {line}" for line in limping_lines(issue, names))
    for answer in issue.answers:
        yield from (f"  {line}" for line in answer_lines(answer, names, roles, issue))
    for rule in issue.mandatory_rules:
        yield f"  {mandatory_text(rule, names)}"
        yield from (f"    {chain_text(chain, names)}" for chain in rule.chains)
    yield from (f"  {recognition_text(one, names)}" for one in issue.recognitions)
    yield from rest_lines(issue, names)
    yield ""


def _assignee(issue: IssueJudgment, judgment: Judgment) -> str | None:
    claim = judgment.dispute.claim_named(issue.claim)
    return claim.assignee if claim else judgment.dispute.assignee


def heading(issue: IssueJudgment, names: Names) -> str:
    """What an issue is about and between whom."""
    what = "The merits" if issue.issue == "merits" else begun(names.called("issue", issue.issue))
    return f"{what}: {names.person(issue.claimant)} against {names.person(issue.respondent)}"


def _once(block: tuple[str, ...], title: str, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    """A block of lines; where an issue before has the same, its first line and where the rest stands."""
    if len(block) > 1 and block in told:
        yield f"{block[0].rstrip('.')}, as above."
        return
    told[block] = title
    yield from block
