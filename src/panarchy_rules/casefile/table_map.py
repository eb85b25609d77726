"""Read how a table of disputes is meant: a TOML file in, which column stands for which part of a dispute out.

It is a dispute in which values may be columns: `{ column = "cents", unit = "EUR", scale = 100 }`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError, model_validator

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import Unfit
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.fact_input import FactInput, read_fact
from panarchy_rules.casefile.fields import Label, Labels, Name, Several, Text
from panarchy_rules.casefile.loading import TOML, Source, load

MOST_BYTES = 1 << 24
MOST_SCALE = 10**9
MOST_ITEMS = 64
_STRICT = ConfigDict(extra="forbid", frozen=True)
_UNIT = "^[A-Z]{3,}$"


def _marker(value: Any) -> int | str:
    """What stands in a cell: text, or a whole number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unfit("must be text or a whole number", "write what stands in the table, such as -1 or `n/a`")
    return value


Marker = Annotated[int | str, BeforeValidator(_marker)]


class ColumnCell(BaseModel):
    """One column, and how its cells are read."""

    model_config = _STRICT

    column: Text = Field(description="the name of the column")
    unit: str | None = Field(default=None, pattern=_UNIT, description="the currency of amounts without one")
    scale: int = Field(
        default=1, strict=True, ge=1, le=MOST_SCALE, description="a number counts so many parts: 100 for cents"
    )
    words: Several[Text] = Field(default=(), description="the words that the numbers 0, 1 and so on stand for")
    unknown: Several[Marker] = Field(default=(), description="cells that mean that this is not known")
    not_applicable: Several[Marker] = Field(default=(), description="cells that mean that there is no such thing")
    null: Literal["unknown", "not_applicable", "never"] = Field(
        default="unknown", description="what an empty cell means; `never` if the row is then set aside"
    )
    separator: str | None = Field(
        default=None, min_length=1, max_length=8, description="what stands between the members of a list in a text"
    )
    most: int = Field(
        default=8, strict=True, ge=1, le=MOST_ITEMS,
        description="how many members a list may have; rows with longer ones go to the interpreter",
    )  # fmt: skip
    fields: Mapping[Label, "ColumnCell"] = Field(
        default={}, description="how the fields of a record are read; `column` is then the name of the field"
    )

    def field(self, name: str) -> "ColumnCell":
        """How a field of a record is read."""
        return self.fields.get(name) or ColumnCell(column=name)


class MemberCell(BaseModel):
    """A column of providers: the person is a member of that provider who has consented to nothing else."""

    model_config = _STRICT

    member_of: Text = Field(description="the column that names the provider")
    words: Several[Name] = Field(default=(), description="the providers that the numbers 0, 1 and so on stand for")


Party = ColumnCell | MemberCell | str
FactSource = ColumnCell | FactInput | Mapping[str, Any]


def _cell(value: Any) -> ColumnCell:
    try:
        return ColumnCell.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(str(part) for part in first["loc"])
        unfit = first.get("ctx", {}).get("error")
        said = unfit.message if isinstance(unfit, Unfit) else "is not what may stand there"
        raise Unfit(f"has a column of which `{'.'.join(where)}` {said}", _CELL, below=where) from None


_CELL = 'write `{ column = "name" }`, with `unit`, `scale`, `words`, `unknown`, `not_applicable` or `null` as needed'


def _party(value: Any) -> Party:
    if isinstance(value, Mapping) and "member_of" in value:
        try:
            return MemberCell.model_validate(value)
        except ValidationError:
            raise Unfit(
                "is not in order", 'write `{ member_of = "column" }`, with `words` if it holds numbers'
            ) from None
    return _cell(value) if isinstance(value, Mapping) else fields.read_name(value)


def _source(value: Any) -> FactSource:
    if isinstance(value, Mapping) and "column" in value:
        return _cell(value)
    if isinstance(value, Mapping):
        if not value:
            raise Unfit("is a table with nothing in it", _CELL)
        return {fields.read_text(key): _source(inside) for key, inside in value.items()}
    return read_fact(value)


def _label_or_column(value: Any) -> ColumnCell | str:
    return _cell(value) if isinstance(value, Mapping) else fields.read_label(value)


def _day_or_column(value: Any) -> ColumnCell | date:
    return _cell(value) if isinstance(value, Mapping) else fields.read_day(value)


LabelOrColumn = Annotated[ColumnCell | str, PlainValidator(_label_or_column)]
DayOrColumn = Annotated[ColumnCell | date, PlainValidator(_day_or_column)]


class DisputeMap(BaseModel):
    """The `[dispute]` table."""

    model_config = _STRICT

    matter: LabelOrColumn = Field(description="what the disputes are about, or the column that says so")
    anchor: DayOrColumn = Field(description="the day whose consents and editions count, or its column")
    filed: DayOrColumn | None = Field(default=None, description="the day of filing, or its column")
    today: DayOrColumn | None = Field(default=None, description="the day of judgment, or its column")
    issues: Labels = Field(default=("merits",), min_length=1, description="the questions to decide")
    forum: Label | None = Field(default=None, description="the forum seised")


class TableMap(BaseModel):
    """How the rows of a table are disputes."""

    model_config = _STRICT

    keep: Several[Text] = Field(default=(), description="columns to repeat in the result, such as a number of the case")
    dispute: DisputeMap = Field(description="what the disputes are about, and as of when")
    parties: Mapping[Name, Annotated[Any, PlainValidator(_party)]] = Field(description="who has which role")
    facts: Mapping[Label, Annotated[Any, PlainValidator(_source)]] = Field(
        default={}, description="the facts, by their names in the vocabulary"
    )

    @model_validator(mode="after")
    def _has_two_sides(self) -> "TableMap":
        for role in ("claimant", "respondent"):
            if role not in self.parties:
                cure = (
                    f'write `{role} = {{ column = "name" }}` or `{role} = {{ member_of = "name" }}` under `[parties]`'
                )
                raise Unfit(f"no {role} is named", cure, at=("parties",))
        return self

    def columns(self) -> tuple[str, ...]:
        """Every column of the table that is read, in the order of its first mention."""
        dispute = self.dispute
        parts = (dispute.matter, dispute.anchor, dispute.filed, dispute.today, *self.parties.values(), self.facts)
        return tuple(dict.fromkeys((*self.keep, *(name for part in parts for name in _named(part)))))


def _named(part: object) -> Iterator[str]:
    match part:
        case ColumnCell(column=name):
            yield name
        case MemberCell(member_of=name):
            yield name
        case Mapping():
            for inside in part.values():
                yield from _named(inside)
        case _:
            pass


def read_table_map(path: str, data: bytes) -> tuple[TableMap | None, tuple[Diagnostic, ...]]:
    """The map, or None and why. Never fails."""
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data)} bytes, and such a file has at most {MOST_BYTES}"
        return None, (Diagnostic("PR710", message, whole_file(path), help="put large lists into columns"),)
    text = decode(data)
    if isinstance(text, Unreadable):
        return None, (Diagnostic(text.code, text.message, whole_file(path), help=text.help),)
    return load(Source(path, text, TOML, code="PR710", too_large="PR710"), TableMap)
