"""Check one value of a document at the door: whatever the author wrote in, the value or `Unfit` out."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from panarchy_rules.base.boundary import PointNumber, Unfit, kind_of, quoted
from panarchy_rules.base.suggestions import did_you_mean, listed

NAME = r"[a-z][a-z0-9_]{0,99}"
LABEL = r"[a-z][a-z0-9_]{0,99}(\.[a-z][a-z0-9_]{0,99}){0,19}"
EDITION = r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}"
ID = r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_text(value: object) -> str:
    """Text without control characters, which could rearrange the page or the terminal that shows it."""
    if not isinstance(value, str):
        raise _not("text", value)
    if any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" for c in value):
        raise Unfit("holds a control character", "take it out; line ends and tabs may stay")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise Unfit("holds half of a character", r"write the character itself instead of `\ud...`")
    return value


def read_name(value: object) -> str:
    """A person, a provider or a role."""
    return _matching(value, NAME, "a name of small letters, digits and `_`, such as `ana` or `guild_of_masons`")


def read_label(value: object) -> str:
    """A matter, an issue, a forum, a fact or a clause: a name that may have parts."""
    return _matching(value, LABEL, "a name of small letters, digits and `_`, such as `contract.service`")


def read_id(value: object) -> str:
    """The name of a dispute or of a claim in it."""
    return _matching(value, ID, "a short name of letters, digits, `-`, `_` and `.`, such as `a` or `2026-14`")


def read_edition(value: object) -> str:
    """An edition is a label and not a number: `1.10` comes after `1.9`."""
    if isinstance(value, int | float | PointNumber) and not isinstance(value, bool):
        text = value.text if isinstance(value, PointNumber) else str(value)
        raise Unfit("must be text, not a number", f'write it in quotation marks: `"{text}"`')
    return _matching(value, EDITION, 'an edition such as `"1.2"`')


def read_day(value: object) -> date:
    """A day, as TOML writes one or as text of the form 2026-06-01."""
    if isinstance(value, datetime | time):
        raise Unfit("must be a day without a time of day", "write the day alone, such as 2026-06-01")
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise _not("a date", value, "write year, month and day, such as 2026-06-01")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unfit(
            f"is {quoted(value)}, a day the calendar does not have",
            "look up the last day of that month",
            "PR606",
        ) from None


def read_list(value: object) -> tuple[object, ...]:
    """A list; a single value is not taken for a list of one."""
    if isinstance(value, str):
        raise Unfit("must be a list, not text", f'put it in square brackets: `["{quoted(value)[1:-1]}"]`')
    if not isinstance(value, list | tuple):
        raise _not("a list", value)
    return tuple(value)


def without_repetition(values: tuple[str, ...]) -> tuple[str, ...]:
    """A list whose order may matter and in which nothing stands twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Unfit(f"lists {quoted(value)} twice", "keep one of them")
        seen.add(value)
    return values


def one_of(words: Iterable[str]) -> Callable[[object], str]:
    """A check for a closed list of words."""
    known = tuple(words)

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise _not(f"one of {listed(known)}", value)
        if value not in known:
            raise Unfit(
                f"cannot be {quoted(value)}",
                did_you_mean(value, known, f"it can be {listed(known, most=40)}"),
            )
        return str(value)

    return read


def hexadecimal(digits: int) -> Callable[[object], str]:
    """A check for bytes that are written as hexadecimal digits, two for each."""

    def read(value: object) -> str:
        wanted = f"text of {digits} digits from `0` to `f`"
        if not isinstance(value, str):
            raise _not(wanted, value)
        if not re.fullmatch(f"[0-9a-f]{{{digits}}}", value):
            raise Unfit(f"must be {wanted}, not {quoted(value)}")
        return value

    return read


def _matching(value: object, pattern: str, wanted: str) -> str:
    if not isinstance(value, str):
        raise _not(wanted, value)
    if not re.fullmatch(pattern, value):
        plain = re.sub(r"[^a-z0-9_.]+", "_", value.lower()).strip("_")
        guess = f"did you mean `{plain}`?" if len(plain) < 40 and re.fullmatch(pattern, plain) else ""
        raise Unfit(f"must be {wanted}, not {quoted(value)}", guess)
    return str(value)


def _not(wanted: str, value: object, cure: str = "") -> Unfit:
    shown = quoted(value) if isinstance(value, str) else kind_of(value)
    code = "PR605" if isinstance(value, float | PointNumber) else ""
    return Unfit(f"must be {wanted}, not {shown}", cure, code)
