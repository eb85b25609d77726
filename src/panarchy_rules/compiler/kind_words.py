"""Say what kinds are, and what to write where two of them do not fit: kinds in, words out."""

from panarchy_rules.base.suggestions import listed
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook.kinds import Kind


def alike(kind: Kind, other: Kind) -> bool:
    """Whether values of two kinds can be compared."""
    if kind.name == other.name == "one_of":
        return set(kind.words) == set(other.words)
    if kind.name == other.name == "measure":
        return kind.label == other.label
    return kind == other


def way_out(found: Kind, wanted: Kind) -> str:
    """What to write when one of two kinds was most likely meant to be the other."""
    if (found, wanted) == (k.PERCENT, k.MONEY):
        return "write what it is a percentage of, as in `price * 3 %`"
    measured = next((kind for kind in (wanted, found) if kind.name == "measure"), None)
    if measured:
        return f"an amount of {measured} is in {listed(measured.words)}"
    if k.TEXT in (found, wanted) and (found.words or wanted.words):
        return "listed words stand without quotation marks, and texts in them"
    for_both = next((help_ for kinds, help_ in _WAYS_OUT.items() if {found, wanted} == kinds), "")
    listed_words = f"it can be {listed(wanted.words)}" if wanted.name == "one_of" else ""
    return for_both or listed_words or _WRITTEN.get(wanted, "")


_WAYS_OUT: dict[frozenset[Kind], str] = {
    frozenset((k.MONEY, k.NUMBER)): "money has a currency or unit, as in `3 EUR`",
    frozenset((k.PERCENT, k.NUMBER)): "a percentage has its sign, as in `3 %`",
    frozenset((k.DAYS, k.NUMBER)): "a span has its unit, as in `3 days`",
    frozenset((k.DATE, k.NUMBER)): "a date is written year-month-day, as in `2026-03-01`",
    frozenset((k.MONTHS, k.NUMBER)): "a span has its unit, as in `3 months`",
    frozenset((k.DAYS, k.MONTHS)): "a month has no fixed number of days; use one unit throughout",
    frozenset((k.DATE, k.PERIOD)): "a period goes from a date until a date, as in `from due until paid`",
    frozenset((k.PERIOD, k.DAYS)): "the days of a period are its `length`",
    frozenset((k.DATE, k.DAYS)): "a date is compared with a date, as in `due + 3 days`",
    frozenset((k.DATE, k.MONTHS)): "a date is compared with a date, as in `due + 3 months`",
}
_WRITTEN: dict[Kind, str] = {
    k.MONEY: "an amount has its currency or unit, as in `3 EUR`",
    k.NUMBER: "a plain number has no unit, as in `3`",
    k.PERCENT: "a percentage has its sign, as in `3 %`",
    k.DAYS: "a span has its unit, as in `3 days`",
    k.MONTHS: "a span has its unit, as in `3 months`",
    k.DATE: "a date is written year-month-day, as in `2026-03-01`",
    k.YES_NO: "write a condition, or `yes` or `no`",
    k.TEXT: "a text stands in quotation marks",
    k.PERSON: "name a role, or a fact that is a person",
    k.LAW: "name a provider, or write `law of` and a person",
}
_ARTICLES: dict[Kind, str] = {
    k.MONEY: "money", k.NUMBER: "a plain number", k.PERCENT: "a percentage", k.DAYS: "a span of days",
    k.MONTHS: "a span of months", k.DATE: "a date", k.PERIOD: "a period", k.YES_NO: "a condition", k.TEXT: "a text",
    k.PERSON: "a person", k.LAW: "a law",
}  # fmt: skip


def kind_words(kind: Kind) -> str:
    """A kind as a sentence names it."""
    if kind.name == "one_of":
        return f"one of {listed(kind.words)}"
    if kind.name == "measure":
        return f"an amount of {kind}"
    return _ARTICLES.get(kind, f"a {kind}")
