"""The kinds of values that manifests and disputes are made of."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from panarchy_rules.base import fields
from panarchy_rules.base.results import NoteCode, Status

Text = Annotated[str, BeforeValidator(fields.read_text)]
Name = Annotated[str, BeforeValidator(fields.read_name), Field(pattern=f"^{fields.NAME}$")]
Label = Annotated[str, BeforeValidator(fields.read_label), Field(pattern=f"^{fields.LABEL}$")]
Id = Annotated[str, BeforeValidator(fields.read_id), Field(pattern=f"^{fields.ID}$")]
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
    tuple[Label, ...], BeforeValidator(fields.read_list), AfterValidator(fields.without_repetition)
]
T = TypeVar("T")
Several = Annotated[tuple[T, ...], BeforeValidator(fields.read_list)]
People = Mapping[Name, Name]
