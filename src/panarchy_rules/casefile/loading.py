"""From a table to a model: what an author wrote in, the model and diagnostics at their places out."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from panarchy_rules.base.boundary import Mistake, mistakes
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.documents import Table, Unreadable
from panarchy_rules.base.places import Places, json_places, nearest_place, toml_places
from panarchy_rules.base.read_json import read_json
from panarchy_rules.base.read_toml import read_toml
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import LineIndex

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a document down: how it is read, and how its keys are found again."""

    read: Callable[[str], Table | Unreadable]
    places: Callable[[str], Places]


TOML = Form(read_toml, toml_places)
JSON = Form(read_json, json_places)


@dataclass(frozen=True, slots=True)
class Source:
    """A text, the form it is written in, and the code for whatever has no code of its own."""

    path: str
    text: str
    form: Form
    code: str
    too_large: str


def load(source: Source, model: type[Model]) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """The document as a model, or what stands in the way. Never fails."""
    table = source.form.read(source.text)
    if isinstance(table, Unreadable):
        return None, (_unreadable(source, table),)
    made, found = as_model(table, model)
    return made, _placed(source, found)


def as_model(table: object, model: type[Model]) -> tuple[Model | None, tuple[Mistake, ...]]:
    """A table as a model, or what stands in the way."""
    try:
        return model.model_validate(table, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, mistakes(error.errors(include_url=False), schema_of(model))


@cache
def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema of a model, made once."""
    return model.model_json_schema()


def _unreadable(source: Source, unreadable: Unreadable) -> Diagnostic:
    offset = min(unreadable.offset, len(source.text))
    span = LineIndex(source.path, source.text).span(offset, offset + 1)
    code = unreadable.code.replace("PR609", source.too_large) or source.code
    return Diagnostic(code, unreadable.message, span, help=unreadable.help)


def _placed(source: Source, found: tuple[Mistake, ...]) -> tuple[Diagnostic, ...]:
    index, places = LineIndex(source.path, source.text), source.form.places(source.text)
    return in_order(
        Diagnostic(
            mistake.code or source.code,
            mistake.message,
            index.span(*nearest_place(places, mistake.where)),
            help=mistake.help,
        )
        for mistake in found
    )
