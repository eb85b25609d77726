"""Read the facts of a case against a vocabulary: nested tables as JSON writes them in, a record out.

A fact is found by its dotted path, spelled as a name of the language. What a code does not declare is left aside.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from itertools import combinations

from panarchy_rules.adjudication.facts import is_between, read_scalar
from panarchy_rules.base.boundary import PointNumber, Where, kind_of, quoted
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Item, LawRef, Person, RecordValue, Symbol, Value, show
from panarchy_rules.compiler.spelling import law_called, spelled
from panarchy_rules.rulebook.kinds import DATE, Kind
from panarchy_rules.rulebook.record import Absence, FactKey, Record, fact_key, persons_in
from panarchy_rules.rulebook.rulebook import FactDeclaration, Vocabulary


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one fact: a code, a sentence, a way out and the path of the fact."""

    code: str
    message: str
    help: str
    where: Where


@dataclass
class CaseFacts:
    """The record of a case, the facts that nobody declared with the name each would have, and what is wrong."""

    record: Record
    left_aside: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_case(facts: Mapping[str, object], vocabulary: Vocabulary, providers: tuple[str, ...] = ()) -> CaseFacts:
    """The record of a case. Every role is played by a person of its own name, as in the examples of a rulebook."""
    return _Reader(vocabulary, providers).read(facts)


def name_of(path: Where) -> str:
    """The name of the fact that stands at a path."""
    return spelled(".".join(map(str, path)))


def flat(
    table: Mapping[str, object], whole: Callable[[Where], bool] = lambda _: False, above: Where = ()
) -> Iterator[tuple[Where, object]]:
    """Every value with its path. A list of tables gives, for each key in them, the list of its values.

    What is declared as a record, or as a list of them, is `whole`.
    """
    for key, value in table.items():
        path = (*above, key)
        if value is not None and whole(path):
            yield path, value
        elif isinstance(value, Mapping):
            yield from flat(value, whole, path)
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            yield from _of_each(value, path)
        elif value is not None:
            yield path, value


def _of_each(tables: list[Mapping[str, object]], above: Where) -> Iterator[tuple[Where, object]]:
    found: dict[Where, list[object]] = {}
    for table in tables:
        for path, value in flat(table, above=above):
            found.setdefault(path, []).extend(value if isinstance(value, list) else [value])
    yield from found.items()


class _Unfit(Exception):
    """A value is not of the kind its fact has."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


class _Reader:
    """Reads the facts of one case."""

    def __init__(self, vocabulary: Vocabulary, providers: tuple[str, ...]) -> None:
        self.words = vocabulary
        self.providers = providers
        self.facts: dict[FactKey, Value | Absence] = {}
        self.home: dict[str, LawRef | None] = {}
        self.dates: dict[str, date] = {}
        self.paths: dict[FactKey, Where] = {}
        self.problems: list[Problem] = []
        about = [fact for fact in vocabulary.facts.values() if fact.places and not fact.of_party]
        self.about_things = sorted(about, key=lambda fact: (len(fact.places), fact.name))

    def read(self, facts: Mapping[str, object]) -> CaseFacts:
        left_aside: dict[str, str] = {}
        for path, value in flat(facts, self._is_record):
            if not self._one(path, value):
                left_aside[".".join(map(str, path))] = name_of(path)
        roles = {role: role for role in self.words.roles}
        today, filing = self.dates.get("today"), self.dates.get("filing")
        record = Record(self.facts, roles, self.home, today, filing, persons=self._persons())
        return CaseFacts(record, left_aside, self.problems)

    def _persons(self) -> tuple[str, ...]:
        """All persons whom the facts name, by what they are about or what they say."""
        about = [Person(what) if isinstance(what, str) else what for _, what in self.facts]
        return tuple(persons_in([*about, *self.facts.values()]))

    def _is_record(self, path: Where) -> bool:
        name = name_of(path)
        declared = self.words.facts.get(name)
        if declared is None or declared.places:
            declared = self._of_role(name) or next((fact for fact, _ in self._about(path)), None)
        return declared is not None and "record" in (declared.kind.name, getattr(declared.kind.item, "name", ""))

    def _one(self, path: Where, value: object) -> bool:
        """Read one fact, if it is declared: under its path, as a fact of a party, or as something always known."""
        name = name_of(path)
        first, _, rest = name.partition(".")
        try:
            if name in self.words.facts and not self.words.facts[name].places:
                self._enter((name, None), self.words.facts[name], value, path)
            elif mine := self._of_role(name):
                self._enter((rest, first), mine, value, path)
            elif first in self.words.roles and rest == "law":
                self.home[first] = self._law(value)
            elif name in ("the_today", "the_filing"):
                self._date(name.removeprefix("the_"), value)
            elif found := next(self._about(path), None):
                declared, keys = found
                self._enter(fact_key(declared.name, self._things(declared, keys)), declared, value, path)
            else:
                return False
        except _Unfit as unfit:
            self.problems.append(Problem("PR432", unfit.message, unfit.help, path))
        return True

    def _of_role(self, name: str) -> FactDeclaration | None:
        """The fact of each party that a name means, as `wife.domicile` does if `wife` is a role."""
        first, _, rest = name.partition(".")
        declared = self.words.facts.get(rest) if first in self.words.roles else None
        return declared if declared and declared.of_party else None

    def _about(self, path: Where) -> Iterator[tuple[FactDeclaration, tuple[str, ...]]]:
        """The facts about things that a path may mean, each with those things: `states.NY.interested` is about NY."""
        for declared in self.about_things:
            for keys in combinations(range(1, len(path)), len(declared.places)):
                if name_of(tuple(part for number, part in enumerate(path) if number not in keys)) == declared.name:
                    yield declared, tuple(str(path[number]) for number in keys)

    def _things(self, declared: FactDeclaration, keys: tuple[str, ...]) -> tuple[Value, ...]:
        found: list[Value] = []
        for place, key in zip(declared.places, keys, strict=True):
            thing = Person(key) if place.kind.name == "person" else self._read(place.kind, key)
            if thing is None:
                raise _Unfit(f"{_shown(key)} is no {place.kind}, and `{declared.name}` is about one")
            found.append(thing)
        return tuple(found)

    def _enter(self, key: FactKey, declared: FactDeclaration, value: object, path: Where) -> None:
        first = self.paths.setdefault(key, path)
        if first != path:
            one, other = (quoted(".".join(map(str, each))) for each in (first, path))
            message = f"{one} and {other} are both read as `{declared.name}`"
            self.problems.append(Problem("PR433", message, "rename one of them", path))
            return
        self.facts[key] = self._value(declared, value)

    def _value(self, declared: FactDeclaration, value: object) -> Value | Absence:
        kind = declared.kind
        if isinstance(value, str) and value in ("unknown", "not_applicable") and value not in kind.words:
            return Absence.UNKNOWN if value == "unknown" else Absence.NOT_APPLICABLE
        if kind.item is not None:
            if not isinstance(value, list):
                raise _Unfit(f"`{declared.name}` is {kind}, and {_shown(value)} is no list", "write it in `[` and `]`")
            return tuple(self._scalar(declared, kind.item, item) for item in value)
        found = self._scalar(declared, kind, value)
        if declared.between and not isinstance(found, RecordValue | tuple) and not is_between(declared, found):
            low, high = map(show, declared.between)
            raise _Unfit(f"`{declared.name}` is found between {low} and {high}, not {show(found)}")
        return found

    def _scalar(self, declared: FactDeclaration, kind: Kind, value: object) -> Item:
        found = self._read(kind, value)
        if found is None:
            is_item = kind is not declared.kind
            what = f"an item of `{declared.name}`" if is_item else f"`{declared.name}`"
            help_ = f"it is declared as {declared.kind}"
            if kind.words and isinstance(value, str):
                help_ = did_you_mean(spelled(value), kind.words, f"listed: {listed(kind.words, 20)}")
            elif isinstance(value, list) and not is_item:
                help_ = f"declare it with `fact {declared.name} is list of {kind}`"
            raise _Unfit(f"{_shown(value)} is no value of {what}, which is {kind}", help_)
        return found

    def _read(self, kind: Kind, value: object) -> Item | None:
        match kind.name, value:
            case "list", list():
                return self._items(kind, value)
            case "record", Mapping():
                return self._record(kind, value)
            case "law", str():
                return self._law(value)
            case "text", str():
                return str(value)
            case "text", int() if not isinstance(value, bool):
                return str(value)
            case "one_of", str() if value in kind.words or spelled(value) in kind.words:
                return Symbol(value if value in kind.words else spelled(value))
            case "yes_no", "true" | "false":
                return value == "true"
            case (("text" | "law" | "one_of"), _):
                return None
            case _, PointNumber(text):
                return read_scalar(kind, text)
            case _, bool() | int() | str():
                return read_scalar(kind, value)
            case _:
                return None

    def _items(self, kind: Kind, values: list[object]) -> tuple[Item, ...] | None:
        """A list, if every member of it is of its kind."""
        items = [self._read(kind.item, value) for value in values] if kind.item else []
        return tuple(item for item in items if item is not None) if None not in items else None

    def _record(self, kind: Kind, table: Mapping[str, object]) -> RecordValue | None:
        """The fields of a record; what it does not declare is passed over."""
        fields: dict[str, Value] = {}
        for key, value in table.items():
            wanted = dict(kind.fields).get(spelled(key))
            if wanted is None or value is None:
                continue
            found = self._read(wanted, value)
            if found is None:
                raise _Unfit(
                    f"{_shown(value)} is no value of `{spelled(key)}` of a {kind}, which is {wanted}", "mend it"
                )
            fields[spelled(key)] = found
        return RecordValue(kind.label, tuple(sorted(fields.items())))

    def _law(self, value: object) -> LawRef:
        """A law by its name: that of a provider of the world, or one of which only the name is known."""
        if not isinstance(value, str):
            raise _Unfit(f"{_shown(value)} is no name of a law", 'write it as text, such as `"US-NY"`')
        return law_called(value, self.providers)

    def _date(self, which: str, value: object) -> None:
        found = read_scalar(DATE, value) if isinstance(value, str) else None
        if not isinstance(found, date):
            raise _Unfit(f"{_shown(value)} is no date", 'write it as `"2026-03-01"`')
        self.dates[which] = found


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str | int) and not isinstance(value, bool) else kind_of(value)
