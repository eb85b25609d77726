"""Write what a claim comes to in each class that codes give it: an issue with its readings in, lines out."""

from collections.abc import Iterator

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.explanation.headline import outcome
from panarchy_rules.explanation.names import Names, begun, counted
from panarchy_rules.explanation.orders import order_lines

TITLE = "What it comes to in each class that the codes of the parties give the claim"

CURES = "Any one of these would settle it"


def reading_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """One line for each class."""
    yield from (_line(one, names) for one in issue.readings)


def _line(one: IssueJudgment, names: Names) -> str:
    laws = counted(dict.fromkeys(names.law(law.name) for law in one.laws))
    govern = f"under {laws}" if laws else "under no law"
    seat = f"before {names.forum(one.forum.forum)}" if one.forum.forum else f"with no forum ({one.forum.status})"
    matter = begun(f"as {names.called('matter', one.matter)}")
    return f"{matter}, by the consents and laws of {one.anchor}: {govern}, {seat}: {_result(one, names)}."


def _result(one: IssueJudgment, names: Names) -> str:
    if one.status not in DECIDED:
        facts = f"; it depends on {counted(names.fact(fact) for fact in one.lacking)}" if one.lacking else ""
        return f"{outcome(one.status)[0].lower()}{outcome(one.status)[1:]}{facts}"
    orders = [line.strip().rstrip(".") for line in order_lines(one.orders, names)]
    return "; ".join(orders) or "nothing is ordered"
