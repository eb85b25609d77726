"""Whole small worlds as plain data: laws as texts, a register, one dispute; and changes to them.

`tests.support.worlds` draws them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.adjudication.resolve import resolve
from panarchy_rules.base.diagnostics import Refused, errors
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.compiler import compile_world
from panarchy_rules.compiler.compile_files import CompiledFiles
from panarchy_rules.panarchy import Panarchy, _assemble
from panarchy_rules.register import Entry, Register, Revoke
from panarchy_rules.syntax import Parsed, parse

NO_LAW = frozenset(
    "NO_COMMON_LAW NO_COMMON_LAW_JOINT CONFLICTING_CONSENTS AMENDMENT_OUTSIDE_POWER RENVOI_CYCLE PROXY_SPLIT".split()
)
"""The statuses that say that the parties' consents do not meet."""


@dataclass(frozen=True)
class Code:
    """One edition of a provider's code: what it opens with, and its clauses, whose order says nothing."""

    provider: str
    edition: str
    heading: tuple[str, ...]
    clauses: tuple[str, ...]

    @property
    def path(self) -> str:
        """A name for messages."""
        return f"{self.provider}_{self.edition}.law"

    @property
    def text(self) -> str:
        """The law text."""
        return "\n".join([*self.heading, *self.clauses]) + "\n"

    @property
    def law(self) -> str:
        """The law as judgments name it."""
        return f"{self.provider} {self.edition}"


@dataclass(frozen=True)
class World:
    """A world and one dispute in it. `raw` is the dispute as a document, so that it can be read again when changed."""

    words: str
    codes: tuple[Code, ...]
    entries: tuple[Entry, ...]
    raw: Mapping[str, Any]
    persons: tuple[str, ...]
    minimum_kind: str = "presumed"

    def __repr__(self) -> str:
        laws = "\n".join(f"--- {code.path}\n{code.text}" for code in self.codes)
        register = "\n".join(f"  {entry!r}" for entry in self.entries)
        dispute = f"{dict(self.raw)}\n  minimum kind {self.minimum_kind}"
        return f"World(\n{laws}\n--- register\n{register}\n--- dispute\n  {dispute}\n)"

    @property
    def laws(self) -> dict[str, str]:
        """The law texts by name."""
        return {"words.law": self.words} | {code.path: code.text for code in self.codes}

    @property
    def dispute(self) -> Dispute:
        """The dispute, read."""
        return Dispute.model_validate(self.raw)

    def built(self) -> Panarchy:
        """The world as the library knows it."""
        world = _built(tuple(self.laws.items()), self.persons).with_register(Register.of(self.entries))
        return world.with_minimum_kind(self.minimum_kind)

    def judged(self) -> Judgment:
        """The judgment of its dispute, without a receipt of what was read."""
        return resolve(self.built().law_world, self.dispute, name="generated")

    # --- changes ---

    def with_facts(self, facts: Mapping[str, Any]) -> "World":
        """The same dispute on other facts."""
        return replace(self, raw={**self.raw, "facts": dict(facts)})

    def with_codes(self, codes: Iterable[Code]) -> "World":
        """The same world with other codes."""
        return replace(self, codes=tuple(codes))

    def with_clause(self, provider: str, clause: str, but: Collection[str] = ()) -> "World":
        """The same world, with a clause more in every edition of one provider's code, `but` for some laws."""
        wanted = [c for c in self.codes if c.provider == provider and c.law not in but]
        more = (replace(c, clauses=(*c.clauses, clause)) if c in wanted else c for c in self.codes)
        return self.with_codes(more)

    def with_acts(self, *acts: Entry) -> "World":
        """The same world with acts entered where their day of recording puts them; the entries are numbered again."""
        return replace(self, entries=numbered([*self.entries, *acts]))

    def renamed(self, names: Mapping[str, str]) -> "World":
        """The same world under other names, which must not occur in it yet."""

        again = renaming(names)

        codes = tuple(
            Code(again(c.provider), c.edition, tuple(map(again, c.heading)), tuple(map(again, c.clauses)))
            for c in self.codes
        )
        entries = tuple(type(e).model_validate_json(again(e.model_dump_json(by_alias=True))) for e in self.entries)
        raw = Dispute.model_validate_json(again(self.dispute.model_dump_json()))
        return World(
            again(self.words),
            codes,
            entries,
            raw.model_dump(exclude_none=True),
            tuple(map(again, self.persons)),
            self.minimum_kind,
        )


def numbered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in the order of recording with fresh numbers; an entry of number 0 comes last on its day."""
    ordered = sorted(entries, key=lambda e: (e.recorded, e.entry == 0, e.entry))
    number = {entry.entry: place for place, entry in enumerate(ordered, 1) if entry.entry}
    made = []
    for place, entry in enumerate(ordered, 1):
        change: dict[str, object] = {"entry": place}
        if isinstance(entry, Revoke):
            change["of"] = number[entry.of]
        made.append(entry.model_copy(update=change))
    return tuple(made)


def names(entry: Entry) -> list[str]:
    """The persons by whom an entry is made."""
    found = [getattr(entry, "person", None), *getattr(entry, "persons", ()), *getattr(entry, "parties", ())]
    return [name for name in found if name]


def renaming(names: Mapping[str, str]) -> Callable[[str], str]:
    """What replaces whole words of texts."""
    return lambda text: re.sub(r"\w+", lambda m: names.get(m[0], m[0]), text)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text in which whole words are replaced."""
    return renaming(names)(text)


@lru_cache(maxsize=512)
def _built(laws: tuple[tuple[str, str], ...], persons: tuple[str, ...]) -> Panarchy:
    """As `Panarchy.build` does; texts that occur in several worlds are parsed once."""
    parsed = [_parsed(path, text) for path, text in laws]
    made = CompiledFiles(compile_world(parsed, library_file), {p.file.path: p.text for p in parsed}, {})
    loaded = _assemble(made, Register.of(()), persons, (), "generated", "", {})
    if loaded.world is None or errors(loaded.diagnostics):
        raise Refused(loaded.diagnostics)
    return loaded.world


@lru_cache(maxsize=4096)
def _parsed(path: str, text: str) -> Parsed:
    return parse(path, text)
