"""The kinds of values that entries of the register are made of."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from panarchy_rules.base import fields
from panarchy_rules.base.boundary import Unfit, quoted


class ConsentKind(StrEnum):
    """How someone consented."""

    EXPRESS = "express"
    CLICK = "click"
    CONDUCT = "conduct"
    PROXY = "proxy"
    INHERITED = "inherited"
    PRESUMED = "presumed"


def _hex(digits: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{digits}}}", value):
            shown = quoted(value) if isinstance(value, str) else "something else"
            raise Unfit(f"must be text of {digits} digits from `0` to `f`, not {shown}")
        return value

    return read


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
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$"), BeforeValidator(_hex(64))]
Salt = Annotated[str, Field(pattern="^[0-9a-f]{32}$"), BeforeValidator(_hex(32))]
PublicKey = Annotated[str, Field(pattern="^[0-9a-f]{64}$"), BeforeValidator(_hex(64))]
SignatureBytes = Annotated[str, Field(pattern="^[0-9a-f]{128}$"), BeforeValidator(_hex(128))]
