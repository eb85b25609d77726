"""Write why no law was found and what would help: an undecided issue in, closures, clauses and new consents out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.casefile.judgment import Bridge, IssueJudgment, Refused
from panarchy_rules.explanation.names import Names, begun, counted, either

_PERSONAL = ("submit", "agree")
_DOES = {"submit": "submits to", "agree": "agree on", "accept": "accepts"}


def closure_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """What each side has consented to."""
    for one in issue.frontiers:
        laws = counted(names.law(law) for law in one.laws)
        yield f"{begun(names.person(one.party))}: {laws or 'no law for this'}"


def clause_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """The clauses that led nowhere and why; those on other matters are left out."""
    return refused_lines((one for one in issue.refused if not one.reason.startswith("it does not cover")), names)


def refused_lines(clauses: Iterable[Refused], names: Names) -> Iterator[str]:
    """Clauses that led nowhere and why; what holds of several persons is said once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in clauses:
        found.setdefault((one.law, one.clause, one.reason), []).append(one.party)
    for (law, clause, reason), who in found.items():
        provider = begun(names.person(law.partition(" ")[0]))
        if clause == "own law never":
            yield f"{provider} refuses to govern this itself, for {names.people(who)}"
        else:
            yield f"{provider}, “{names.rule(law, clause)}”, for {names.people(who)}: {names.say(reason)}"


def bridge_lines(bridges: tuple[Bridge, ...], names: Names) -> Iterator[str]:
    """New consents that would help, those of the parties themselves first; what one could consent to is one line."""
    targets: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for bridge in sorted(bridges, key=lambda one: one.act not in _PERSONAL):
        targets.setdefault((bridge.act, bridge.authors), []).append(bridge.target)
    for (act, authors), some in targets.items():
        what = either(names.law(one) if " " in one else names.forum(one) for one in some)
        yield begun(f"{names.people(authors)} {_DOES[act]} {what}")
