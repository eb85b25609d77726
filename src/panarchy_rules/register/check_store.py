"""Check a register store: an open store in, whatever somebody did to it behind the library's back out."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic, in_order
from panarchy_rules.base.progress import told
from panarchy_rules.base.spans import whole_file
from panarchy_rules.register.chain import Checkpoint
from panarchy_rules.register.checks import check_references
from panarchy_rules.register.entries import Entry
from panarchy_rules.register.people import everyone
from panarchy_rules.register.rows import BrokenRow, Row, rows, sealed_of, unsealed
from panarchy_rules.register.sealing import SealedEntry, seal_name, seal_text, stand_in
from panarchy_rules.register.tables import missing_triggers
from panarchy_rules.register.verify_chain import MOST_SHOWN, at_entry, verify_links
from panarchy_rules.register.verify_seals import check_seals
from panarchy_rules.register.verify_signatures import SignatureRules, verify_signed


def check_store(
    connection: sqlite3.Connection, path: str, rules: SignatureRules, checkpoints: Sequence[Checkpoint]
) -> tuple[list[Entry], tuple[Diagnostic, ...]]:
    """The entries, and what is wrong with tables, rows, seals, chain and signatures."""
    found = list(_tables(connection, path))
    people = everyone(connection)
    for seal, person in people.items():
        if seal_name(person.salt, person.name) != seal:
            message = f"{quoted(person.name)} does not fit the seal under which the entries know them"
            found.append(Diagnostic("PR519", message, whole_file(path), help="the name or its salt was changed"))
    links: list[SealedEntry] = []
    entries: list[Entry] = []
    for row in told(rows(connection), "entries"):
        try:
            link = sealed_of(row)
            entries.append(unsealed(link, row, people.get))
            found += _text(row, link, path)
        except BrokenRow as broken:
            link = SealedEntry(row.number, {}, (), row.hash)
            found.append(Diagnostic("PR510", str(broken), at_entry(path, row.number)))
        links.append(link)
    names = {stand_in(seal): person.name for seal, person in people.items()}
    found += islice(check_seals(entries, path), MOST_SHOWN)
    # Of a row that cannot be read there is nothing more to say.
    broken_lines = {mistake.span.line for mistake in found if mistake.code == "PR510"}
    more = [*verify_links(links, path, checkpoints), *verify_signed(links, path, rules, names)]
    found += [mistake for mistake in more if mistake.span.line not in broken_lines or mistake.code == "PR512"]
    found += check_references(entries, path) if not found else ()
    return entries, in_order(found)[:MOST_SHOWN]


def _tables(connection: sqlite3.Connection, path: str) -> Iterator[Diagnostic]:
    for name in missing_triggers(connection):
        message = f"the trigger `{name}` was dropped, so that programs can change what is recorded"
        yield Diagnostic("PR518", message, whole_file(path), help="export the register and import it into a new store")
    for (problem,) in connection.execute("PRAGMA quick_check(10)"):
        if problem != "ok":
            yield Diagnostic("PR518", f"the file is damaged: {problem}", whole_file(path), help="take it from a copy")


def _text(row: Row, link: SealedEntry, path: str) -> Iterator[Diagnostic]:
    if row.text is not None and link.body.get("text") != {"sealed": seal_text(row.text_salt or "", row.text)}:
        message = f"the text of entry {row.number} does not fit its seal"
        help_ = "the text or its salt was changed"
        yield Diagnostic("PR519", message, at_entry(path, row.number), help=help_)
