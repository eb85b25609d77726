"""Fingerprints of law: parsed files in, the SHA-256 of the text of every rulebook, vocabulary and module out."""

import hashlib
from collections.abc import Iterable, Iterator

from panarchy_rules.compiler.gather import edition_of, read_headers
from panarchy_rules.syntax import Parsed


def digests(parsed: Iterable[Parsed]) -> dict[str, str]:
    """The hashes by name, such as `ulex 1.2` or `vocabulary trade`, in the order of the names.

    Each edition in a file of several is hashed by itself. The file's own name takes no part.
    """
    return dict(sorted(pair for one in parsed for pair in _of_file(one)))


def _of_file(parsed: Parsed) -> Iterator[tuple[str, str]]:
    parts = read_headers(parsed.file, parsed.text, parsed.diagnostics)[0]
    lines = parsed.text.splitlines(keepends=True)
    starts = [0, *(part.header.span.line - 1 for part in parts[1:]), len(lines)]
    for number, part in enumerate(parts):
        kind, name = part.header.kind, part.header.name.text
        label = f"{name} {edition_of(part).label}" if kind == "rulebook" else f"{kind} {name}"
        text = "".join(lines[starts[number] : starts[number + 1]])
        yield label, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
