"""Type a dispute's facts: what the file states in, values of the kinds the vocabulary declares out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from panarchy_rules.backends.interpreter.arithmetic import compare
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.periods import between
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import (
    ALWAYS,
    OPEN,
    Days,
    LawRef,
    Money,
    Months,
    Percent,
    Period,
    Person,
    RecordValue,
    Remedy,
    Scalar,
    Symbol,
    Value,
    parse_number,
    show,
)
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.rulebook.kinds import PERSON, Kind
from panarchy_rules.rulebook.record import Absence, FactKey, fact_key
from panarchy_rules.rulebook.rulebook import FactDeclaration, Rulebook, Vocabulary

_EXAMPLES = {
    "money": '`"9000.50 EUR"`', "number": "`3` or `\"2.5\"`", "percent": '`"25 %"`', "days": '`"30 days"`',
    "months": '`"7 years"`', "date": "`2026-03-01`", "yes_no": "`true` or `false`", "person": '`"ana"`',
    "law": '`"ulex 1.2"`', "text": '`"some words"`', "period": '`"from 2026-03-01 until 2026-04-01"`',
}  # fmt: skip
_UNITS: dict[str, tuple[type[Days] | type[Months], int]] = {
    "day": (Days, 1), "days": (Days, 1), "week": (Days, 7), "weeks": (Days, 7),
    "month": (Months, 1), "months": (Months, 1), "year": (Months, 12), "years": (Months, 12),
}  # fmt: skip
_MAX_DIGITS = 60


class Known(Protocol):
    """What facts are compared with. Without rulebooks, nobody knows which editions of a provider's law there are."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every fact that may be stated."""

    @property
    def everyone(self) -> Collection[str]:
        """The persons there are."""

    @property
    def providers(self) -> Collection[str]:
        """Whose laws are published."""

    @property
    def rulebooks(self) -> Mapping[LawRef, Rulebook]:
        """The laws themselves."""


@dataclass
class FactReader:
    """Reads the facts of one dispute. `place` finds where a fact stands in its file."""

    world: Known
    roles: Mapping[str, str]
    place: Span
    places: Mapping[str, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    declared_in: str = "this world's vocabularies"

    def read(self, dispute: Dispute) -> dict[FactKey, Value | Absence]:
        """Every fact of a dispute that could be read, by name and what it is about."""
        return self.facts(dispute.facts)

    def facts(self, table: Mapping[str, FactInput]) -> dict[FactKey, Value | Absence]:
        """Every fact of a table that could be read, by name and what it is about."""
        found: dict[FactKey, Value | Absence] = {}
        for name, stated in table.items():
            declared = self.world.vocabulary.facts.get(name)
            if declared is None:
                self._unknown_fact(name)
            elif isinstance(stated, Mapping) and (declared.places or declared.kind.name != "record"):
                found.update(self._in_places(declared, stated, ()))
            else:
                self._one(declared, stated, found)
        return found

    def stipulated(self, dispute: Dispute) -> dict[tuple[str, tuple[Value, ...]], Value]:
        """The conclusions that the parties agree on, typed as some law of the world defines them."""
        found: dict[FactKey, Value | Absence] = {}
        for name, stated in dispute.stipulated.items():
            declared = self._conclusion(name)
            if declared is None:
                help_ = "name a definition or a question; what is a fact stands under `[facts]`"
                self.report("PR603", f"`{name}` is no conclusion of any law here", name, help_)
            elif isinstance(stated, Mapping):
                found.update(self._in_places(declared, stated, ()))
            else:
                self._one(declared, stated, found)
        keys = {key: (key[0], about_of(key)) for key in found}
        return {keys[key]: value for key, value in found.items() if not isinstance(value, Absence)}

    def _conclusion(self, name: str) -> FactDeclaration | None:
        """A definition or question, as if it were a fact."""
        asked = self.world.vocabulary.questions.get(name)
        if asked:
            return FactDeclaration(name, asked.kind)
        books = (book for _, book in sorted(self.world.rulebooks.items()))
        signature = next((book.signatures[name] for book in books if name in book.signatures), None)
        return FactDeclaration(name, signature.kind, places=signature.parameters) if signature else None

    def report(self, code: str, message: str, name: str, help: str = "", at: object = None) -> None:
        """Note a mistake in what is stated under a name, at the word that is wrong if it stands at or below it."""
        place = self.places.get(name, self.place)
        exact = self.places.get(at) if isinstance(at, str) else None
        self.problems.append(Diagnostic(code, message, exact if exact and exact > place else place, help=help))

    def _unknown_fact(self, name: str) -> None:
        known = self.world.vocabulary.facts
        help_ = did_you_mean(name, known, f"declared: {listed(known)}" if known else "declare it in a vocabulary")
        self.report("PR603", f"`{name}` is no fact of {self.declared_in}", name, help_)

    def value(self, declared: FactDeclaration, stated: FactInput) -> Value | Absence | None:
        """A stated value as one of the kind that is declared; None if it is none, which is reported."""
        return self._value(declared, stated)

    def _one(self, declared: FactDeclaration, stated: FactInput, found: dict[FactKey, Value | Absence]) -> None:
        if declared.places:
            what = "role" if declared.of_party else declared.places[0].name
            help_ = f"write a table `[facts.{declared.name}]` with one line for each {what}"
            whom = "each party" if declared.of_party else f"each {what}"
            self.report("PR604", f"`{declared.name}` is a fact of {whom}", declared.name, help_)
            return
        value = self._value(declared, stated)
        if value is not None:
            found[declared.name, None] = value

    def _in_places(
        self, declared: FactDeclaration, stated: FactInput, about: tuple[Value, ...]
    ) -> dict[FactKey, Value | Absence]:
        """A fact in a table for each of its places, one in the other."""
        if len(about) == len(declared.places):
            if not about:
                help_ = "write one value" if declared.kind.item is None else "write a list"
                help_ += ', such as `"from 2026-01-01 until 2026-02-01"`' if declared.kind.name == "period" else ""
                self.report("PR604", f"`{declared.name}` is not a fact of each party", declared.name, help_)
                return {}
            value = self._value(declared, stated)
            return {} if value is None else {fact_key(declared.name, about): value}
        if not isinstance(stated, Mapping):
            place = declared.places[len(about)].name
            help_ = f"write one line for each {place}, below what stands there now"
            self.report("PR604", f"`{declared.name}` is also about a {place}", declared.name, help_)
            return {}
        found: dict[FactKey, Value | Absence] = {}
        for key, one in stated.items():
            what = self._place(declared, declared.places[len(about)].kind, key)
            if what is not None:
                found.update(self._in_places(declared, one, (*about, what)))
        return found

    def place_of(self, declared: FactDeclaration, number: int, key: str) -> Value | None:
        """What a fact is about in one of its places; None, and a report, if nothing fits."""
        if number < len(declared.places):
            return self._place(declared, declared.places[number].kind, key)
        self.report("PR604", f"`{declared.name}` is not about `{key}`", declared.name, "leave it out of `of`")
        return None

    def _place(self, declared: FactDeclaration, kind: Kind, key: str) -> Value | None:
        """What a fact is about. A role stands for the person who has it."""
        if kind != PERSON:
            return self._scalar(declared, kind, key)
        if key in self.roles or key in self.world.everyone:
            return Person(self.roles.get(key, key))
        help_ = did_you_mean(key, [*self.roles, *self.world.everyone])
        self.report("PR608", f"`{key}` is no role of this dispute and no known person", declared.name, help_)
        return None

    def _value(self, declared: FactDeclaration, stated: FactInput) -> Value | Absence | None:
        if stated in ("unknown", "not_applicable") and isinstance(stated, str) and stated not in declared.kind.words:
            return Absence.UNKNOWN if stated == "unknown" else Absence.NOT_APPLICABLE
        return self._of_kind(declared, declared.kind, stated, declared.name)

    def _of_kind(self, declared: FactDeclaration, kind: Kind, stated: FactInput, label: str) -> Value | None:
        if kind.item is not None:
            return self._list(declared, kind.item, stated, label)
        if kind.name == "record":
            return self._record(declared, kind, stated, label)
        if isinstance(stated, tuple | Mapping):
            self._wrong_kind(declared, kind, stated)
            return None
        return self._scalar(declared, kind, stated)

    def _list(self, declared: FactDeclaration, item: Kind, stated: FactInput, label: str) -> Value | None:
        if not isinstance(stated, tuple):
            self.report("PR604", f"`{declared.name}` is a list", declared.name, "write it in `[` and `]`")
            return None
        found = [self._of_kind(declared, item, one, f"{label} {number}") for number, one in enumerate(stated, 1)]
        members = [one for one in found if one is not None and not isinstance(one, Remedy)]
        return tuple(members) if len(members) == len(stated) else None

    def _record(self, declared: FactDeclaration, kind: Kind, stated: FactInput, label: str) -> Value | None:
        if not isinstance(stated, Mapping):
            help_ = f"write a table with {listed([name for name, _ in kind.fields])}"
            self.report("PR604", f"a {kind} of `{declared.name}` is a record", declared.name, help_)
            return None
        found: dict[str, Value | Absence] = {}
        for name, one in stated.items():
            field_kind = kind.field(name)
            if field_kind is None:
                help_ = did_you_mean(name, dict(kind.fields), f"its fields: {listed(dict(kind.fields))}")
                self.report("PR604", f"a {kind} has no field `{name}`", declared.name, help_, at=name)
                return None
            if one in ("unknown", "not_applicable") and one not in field_kind.words:
                found[name] = Absence.UNKNOWN if one == "unknown" else Absence.NOT_APPLICABLE
                continue
            value = self._of_kind(declared, field_kind, one, f"{name} of {label}")
            if value is None:
                return None
            found[name] = value
        return RecordValue(kind.label, tuple(sorted(found.items())), label)

    def _scalar(self, declared: FactDeclaration, kind: Kind, stated: FactInput) -> Scalar | None:
        value = read_scalar(kind, stated)
        if value is None or (isinstance(value, Money) and not self._measured_so(kind, value.unit)):
            self._wrong_kind(declared, kind, stated)
        elif isinstance(value, Person) and value.name not in self.world.everyone:
            help_ = did_you_mean(value.name, self.world.everyone, "name a person of the register")
            self.report("PR601", f"nobody knows a person `{value}`", declared.name, help_, at=stated)
        elif isinstance(value, LawRef) and not self._published(value):
            help_ = did_you_mean(value.provider, self.world.providers, f"published: {listed(self.world.providers)}")
            self.report("PR607", f"nobody published a law `{stated}`", declared.name, help_, at=stated)
        elif declared.between and not is_between(declared, value):
            low, high = map(show, declared.between)
            help_ = "a judge who finds otherwise needs another rule"
            self.report("PR604", f"`{declared.name}` is found between {low} and {high}", declared.name, help_)
        else:
            return value
        return None

    def _measured_so(self, kind: Kind, unit: str) -> bool:
        return self.world.vocabulary.kind_of_unit(unit).label == kind.label

    def _published(self, law: LawRef) -> bool:
        known = self.world.rulebooks
        return law in known if law.edition and known else law.provider in self.world.providers

    def _wrong_kind(self, declared: FactDeclaration, kind: Kind, stated: FactInput) -> None:
        if kind.name == "one_of" and isinstance(stated, str):
            help_ = did_you_mean(stated, kind.words, f"listed: {listed(kind.words)}")
        elif kind.name == "measure":
            help_ = f"write it in {listed(kind.words)}, as in `3 {kind.words[0]}`"
        elif kind.name == "one_of":
            help_ = f"listed: {listed(kind.words)}"
        else:
            help_ = f"write it as {_EXAMPLES.get(kind.name, kind.name)}"
        message = f"{_shown(stated)} is no value of `{declared.name}`, which is {kind}"
        self.report("PR604", message, declared.name, help_, at=stated)


def is_between(declared: FactDeclaration, value: Scalar) -> bool:
    """Whether a judge could find this: the ends of the range are of the fact's kind, which has an order."""
    low, high = declared.between
    return compare(">=", value, low) is True and compare("<=", value, high) is True


def about_of(key: FactKey) -> tuple[Value, ...]:
    """What a fact is about, by its key."""
    about = key[1]
    if about is None:
        return ()
    return (Person(about),) if isinstance(about, str) else about


def read_scalar(kind: Kind, stated: FactInput) -> Scalar | None:
    """A stated value as a value of a kind, or None if it is none."""
    match kind.name:
        case "yes_no":
            return stated if isinstance(stated, bool) else {"yes": True, "no": False}.get(str(stated))
        case "number" if isinstance(stated, int) and not isinstance(stated, bool):
            return Fraction(stated)
        case "date" if isinstance(stated, date):
            return stated
        case _:
            pass
    if not isinstance(stated, str) or len(stated) > 1000:
        return None
    try:
        return _from_text(kind, stated.strip())
    except (ValueError, ArithmeticError):
        return None


def _from_text(kind: Kind, text: str) -> Scalar | None:
    match kind.name:
        case "text":
            return text
        case "one_of":
            return Symbol(text) if text in kind.words else None
        case "person":
            return Person(text)
        case "number":
            return _number(text)
        case "percent":
            return Percent(_number(text.removesuffix("%")) / 100) if text.endswith("%") else None
        case "date":
            return date.fromisoformat(text)
        case "period":
            return _period(text)
        case "law":
            provider, _, edition = text.partition(" ")
            return LawRef(provider, edition.removeprefix("edition").strip())
        case _:
            return _with_unit(kind, text)


def _period(text: str) -> Period | None:
    match text.split():
        case ["from", start, "until", end]:
            first = ALWAYS if start == "always" else date.fromisoformat(start)
            return between(first, OPEN if end == "open" else date.fromisoformat(end))
        case _:
            return None


def _with_unit(kind: Kind, text: str) -> Scalar | None:
    number, _, unit = text.partition(" ")
    unit = unit.strip()
    if kind.name in ("money", "measure") and unit.isascii() and unit.isalpha() and unit.isupper() and len(unit) >= 3:
        return Money(_number(number), unit) if kind.name == "money" or unit in kind.words else None
    if unit in _UNITS:
        made, factor = _UNITS[unit]
        value = made(int(number) * factor)
        return value if kind.name == type(value).__name__.lower() else None
    return None


def _number(text: str) -> Fraction:
    if len(text) > _MAX_DIGITS:
        raise ValueError(text)
    return parse_number(text)


def _shown(stated: FactInput) -> str:
    if isinstance(stated, bool):
        return "`true`" if stated else "`false`"
    if isinstance(stated, tuple):
        return "a list"
    if isinstance(stated, Mapping):
        return "a table"
    text = str(stated)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"
