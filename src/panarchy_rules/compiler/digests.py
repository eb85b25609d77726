"""Fingerprints of law: parsed files in, the SHA-256 of the text of every rulebook, vocabulary and module out."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.base.clause_rows import is_table
from panarchy_rules.compiler.gather import edition_of, read_headers
from panarchy_rules.syntax import Parsed


def digests(parsed: Iterable[Parsed]) -> dict[str, str]:
    """The hashes by name, such as `ulex 1.2` or `vocabulary trade`, in the order of the names.

    Each edition in a file of several is hashed by itself. The file's own name takes no part.
    """
    parsed = list(parsed)
    found = dict(sorted(pair for one in parsed for pair in _of_file(one) if not is_table(one.file.path)))
    for label, rows in _of_rows(parsed, found).items():
        found[label] = _hash("\n".join((found[label], *rows)))
    return found


def _of_rows(parsed: Iterable[Parsed], known: Mapping[str, str]) -> dict[str, list[str]]:
    """The rows of tables by the rulebook whose they are. Where they stand takes no part, but in which order does."""
    editions: dict[str, str] = {}
    for label in known:
        editions.setdefault(label.partition(" ")[0], label)
    rows: dict[str, list[str]] = {}
    for table in (one.table for one in parsed if one.table is not None):
        header = ",".join(table.columns)
        for line in table.lines[1:]:
            name = line.partition(",")[0].strip().strip('"')
            label = name.replace(" edition ", " ") if " " in name else editions.get(name, "")
            if label in known:
                rows.setdefault(label, [header]).append(line)
    return rows


def _of_file(parsed: Parsed) -> Iterator[tuple[str, str]]:
    parts = read_headers(parsed.file, parsed.text, parsed.diagnostics)[0]
    lines = parsed.text.splitlines(keepends=True)
    starts = [0, *(part.header.span.line - 1 for part in parts[1:]), len(lines)]
    for number, part in enumerate(parts):
        kind, name = part.header.kind, part.header.name.text
        label = f"{name} {edition_of(part).label}" if kind == "rulebook" else f"{kind} {name}"
        text = "".join(lines[starts[number] : starts[number + 1]])
        yield label, _hash(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
