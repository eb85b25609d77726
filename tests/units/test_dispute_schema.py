"""The published schemas and the examples of the reference fit the models."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from panarchy_rules.base.schemas import schema_text, write_schemas
from panarchy_rules.casefile import read_dispute, read_manifest
from panarchy_rules.casefile.schemas import SCHEMAS as CASEFILE
from panarchy_rules.register import read_register
from panarchy_rules.register.schemas import SCHEMAS as REGISTER
from tests.support.checkout import ROOT

FOLDER = ROOT / "docs" / "reference" / "schemas"
SCHEMAS = {**CASEFILE, **REGISTER}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples(language: str) -> list[str]:
    text = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8")
    return [body for name, body in _BLOCK.findall(text) if name == language]


def _fits(schema: str, value: object) -> bool:
    plain = json.loads(json.dumps(value, default=str))
    return bool(
        Draft202012Validator(SCHEMAS[schema], format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(plain)
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_model(name: str) -> None:
    """`python -m panarchy_rules.casefile.schemas` and `...register.schemas` write them anew."""
    assert (FOLDER / f"{name}.schema.json").read_text("utf-8") == schema_text(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema(name: str) -> None:
    """Other tools can use it."""
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_schemas_are_written_to_a_new_folder(tmp_path: Path) -> None:
    """One file for each name."""
    write_schemas(SCHEMAS, tmp_path / "new")

    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == [f"{name}.schema.json" for name in sorted(SCHEMAS)]


def test_the_disputes_of_the_reference_are_disputes() -> None:
    """The reader and the schema agree on them."""
    disputes = [text for text in _examples("toml") if text.startswith("id")]

    assert len(disputes) == 3
    for text in disputes:
        assert read_dispute("a.toml", text.encode())[1] == ()
        assert _fits("dispute", tomllib.loads(text))


def test_the_manifest_of_the_reference_is_a_manifest(tmp_path: Path) -> None:
    """The reader and the schema agree on it."""
    (text,) = (text for text in _examples("toml") if text.startswith("[world]"))
    (tmp_path / "panarchy.toml").write_text(text, encoding="utf-8")

    assert read_manifest(tmp_path)[1] == ()
    assert _fits("manifest", tomllib.loads(text))


def test_the_register_of_the_reference_is_a_register() -> None:
    """The reader and the schema agree on each line."""
    (text,) = _examples("json")

    register, mistakes = read_register("register.jsonl", text.encode())

    assert not mistakes
    assert len(register.entries) == 9
    assert all(_fits("register-entry", json.loads(line)) for line in text.splitlines())


def test_the_python_of_the_reference_runs() -> None:
    """It ends with a snapshot in which one membership counts."""
    (text,) = _examples("python")
    names: dict[str, object] = {}

    exec(compile(text, "files.md", "exec"), names)

    assert len(names["snapshot"].memberships("ana")) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("dispute", {"id": "a", "matter": "m", "anchor": "2026-02-01", "facts": {"a": 1.5}}),
        ("dispute", {"id": "a", "matter": "m", "anchor": "2026-02-01", "parties": {"A": "ana"}}),
        ("dispute", {"id": "a", "matter": "m", "anchor": "2026-02-01", "ancor": 1}),
        ("manifest", {"world": {"name": "x"}}),
        ("register-entry", {"recorded": "2026-02-01", "act": "leave", "person": "a", "provider": "b"}),
        (
            "register-entry",
            {"entry": 1, "recorded": "2026-02-01", "act": "agree", "parties": ["a"], "law": "b"},
        ),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(schema: str, wrong: object) -> None:
    """As far as a schema can say it."""
    assert not _fits(schema, wrong)
