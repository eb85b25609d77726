"""Check that everyone has one seal: entries in, whoever stands under two identities out.

The chain and the signatures see seals, and people read names. If one name had two seals, somebody could sign for
a namesake; if one seal had two names, the keeper could erase one act of a person and leave the others.
"""

from collections.abc import Iterable, Iterator

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import Span
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.register import persons_in
from panarchy_rules.register.sealing import seals_of


def check_seals(entries: Iterable[Entry], path: str) -> Iterator[Diagnostic]:
    """Names under different salts or sometimes without one, and persons who are erased in some entries only."""
    seal_of: dict[str, str] = {}
    name_of: dict[str, str] = {}
    for entry in entries:
        seals = seals_of(entry)
        for name in persons_in(entry):
            seal = seals.get(name, "")
            if seal_of.setdefault(name, seal) != seal:
                message = f"entry {entry.entry} names {quoted(name)} under another salt than an entry before it"
                yield _problem(path, entry, message, "it may be somebody else; everyone has one salt, or none")
            if seal and name_of.setdefault(seal, name) != name:
                message = (
                    f"entry {entry.entry} calls {quoted(name)} whom an entry before it calls {quoted(name_of[seal])}"
                )
                yield _problem(path, entry, message, "a person is erased in all entries or in none")


def _problem(path: str, entry: Entry, message: str, cure: str) -> Diagnostic:
    return Diagnostic("PR519", message, Span(path, entry.entry, 1, entry.entry + 1, 1), help=cure)
