"""The kinds of values that manifests and disputes are made of."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from panarchy_rules.base import fields
from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.casefile.fact_input import Fact

Text = Annotated[str, BeforeValidator(fields.read_text)]
Name = Annotated[str, Field(pattern=f"^{fields.NAME}$"), BeforeValidator(fields.read_name)]
Label = Annotated[str, Field(pattern=f"^{fields.LABEL}$"), BeforeValidator(fields.read_label)]
Id = Annotated[str, Field(pattern=f"^{fields.ID}$"), BeforeValidator(fields.read_id)]
Day = Annotated[date, BeforeValidator(fields.read_day)]
StatusName = Annotated[
    str,
    BeforeValidator(fields.one_of(Status)),
    Field(json_schema_extra={"enum": [str(status) for status in Status]}),
]
NoteName = Annotated[
    str,
    BeforeValidator(fields.one_of(NoteCode)),
    Field(json_schema_extra={"enum": [str(note) for note in NoteCode]}),
]

Labels = Annotated[
    tuple[Label, ...],
    Field(json_schema_extra={"uniqueItems": True}),
    BeforeValidator(fields.read_list),
    AfterValidator(fields.without_repetition),
]
T = TypeVar("T")
Several = Annotated[tuple[T, ...], BeforeValidator(fields.read_list)]
# Without this the schema of a table would let keys pass that are no names.
_NO_OTHERS = Field(json_schema_extra={"additionalProperties": False})


def _by_name(table: Mapping[str, T]) -> Mapping[str, T]:
    """A table in alphabetical order: what is filed in another order is the same dispute, and gives the same bytes."""
    return dict(sorted(table.items()))


People = Annotated[Mapping[Name, Name], _NO_OTHERS, AfterValidator(_by_name)]
Anchors = Annotated[Mapping[Label, Day], _NO_OTHERS, AfterValidator(_by_name)]
Titles = Annotated[Mapping[Name, Text], _NO_OTHERS]
Facts = Annotated[Mapping[Label, Fact], _NO_OTHERS, AfterValidator(_by_name)]
