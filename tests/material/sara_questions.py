"""Put the predicates of the neutral tax cases to the rulebook `irc`: a predicate with places in, what fills them out.

What each predicate asks stands in `sara_predicates`.
A place that the case leaves open, or whose letter no condition reads, may be filled by anything.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.work import Work
from panarchy_rules.base import periods
from panarchy_rules.base.values import ALWAYS, OPEN, Money, Period, Person, RecordValue, Value
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Asking, Rulebook
from panarchy_rules.rulebook.verdict import Lacuna, Settled
from tests.material.sara_events import day_of
from tests.material.sara_found import Facts, usd
from tests.material.sara_payments import plan_of, plans_of
from tests.material.sara_predicates import (
    DAY,
    HOUSEHOLD,
    PERSONS,
    PLAN,
    RECIPIENT,
    RECORDS,
    RELATIONSHIPS,
    YEAR,
    Condition,
    Line,
    line_of,
)

ANY = object()  # Fits every value.
MOST_WORK = 50_000_000
_BANDS = ("i", "ii", "iii", "iv", "v")
# Which fields of a record stand in other places of the same predicate.
_PARTS = {
    "service": {"e": "employer", "w": "employee"},
    "payment": {"e": "payer", "w": "payee", "v": "for_service", "l": "by_plan"},
}


@dataclass
class Case:
    """A case as it is asked: the rulebook, the facts, and what is assumed."""

    rulebook: Rulebook
    found: Facts
    stipulated: dict[tuple[str, tuple[Value, ...]], Value] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    assumed: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    _evaluation: Evaluation | None = None

    def evaluation(self) -> Evaluation:
        """The rulebook with the facts of the case, ready to be asked."""
        if self._evaluation is None:
            record = Record(self.found.all(), {}, persons=tuple(self.found.persons), stipulated=self.stipulated)
            self._evaluation = Evaluation(self.rulebook, record, work=Work(MOST_WORK))
        return self._evaluation

    def ask(self, name: str, arguments: tuple[Any, ...]) -> tuple[Any, tuple[str, ...]]:
        """The value of a definition and its grounds; None where no rule speaks or something is not known."""
        verdict = self.evaluation().decide(Asking(name, arguments))
        match verdict:
            case Settled(value, grounds):
                return value, grounds
            case Lacuna():
                return None, ()
            case _:
                self.open.append(f"{name}{tuple(map(str, arguments))}: {verdict}")
                return None, ()

    def holds(self, condition: Condition, filled: Mapping[str, Any], stated: Mapping[str, Any]) -> bool:
        """Whether a condition of a line holds, or is not asked since the case leaves one of its places open."""
        if not condition.is_asked(stated):
            return True
        value = self.ask(condition.name, tuple(filled[letter] for letter in condition.letters))[0]
        return value is False if condition.negated else value is True

    def domain(self, letter: str) -> list[Any]:
        """What may fill a place that is left open."""
        if letter in "ew":
            return [Person(name) for name in {**self.found.at_work, **self.found.persons}]
        if letter in PERSONS:
            return [Person(name) for name in self.found.persons]
        if letter == HOUSEHOLD:
            return list(self.found.households)
        if letter == YEAR:
            return [Fraction(year) for year in sorted(self._years())]
        if letter == DAY:
            return sorted(self._days())
        return [one for those in self.found.records.values() for one in those if one.kind == RECORDS[letter]] + (
            self._plans() if letter == PLAN else []
        )

    def _plans(self) -> list[RecordValue]:
        return [plan_of(event, self.found) for event in self.found.of_type("plan")]

    def _days(self) -> set[date]:
        return {day for event in self.found.events.values() for day in _days_of(event)} | set(self.days)

    def _years(self) -> set[int]:
        return {day.year for day in self._days()}

    def filling(self, letter: str, given: Any) -> list[Any]:
        """What a place holds that the case fills."""
        if letter in PERSONS:
            return [self.found.person(str(given))]
        if letter in (YEAR, DAY):
            day = given if isinstance(given, date) else day_of(given)
            return [] if day is None else [Fraction(day.year) if letter == YEAR else day]
        if letter == HOUSEHOLD:
            return self._homes(str(given))
        if isinstance(given, RecordValue):
            return [given]
        named = [one for one in self.domain(letter) if dict(one.fields)["name"] == given]
        return named or (self._plans_of(str(given)) if letter == PLAN else [])

    def _plans_of(self, payment: str) -> list[RecordValue]:
        """The plans of a payment that is named instead of them."""
        event = self.found.events.get(payment)
        named = plans_of(event, self.found) if event and "payment" in event.types else []
        return [plan_of(self.found.events[plan], self.found) for plan in named]

    def _homes(self, given: str) -> list[Any]:
        """A household by its name, or by the event that somebody lives in it."""
        event = self.found.events.get(given)
        if event and "residence" in event.types and given not in self.found.households:
            return [*event.all("patient"), *event.all("location")]
        return [given]


def _days_of(event: Any) -> Iterator[date]:
    for name in ("start", "end"):
        for day in event.days(name):
            yield from (day, day + timedelta(days=1)) if name == "end" else (day,)


# --- asking ---


def solutions(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Every way to fill the places of a predicate; None in `given` is a place left open.

    What the case assumes is so, whatever follows from its facts.
    """
    given = tuple(None if value is ANY else value for value in given)
    yield from _found(case, predicate, given)
    for name, places in case.assumed:
        if name == predicate and len(places) == len(given):
            yield tuple(ANY if value is None else value for value in places)


def _found(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if predicate in _CALENDAR and len(given) == 2:
        yield from _CALENDAR[predicate](*given)
    elif predicate in RELATIONSHIPS and len(given) == len(RELATIONSHIPS[predicate][0].split()):
        yield from _related(case, predicate, given)
    elif predicate in _FORMULAS:
        yield from _FORMULAS[predicate](case, given)
    elif predicate.startswith("s1_") and predicate.split("_")[-1] in _BANDS and len(given) == 2:
        yield from _band(case, predicate, given)
    else:
        line = line_of(predicate, len(given))
        if line is None:
            raise LookupError(f"there is no predicate {predicate} with {len(given)} places")
        yield from _by_line(case, line, given)


def _by_line(case: Case, line: Line, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    stated = _stated(line, given)
    for filled in _ways(case, line, stated):
        if not all(any(case.holds(each, filled, stated) for each in either) for either in line.conditions):
            continue
        amounts = {letter: _figure(*case.ask(asked[0], tuple(filled[x] for x in asked[1:])), because)
                   for letter, asked, because in line.amounts}  # fmt: skip
        if None not in amounts.values():
            named = {letter: stated[letter] for letter in (HOUSEHOLD, PLAN) if letter in stated}  # By whatever name.
            shown = {**filled, **amounts, **named}
            yield tuple(shown.get(letter, ANY) for letter in line.places)


def _stated(line: Line, given: tuple[Any, ...]) -> dict[str, Any]:
    return {letter: value for letter, value in zip(line.places, given, strict=True) if value is not None}


def _ways(case: Case, line: Line, stated: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to fill the letters that conditions and amounts read."""
    asked = (each for either in line.conditions for each in either if each.is_asked(stated))
    read = {letter for each in asked for letter in each.letters}
    read |= {letter for _, asked, _ in line.amounts for letter in asked[1:]}
    amounts = {letter for letter, _, _ in line.amounts}
    letters = [
        x
        for x in dict.fromkeys((*line.places, *sorted(read)))
        if x in read or (x in stated and x not in amounts and x != "-")
    ]
    choices = [case.filling(x, stated[x]) if x in stated else case.domain(x) for x in letters]
    for way in product(*choices):
        filled = dict(zip(letters, way, strict=True))
        if all(_fits_together(case, value, filled) for value in way):
            yield filled


def _fits_together(case: Case, value: Any, filled: Mapping[str, Any]) -> bool:
    """Whether a record has the parts that stand in other places, and a day lies in the year and the service."""
    if isinstance(value, date):
        served = [one for one in filled.values() if isinstance(one, RecordValue) and one.kind == "service"]
        return (YEAR not in filled or value.year == filled[YEAR]) and all(_serves(one, value) for one in served)
    if not isinstance(value, RecordValue):
        return True
    if value.kind == "marriage" and {"t", "s"} <= set(filled):
        return value in (case.found.get("marriages", (filled["t"], filled["s"])) or ())
    fields = dict(value.fields)
    parts = _PARTS.get(value.kind, {})
    if value.kind == "payment" and RECIPIENT in filled and not _received(case, str(fields["name"]), filled[RECIPIENT]):
        return False
    return all(letter not in filled or filled[letter] == fields.get(name) for letter, name in parts.items())


def _received(case: Case, payment: str, who: Person) -> bool:
    """Whether somebody received a payment: it says to whom it was made, and names that person."""
    event = case.found.events.get(payment)
    return event is None or who.name in event.all("patient")


def _serves(service: RecordValue, day: date) -> bool:
    fields = dict(service.fields)
    return (fields.get("begun") or ALWAYS) <= day < (fields.get("ended") or OPEN)


def _figure(value: Any, grounds: tuple[str, ...], because: str) -> Fraction | None:
    if isinstance(value, Money) and (not because or because in grounds):
        return value.amount
    return None


def _related(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    places, definition, *through = RELATIONSHIPS[predicate]
    letters = places.split()
    stated = dict(zip(letters, given, strict=True))
    choices = [case.filling(x, stated[x]) if stated[x] is not None else case.domain(x) for x in "xt"]
    for x, t in product(*choices):
        time = case.ask(definition, (x, t))[0]
        if not isinstance(time, Period) or time == periods.NEVER:
            continue
        for d in _through(case, through, {"x": x, "t": t}, stated.get("d")):
            ends = {
                "p": _day_within(time, stated.get("p"), periods.first_day(time)),
                "q": _day_within(time, stated.get("q"), periods.last_day(time)),
            }
            yield tuple({"x": x, "t": t, "d": d, **ends}[letter] for letter in letters)


def _day_within(time: Period, given: Any, end: date | None) -> Any:
    """A stated first or last day, if the relationship is one on that day; else the end that it has, if any."""
    day = day_of(given) if given is not None else None
    return given if day and periods.contains(time, day) else end


def _through(case: Case, through: list[str], filled: dict[str, Any], given: Any) -> Iterator[Any]:
    if not through or given is None:
        yield ANY
        return
    d = case.filling("d", given)[0]
    times = [
        (name, tuple({**filled, "d": d}[x] for x in letters))
        for name, *letters in map(str.split, through[0].split(","))
    ]
    if all(asked[0] == asked[1] or case.ask(name, asked)[0] not in (None, periods.NEVER) for name, asked in times):
        yield d


# --- days, tables and formulas, whose places are mostly amounts ---


def _first_day(year: Any, day: Any) -> Iterator[tuple[Any, ...]]:
    if year is not None:
        yield (year, date(int(year), 1, 1))
    elif day is not None:
        yield (_day(day).year, date(_day(day).year, 1, 1))


def _last_day(year: Any, day: Any) -> Iterator[tuple[Any, ...]]:
    yield from ((y, first.replace(month=12, day=31)) for y, first in _first_day(year, day))


def _is_before(one: Any, other: Any) -> Iterator[tuple[Any, ...]]:
    if one is None or other is None or _day(one) <= _day(other):
        yield (ANY if one is None else one, ANY if other is None else other)


def _day(value: Any) -> date:
    day = value if isinstance(value, date) else day_of(value)
    if day is None:
        raise ValueError(f"`{value}` is no day")
    return day


_CALENDAR: Mapping[str, Callable[[Any, Any], Iterator[tuple[Any, ...]]]] = {
    "first_day_year": _first_day,
    "last_day_year": _last_day,
    "is_before": _is_before,
}


def _money(case: Case, name: str, *arguments: Any) -> Fraction:
    value = case.ask(name, arguments)[0]
    assert isinstance(value, Money), name
    return value.amount


def _taxpayers(case: Case, t: Any = None, year: Any = None) -> Iterator[tuple[Any, Any]]:
    """Everybody in every year, or the one that is stated."""
    years = case.domain(YEAR) if year is None else case.filling(YEAR, year)
    yield from product(case.domain("t") if t is None else case.filling("t", t), years)


def _or_each(case: Case, given: Any, name: str) -> Iterator[Fraction]:
    """An amount that is stated; else what a definition says of everybody in every year."""
    if given is not None:
        yield exact(given)
    else:
        yield from dict.fromkeys(_money(case, name, *one) for one in _taxpayers(case))


def _band(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    _, letter, band = predicate.split("_")
    for income in _or_each(case, given[0], "taxable_income"):
        if case.ask(f"band_{letter}", (usd(income),))[0] == _BANDS.index(band) + 1:
            yield (income, _money(case, f"schedule_{letter}", usd(income)))


def _reduction_by_income(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    pairs: Iterator[tuple[Fraction, Fraction]] = (
        (_money(case, "adjusted_gross_income", *one) if given[0] is None else exact(given[0]),
         _money(case, "applicable_amount", *one) if given[1] is None else exact(given[1]))
        for one in (_taxpayers(case) if None in given[:2] else [()])
    )  # fmt: skip
    for income, limit in dict.fromkeys(pairs):
        if income > limit:
            yield (income, limit, _money(case, "reduction_by_income", usd(income), usd(limit)))


def _reduction_by_deductions(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for deductions in _or_each(case, given[0], "itemized_deductions"):
        yield (deductions, _money(case, "reduction_by_deductions", usd(deductions)))


def _percentages(
    case: Case, t: Any, income: Any, year: Any, limit: Any
) -> Iterator[tuple[Any, Any, Fraction, Fraction, Fraction]]:
    """Each taxpayer with year, income, applicable amount and percentage, where the income exceeds the amount."""
    for who, y in _taxpayers(case, t, year):
        earned = exact(income) if income is not None else _money(case, "adjusted_gross_income", who, y)
        most = exact(limit) if limit is not None else _money(case, "applicable_amount", who, y)
        share = case.ask("percentage_over", (who, usd(earned), usd(most), y))[0]
        if isinstance(share, Fraction) and earned > most:
            yield who, y, earned, most, share * 100


def _share(given: Any, points: Fraction) -> Any:
    """A percentage may be stated in points or as a fraction of one."""
    return given if given is not None and exact(given) in (points, points / 100) else points


def _applicable_percentage(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    share, t, income, year, limit = given
    for who, y, earned, most, points in _percentages(case, t, income, year, limit):
        yield (_share(share, points), who, earned, y, most)


def _assumed_percentages(
    case: Case, t: Any, income: Any, year: Any, limit: Any
) -> Iterator[tuple[Any, Any, Any, Any, Fraction]]:
    """What a case assumes of somebody's percentage in a year, whatever the income is."""
    for who, y in _taxpayers(case, t, year):
        points = percentage_assumed(case, who, y)
        if points is not None:
            yield who, y, ANY if income is None else income, ANY if limit is None else limit, points


def percentage_assumed(case: Case, who: Person, year: Fraction) -> Fraction | None:
    """The percentage that a case assumes, in points; up to 1 it is a fraction."""
    for predicate, places in case.assumed:
        if predicate == "s151_d_3_B" and str(places[1]) == who.name and places[3] in (None, int(year), str(year)):
            share = exact(places[0])
            return share * 100 if share <= 1 else share
    return None


def _reduced_exemption(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    t, income, limit, share, before, _, year = given
    assumed = list(_assumed_percentages(case, t, income, year, limit))
    for who, y, earned, most, points in assumed or _percentages(case, t, income, year, limit):
        start = exact(before) if before is not None else _money(case, "exemption", y)
        yield (who, earned, most, _share(share, points), start, start * (100 - points) / 100, y)


def _exemptions(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The exemptions of a return: their total, for whom they are, and how much each is."""
    t, _, persons, amounts, year = given
    for who, y in _taxpayers(case, t, year):
        exempted = [x for x in case.domain("x") if case.ask("exempted_on_return", (x, who, y))[0] is True]
        each = [_money(case, "exemption_amount", x, who, y) for x in exempted]
        names = _members(persons, [x.name for x in exempted])
        yield (who, _money(case, "personal_exemptions", who, y), names, _members(amounts, each), y)


def _personal_exemptions(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    t, persons, amount, year = given
    for who, total, names, _, y in _exemptions(case, (t, amount, persons, None, year)):
        yield (who, names, total, y)


def _itemized_deductions(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    t, amounts, _, year = given
    for who, y in _taxpayers(case, t, year):
        taken = case.found.get("deductions", (who,)) or ()
        each = [dict(one.fields)["amount"] for one in taken if dict(one.fields)["claimed"].year == y]
        listed = _members(amounts, [one.amount for one in each if isinstance(one, Money)])
        value = case.ask("itemized_deductions", (who, y))[0]
        if isinstance(value, Money):
            yield (who, listed, value.amount, y)


def _members(given: Any, found: list[Any]) -> Any:
    """A list in a place: what is stated, if it has the same members, one for each that is open; else what is found."""
    if not isinstance(given, list | tuple):
        return ANY if given is None else found
    named = [_shown(one) for one in given if one is not None and not isinstance(one, Mapping)]
    others = [_shown(one) for one in found]
    for one in named:
        if one not in others:
            return found
        others.remove(one)
    return given if len(given) == len(found) else found


def _shown(value: Any) -> str:
    return str(exact(value)) if str(value)[:1].isdigit() else str(value)


_FORMULAS: Mapping[str, Callable[[Case, tuple[Any, ...]], Iterator[tuple[Any, ...]]]] = {
    "s68_a_1": _reduction_by_income,
    "s68_a_2": _reduction_by_deductions,
    "s151": _exemptions,
    "s151_d_3_A": _reduced_exemption,
    "s151_d_3_B": _applicable_percentage,
    "s63_d": _itemized_deductions,
    "s63_d_2": _personal_exemptions,
}
# How many places these have.
FORMULA_PLACES = {"s68_a_1": 3, "s68_a_2": 2, "s151": 5, "s151_d_3_A": 7, "s151_d_3_B": 5, "s63_d": 4, "s63_d_2": 4}


def exact(amount: Any) -> Fraction:
    """An amount of the case, exactly."""
    return amount if isinstance(amount, Fraction) else usd(amount).amount
