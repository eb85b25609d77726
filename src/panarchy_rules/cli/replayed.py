"""What came of deciding disputes again: replayed judgments in, text or tables out."""

from collections.abc import Iterable

from panarchy_rules.analysis.replay import Difference
from panarchy_rules.cli.output import counted
from panarchy_rules.panarchy import Replayed

_SHORT = 60


def as_text(replayed: Iterable[Replayed]) -> list[str]:
    """A line for each dispute, and below it what differs."""
    return [line for one in replayed for line in _lines(one)]


def reasons(replayed: Iterable[Replayed]) -> tuple[str, ...]:
    """What was changed, each said once."""
    return tuple(dict.fromkeys(cause for one in replayed for cause in one.causes))


def summary(replayed: tuple[Replayed, ...]) -> str:
    """How many differ."""
    changed = sum(bool(one.differences) for one in replayed)
    return f"{counted(len(replayed), 'dispute')}: {len(replayed) - changed} the same, {changed} different"


def as_table(one: Replayed) -> dict[str, object]:
    """One dispute for programs."""
    return {
        "dispute": one.old.dispute.id,
        "status": "different" if one.differences else "same",
        "before": one.old.status.value,
        "after": one.new.status.value if one.new else "REFUSED",
        "differences": [
            {"issue": d.where or None, "part": d.what, "before": list(d.before), "after": list(d.after)}
            for d in one.differences
        ],
        "causes": list(one.causes),
    }


def _lines(one: Replayed) -> list[str]:
    name = one.old.dispute.id
    if not one.differences:
        return [f"{name}: the same, {one.old.status.value}"]
    return [f"{name}: different", *(line for difference in one.differences for line in _difference(difference))]


def _difference(difference: Difference) -> list[str]:
    head = f"  {difference.where}: {difference.what}" if difference.where else f"  {difference.what}"
    if not difference.before and not difference.after:
        return [f"{head} is told otherwise"]
    before, after = ("; ".join(each) or "none" for each in (difference.before, difference.after))
    if len(before) + len(after) <= _SHORT and "\n" not in before + after:
        return [f"{head}: {before} -> {after}"]
    gone = [each for each in difference.before if each not in difference.after]
    new = [each for each in difference.after if each not in difference.before]
    if not gone and not new:
        return [f"{head}: the same, in another order or number"]
    return [head, *_marked("-", gone), *_marked("+", new)]


def _marked(sign: str, said: list[str]) -> list[str]:
    return [f"    {sign} {line}" for each in said for line in each.splitlines()]
