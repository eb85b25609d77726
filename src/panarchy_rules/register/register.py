"""The register itself: its entries in the order of their numbers, and who is named in which."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import assert_never

from panarchy_rules.base.diagnostics import Refused, errors
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.register.checks import check_order, check_references
from panarchy_rules.register.entries import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Key,
    Leave,
    Ratify,
    Revoke,
    RevokeClause,
    RevokeKey,
    Submit,
)
from panarchy_rules.register.fields import ConsentKind

FILE_NAME = "register.jsonl"


@dataclass(frozen=True, slots=True)
class Register:
    """Acts of consent, numbered from 1; a number is missing only where a line of the file was refused."""

    entries: tuple[Entry, ...] = ()
    path: str = FILE_NAME
    agreements: tuple[Agree, ...] = field(init=False, repr=False, compare=False)
    clause_endings: tuple[RevokeClause, ...] = field(init=False, repr=False, compare=False)
    ends: Mapping[str, End] = field(init=False, repr=False, compare=False)
    births: Mapping[str, Birth] = field(init=False, repr=False, compare=False)
    by_others: bool = field(init=False, repr=False, compare=False)  # Whether any entry names who acted for another.
    _by_name: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    by_number: Mapping[int, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Read often and for few entries at a time, so grouped once.
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in persons_in(entry):
                groups.setdefault(name, []).append(entry)
        grouped = {
            "agreements": tuple(entry for entry in self.entries if isinstance(entry, Agree)),
            "clause_endings": tuple(entry for entry in self.entries if isinstance(entry, RevokeClause)),
            "ends": {entry.provider: entry for entry in reversed(self.entries) if isinstance(entry, End)},
            "births": {entry.person: entry for entry in reversed(self.entries) if isinstance(entry, Birth)},
            "by_others": any(isinstance(e, Join | Submit | Agree) and e.by is not None for e in self.entries),
            "_by_name": {name: tuple(group) for name, group in groups.items()},
            "by_number": {entry.entry: entry for entry in self.entries},
        }
        for name, value in grouped.items():
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, entries: Iterable[Entry], path: str = FILE_NAME) -> "Register":
        """A register built in Python; entries without a number get one. Raises Refused if they do not fit."""
        numbered = tuple(
            entry.model_copy(update={"entry": number}) if entry.entry == 0 else entry
            for number, entry in enumerate(entries, 1)
        )
        register = cls(numbered, path)
        found = errors([*check_order(numbered, path), *check_references(numbered, path)])
        if found:
            raise Refused(found)
        return register

    def plus(self, *more: Entry) -> "Register":
        """The register with entries added at its end. Raises Refused if they do not fit."""
        return Register.of([*self.entries, *more], self.path)

    def at_least(self, minimum: ConsentKind) -> "Register":
        """What is left of the register if consents of a weaker kind count for nothing."""
        if minimum is ConsentKind.PRESUMED:
            return self
        kinds = ((entry, getattr(entry, "kind", ConsentKind.EXPRESS)) for entry in self.entries)
        return Register(tuple(entry for entry, kind in kinds if kind.suffices(minimum)), self.path)

    @property
    def persons(self) -> tuple[str, ...]:
        """Everyone who is named, in the order of their first entry."""
        return tuple(self._by_name)

    def naming(self, person: str) -> tuple[Entry, ...]:
        """The entries that name a person, as author or otherwise."""
        return self._by_name.get(person, ())

    def entry(self, number: int) -> Entry:
        """The entry with this number, which must exist."""
        return self.by_number[number]

    def span(self, entry: int) -> Span:
        """The line an entry stands on."""
        return Span(self.path, entry, 1, entry + 1, 1)


def persons_in(entry: Entry) -> tuple[str, ...]:
    """Everyone an entry names, once each."""
    match entry:
        case Join():
            return tuple(dict.fromkeys(name for name in (entry.person, entry.by) if name))
        case Leave() | Ratify() | Home() | Birth():
            return (entry.person,)
        case Guardian():
            return (entry.person, entry.ward)
        case Agree():
            return tuple(dict.fromkeys(name for name in (*entry.parties, entry.by) if name))
        case Submit():
            return tuple(dict.fromkeys(name for name in (entry.person, *entry.towards, entry.by) if name))
        case Revoke():
            return entry.persons if entry.person is None else (entry.person,)
        case Key() | RevokeKey():
            return () if entry.person is None else (entry.person,)
        case RevokeClause() | End():
            return ()
        case _:
            assert_never(entry)
