"""The kinds of values that entries of the register are made of."""

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from panarchy_rules.base import fields


class ConsentKind(StrEnum):
    """How someone consented, from the strongest kind to the weakest."""

    EXPRESS = "express"
    CLICK = "click"
    CONDUCT = "conduct"
    PROXY = "proxy"
    INHERITED = "inherited"
    PRESUMED = "presumed"

    def suffices(self, minimum: "ConsentKind") -> bool:
        """Whether this kind is at least as strong as another."""
        order = list(ConsentKind)
        return order.index(self) <= order.index(minimum)


Text = Annotated[str, BeforeValidator(fields.read_text)]
Name = Annotated[str, Field(pattern=f"^{fields.NAME}$"), BeforeValidator(fields.read_name)]
Label = Annotated[str, Field(pattern=f"^{fields.LABEL}$"), BeforeValidator(fields.read_label)]
Id = Annotated[str, Field(pattern=f"^{fields.ID}$"), BeforeValidator(fields.read_id)]
Edition = Annotated[str, Field(pattern=f"^{fields.EDITION}$"), BeforeValidator(fields.read_edition)]
Day = Annotated[date, BeforeValidator(fields.read_day)]
EntryNumber = Annotated[int, Field(strict=True)]
Kind = Annotated[ConsentKind, BeforeValidator(fields.one_of(ConsentKind))]

Names = Annotated[
    tuple[Name, ...],
    Field(json_schema_extra={"uniqueItems": True}),
    BeforeValidator(fields.read_list),
    AfterValidator(fields.without_repetition),
]
Labels = Annotated[
    tuple[Label, ...],
    Field(json_schema_extra={"uniqueItems": True}),
    BeforeValidator(fields.read_list),
    AfterValidator(fields.without_repetition),
]

T = TypeVar("T")
Several = Annotated[tuple[T, ...], BeforeValidator(fields.read_list)]

# Bytes are written as hexadecimal digits, two for each.
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$"), BeforeValidator(fields.hexadecimal(64))]
Salt = Annotated[str, Field(pattern="^[0-9a-f]{32}$"), BeforeValidator(fields.hexadecimal(32))]
PublicKey = Annotated[str, Field(pattern="^[0-9a-f]{64}$"), BeforeValidator(fields.hexadecimal(64))]
SignatureBytes = Annotated[str, Field(pattern="^[0-9a-f]{128}$"), BeforeValidator(fields.hexadecimal(128))]
