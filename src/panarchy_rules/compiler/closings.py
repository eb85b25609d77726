"""Read what silence means: the closing of a fact or field in, its meaning and the value that follows out."""

from collections.abc import Iterable
from typing import Protocol

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import ALWAYS, OPEN, Symbol, Value
from panarchy_rules.rulebook.kinds import DATE, LAW, PERSON, YES_NO, Kind, fits
from panarchy_rules.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Closed:
    """`what` is nothing, `not_applicable`, `no`, or `value` with that value."""

    what: str = ""
    otherwise: Value | None = None


# How a date that nobody states may close: the period it begins or ends has no beginning, or no end.
_ENDS = {"always": ALWAYS, "open": OPEN}


class Problems(Protocol):
    """Where mistakes go."""

    problems: list[Diagnostic]


def close(name: t.Word, kind: Kind, closings: Iterable[t.Closing], into: Problems) -> Closed:
    """The meaning of the closings of one fact or field; they are at most one."""
    found = Closed()
    for number, closing in enumerate(c for c in closings if c.what != "acyclic"):
        if number:
            message = f"`{name}` is closed in two ways"
            into.problems.append(Diagnostic("PR209", message, closing.span, help="keep one of them"))
        found = (
            _complete(name, kind, closing, into)
            if closing.what == "complete"
            else _otherwise(name, kind, closing, into)
        )
    return found


def _complete(name: t.Word, kind: Kind, closing: t.Closing, into: Problems) -> Closed:
    if kind.item is None:
        message = f"`complete unless disputed` fits a list; `{name}` is {kind}"
        help_ = "write `otherwise no`, `otherwise not_applicable` or another value"
        into.problems.append(Diagnostic("PR202", message, closing.span, help=help_))
        return Closed()
    return Closed("value", ())


def _otherwise(name: t.Word, kind: Kind, closing: t.Closing, into: Problems) -> Closed:
    match closing.value:
        case t.Absent("not_applicable"):
            return Closed("not_applicable")
        case t.Constant(False) if kind != YES_NO:
            message = f"`otherwise no` fits a fact that is yes_no; `{name}` is {kind}"
            into.problems.append(Diagnostic("PR202", message, closing.span, help="write `otherwise not_applicable`"))
        case t.Constant(False):
            return Closed("no", False)
        case t.Constant(value) if fits(value, kind):
            return Closed("value", value)
        case t.Name(word) if kind == DATE and word in _ENDS:
            return Closed("value", _ENDS[word])
        case t.Name(word) if word in kind.words:
            return Closed("value", Symbol(word))
        case t.ListOf(()) if kind.item is not None:
            return Closed("value", ())
        case _:
            message = f"`{name}` is {kind}, and this is no value of that kind"
            help_ = "write `otherwise not_applicable`, or a value of the fact's own kind"
            if kind in (LAW, PERSON):
                message = f"`{name}` is a {kind}, and silence names none"
                help_ = "write `otherwise not_applicable`, and let a rule say which it is then"
            into.problems.append(Diagnostic("PR202", message, closing.span, help=help_))
    return Closed()
