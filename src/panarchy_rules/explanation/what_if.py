"""Write why a law does not govern and what would change a judgment: what analysis found in, sentences out."""

from collections.abc import Iterator

from panarchy_rules.analysis.judgment_changes import FactChange, JudgmentChanges
from panarchy_rules.analysis.why_not import WhyNot
from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.explanation.around import refused_text
from panarchy_rules.explanation.cures import bridge_lines, refused_lines
from panarchy_rules.explanation.headline import headline
from panarchy_rules.explanation.names import Names, begun, counted
from panarchy_rules.explanation.orders import nothing_ordered, order_lines
from panarchy_rules.explanation.sentences import TIERS
from panarchy_rules.explanation.text import heading


def why_not_lines(found: tuple[WhyNot, ...], judgment: Judgment, names: Names) -> Iterator[str]:
    """What keeps a law from governing, issue by issue."""
    headings = {(issue.claim, issue.issue): heading(issue, names) for issue in judgment.issues}
    for one in found:
        read = f", as {names.called('matter', one.reading)}" if one.reading else ""
        yield f"Why not {names.law(one.law)}? {headings[one.claim, one.issue]}{read}"
        yield from (f"  {line}" for line in _reasons(one, names))


def _reasons(one: WhyNot, names: Names) -> Iterator[str]:
    law = begun(names.law(one.law))
    if one.governs:
        yield f"{law} governs."
        return
    for missing in one.unreached:
        yield f"No consent of {names.person(missing.party)} leads to {names.law(one.law)}."
        yield from (f"  {line}." for line in refused_lines(missing.clauses, names))
    yield from (refused_text(refused, names) for refused in one.refused)
    first = counted(names.law(law) for law in one.first)
    comes = "comes" if len(one.first) == 1 else "come"
    if one.tiers and one.tiers[0] > one.tiers[1]:
        yield f"{begun(first)}, {TIERS[one.tiers[1]]}, {comes} before {names.law(one.law)}, {TIERS[one.tiers[0]]}."
    elif one.preferred:
        yield f"The home law of {names.people(one.preferred)} prefers {first}, and it is worse for nobody."
    elif not one.unreached and not one.refused:
        yield f"{law} is one of the laws to which the consents of all lead; it was not chosen among them."
    if one.cures:
        yield "It would be a law in common with any one of these consents:"
        yield from (f"  {line}" for line in bridge_lines(one.cures, names))


def change_lines(changes: JudgmentChanges, names: Names) -> Iterator[str]:
    """Which facts and which agreements would change the judgment."""
    yield "What would change it"
    for change in changes.facts:
        yield f"  If {_were(change, names)}: {comes_to(change.judgment, names)}"
    for one in changes.agreements:
        yield f"  If {names.people(one.parties)} agreed on {names.law(one.law)} now: {comes_to(one.judgment, names)}"
    if not changes.facts and not changes.agreements:
        yield "  No change of a single fact that was tried, and no agreement."
    facts = dict.fromkeys(fact for issue in changes.now.issues for fact in issue.lacking)
    yield from (f"  It depends on this, which nobody has stated: {names.fact(fact)}" for fact in facts)
    limit = "" if changes.is_whole else ", and that is the limit; a larger `--budget` tries more"
    yield f"  {changes.tried} {'dispute was' if changes.tried == 1 else 'disputes were'} tried{limit}."


def _were(change: FactChange, names: Names) -> str:
    before = f" and not {names.value(change.before)}" if change.before is not None else ""
    return f"“{names.fact(change.words)}” were {names.value(change.after)}{before}"


def comes_to(judgment: Judgment, names: Names) -> str:
    """A judgment in a line: how far it is decided, and what is ordered."""
    orders = [line for line in order_lines(judgment.orders, names) if not line.startswith(" ")]
    said = orders or list(nothing_ordered(judgment)) if judgment.status in DECIDED else orders
    return " ".join([headline(judgment, names), *said])
