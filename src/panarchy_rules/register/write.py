"""Write a register down: entries in, a line of JSON for each out. Reading them gives the same entries."""

import json
from typing import Any

from panarchy_rules.register.entries import Entry
from panarchy_rules.register.register import Register

_FIRST = ("entry", "recorded", "effective", "act", "person", "persons", "parties", "provider")
_LAST = ("text", "proof")


def write_register(register: Register) -> str:
    """The register in its one canonical form: keys in a fixed order, and nothing that goes without saying."""
    return "".join(write_entry(entry) + "\n" for entry in register.entries)


def write_entry(entry: Entry) -> str:
    """One line, without its end."""
    said = said_by(entry)
    first = {key: said.pop(key) for key in _FIRST if key in said}
    last = {key: said.pop(key) for key in _LAST if key in said}
    return json.dumps(first | said | last, ensure_ascii=False)


def said_by(entry: Entry) -> dict[str, Any]:
    """An entry as a table of plain values without anything that goes without saying."""
    said = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    said |= {"entry": entry.entry, "act": entry.act}
    if entry.effective == entry.recorded:
        said.pop("effective", None)
    return said
