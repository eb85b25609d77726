"""Write JSON Schemas to a folder, one file each, in the one form that is compared with what is published."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

Schemas = Mapping[str, Mapping[str, object]]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_schemas(schemas: Schemas, folder: Path) -> None:
    """One file `name.schema.json` for each name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (folder / f"{name}.schema.json").write_text(schema_text(schema), encoding="utf-8", newline="\n")


def schema_text(schema: Mapping[str, object]) -> str:
    """A schema as the text of its file."""
    return json.dumps({"$schema": _DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"


def main(schemas: Schemas) -> None:
    """What `python -m` does: write the schemas to the folder that is named."""
    if len(sys.argv) != 2:
        sys.exit("usage: name the folder to write the schemas to")
    write_schemas(schemas, Path(sys.argv[1]))
