"""Tell an author what a model refused: a list of errors as pydantic gives them in, sentences with places out.

This module knows the shape of those errors and not the library, so that the ground floor stays free of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, cast

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.suggestions import did_you_mean, listed, nearest

Where = tuple[str | int, ...]

_LONGEST_QUOTE = 60
_MOST_MISTAKES = 100


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one value of a document, before anyone knows on which line it stands."""

    where: Where
    message: str
    help: str = ""
    code: str = ""  # Empty: whatever code the reader of this kind of document uses.


@dataclass(frozen=True, slots=True)
class PointNumber:
    """A number with a point or an exponent, kept as the author wrote it. No model accepts one."""

    text: str


class Unfit(ValueError):
    """Raised by a check inside a model.

    With `at`, `message` is a sentence about that place; without, it goes on after the name of the value.
    `below` leads from the value to the part of it that is wrong.
    """

    def __init__(
        self, message: str, cure: str = "", code: str = "", at: Where | None = None, below: Where = ()
    ) -> None:
        super().__init__(message)
        self.message, self.cure, self.code, self.at, self.below = message, cure, code, at, below


def mistakes(errors: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Every error once and a hundred at most, in plain words; `schema` is that of the model that refused."""
    meant = (error for error in errors if error["type"] != "default_factory_not_called")
    known = list(islice(meant, _MOST_MISTAKES))
    found = [_mistake(error, schema) for error in known]
    misspelt = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), keys_at(schema, error["loc"][:-1])))
        for error in known
        if error["type"] == "extra_forbidden"
    }
    misspelt |= {(*error["loc"][:-1], key) for error in known for key in _too_low(error, schema)}
    # A key that is missing because it is misspelt is one mistake, and the misspelling is the better place.
    wanted = [
        mistake
        for mistake, error in zip(found, known, strict=True)
        if error["type"] != "missing" or tuple(error["loc"]) not in misspelt
    ]
    return tuple(dict.fromkeys(wanted))


def point_number(value: object) -> Unfit:
    """What to say of a number with a point, which a computer would round."""
    text = value.text if isinstance(value, PointNumber) else str(value)
    return Unfit(
        f"is the number {quoted(text)}, and numbers with a point are rounded when they are read",
        f'write it as text: `"{text}"`, or `"{text} EUR"` for an amount of money',
        "PR605",
    )


def quoted(value: object) -> str:
    """An author's word in backticks, on one line, cut when it is long."""
    text = "".join(c if c.isprintable() and c != "`" else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return f"`{text[:_LONGEST_QUOTE]}...`" if len(text) > _LONGEST_QUOTE else f"`{text}`"


def kind_of(value: object) -> str:
    """What a value is, in the words of someone who writes TOML or JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "`true`" if value else "`false`"
        case int():
            return "a number"
        case PointNumber(text):
            return f"the number {quoted(text)}"
        case float():
            return f"the number {quoted(value)}"
        case str():
            return "text"
        case date():
            return "a date"
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list"
        case _:
            return "something else"


def name_of(where: Where) -> str:
    """A place inside a document, such as "`anchor`" or "item 2 of `parties`"."""
    names = [quoted(part) for part in where if isinstance(part, str)]
    last = names[-1] if names else "the document"
    return f"item {where[-1] + 1} of {last}" if where and isinstance(where[-1], int) else last


def keys_at(schema: Mapping[str, Any], where: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that may stand in the table at one place of a document."""
    return tuple(_node(schema, where).get("properties", ()))


def _mistake(error: Mapping[str, Any], schema: Mapping[str, Any]) -> Mistake:
    where, kind = _place(error["loc"]), error["type"]
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, Unfit):
        return _unfit(where, unfit)
    if kind == "missing":
        return Mistake(where, f"{name_of(where)} is missing", _description(schema, where))
    if kind == "extra_forbidden" and _too_low(error, schema):
        message = f"{name_of(where)} is not a key, and holds keys that stand one table higher"
        return Mistake(where, message, f"leave the header {quoted(f'[{where[-1]}]')} out")
    if kind == "extra_forbidden":
        return _unknown_key(where, keys_at(schema, where[:-1]))
    code = "PR605" if isinstance(error["input"], float | PointNumber) else ""
    return Mistake(where, f"{name_of(where)} {_wanted(error)}", _description(schema, where), code)


def _too_low(error: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The keys that an unknown table holds, and that would have their place beside it."""
    if error["type"] != "extra_forbidden" or not isinstance(error["input"], Mapping):
        return []
    known = keys_at(schema, _place(error["loc"])[:-1])
    return [str(key) for key in error["input"] if key in known]


def _place(loc: Sequence[str | int]) -> Where:
    """Where pydantic says a mistake is; it marks a wrong key of a table with a last part of its own."""
    return tuple(loc[:-1] if loc and loc[-1] == "[key]" else loc)


def _unfit(where: Where, unfit: Unfit) -> Mistake:
    if unfit.at is None:
        return Mistake(where + unfit.below, f"{name_of(where)} {unfit.message}", unfit.cure, unfit.code)
    return Mistake(where + unfit.at, unfit.message, unfit.cure, unfit.code)


def _unknown_key(where: Where, known: tuple[str, ...]) -> Mistake:
    table = f" in {name_of(where[:-1])}" if len(where) > 1 else " here"
    cure = did_you_mean(str(where[-1]), known, f"the keys are {listed(known, most=20)}" if known else "")
    return Mistake(where, f"{quoted(where[-1])} is not a key{table}", cure)


_WANTED = {
    "string": "text",
    "int": "a whole number",
    "bool": "`true` or `false`",
    "tuple": "a list",
    "list": "a list",
    "dict": "a table",
    "mapping": "a table",
    "model": "a table",
}


def _wanted(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "greater_than_equal":
        return f"must be {error['ctx']['ge']} or more"
    if kind == "too_short":
        return "must not be empty"
    wanted = _WANTED.get(kind.split("_")[0], "of another form")
    return f"must be {wanted}, not {kind_of(error['input'])}"


def _description(schema: Mapping[str, Any], where: Where) -> str:
    text = _node(schema, where).get("description", "") if where and isinstance(where[-1], str) else ""
    return f"{name_of(where)} is {text}" if text else ""


def _node(schema: Mapping[str, Any], where: Sequence[str | int]) -> Mapping[str, Any]:
    """The part of a JSON Schema that speaks of one place, with the references on the way followed."""
    node: Mapping[str, Any] = schema
    for part in where:
        inside = _plain(schema, node)
        found = inside.get("items") if isinstance(part, int) else inside.get("properties", {}).get(part)
        if not isinstance(found, Mapping):
            return {}
        node = found
    return {**_plain(schema, node), **node}


def _plain(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    for choice in node.get("anyOf", ()):
        if "$ref" in choice or "items" in choice:
            node = choice
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    return cast("Mapping[str, Any]", schema["$defs"][name]) if name else node
