"""Put the predicates of the neutral tax cases to the rulebook `irc`: a predicate with places in, what fills them out.

Each predicate has a line: its places by letter, what must hold of them, and what the amounts among them are.
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
from panarchy_rules.base.values import ALWAYS, OPEN, Money, Period, Person, RecordValue, Value, parse_number
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import Asking, Rulebook
from panarchy_rules.rulebook.verdict import Lacuna, Settled
from tests.material.sara_facts import Facts

ANY = object()  # Fits every value.
MOST_WORK = 50_000_000

PERSONS, HOUSEHOLD, YEAR, DAY = "tsxdoew", "h", "y", "g"
RECORDS = {"m": "marriage", "v": "service", "q": "payment", "l": "plan"}
# Which fields of a record stand in other places of the same predicate.
_PARTS = {"service": {"e": "employer", "w": "employee"}, "payment": {"e": "payer", "w": "payee", "v": "for_service"}}

# predicate: (places, conditions, amounts). `-` is a place nothing is asked of.
# A condition is a definition and the letters it is asked about; `not ` turns it round; `A|B` is either.
# An amount is a letter, a definition and its letters; with `because LABEL` that rule must be its ground.
_LINES = """
s1_a: t y a b; payer_a t y; a taxable_income t y; b income_tax t y
s1_b: t y a b; payer_b t y; a taxable_income t y; b income_tax t y
s1_c: t y a b; payer_c t y; a taxable_income t y; b income_tax t y
s1_d: t s y a b; payer_d t y, consort t s y; a taxable_income t y; b income_tax t y
s2_a: t s h d y; survivor t s y|surviving_spouse t y, keeper t h d y|surviving_spouse t y
s2_a_1_A: t s - y; bereaved t s y
s2_a_1_B: t h d y; keeper t h d y
s2_a_2_A: t - y; remarried t s y
s2_a_2_B: t s y; barred_from_joint_return t s y
s2_b: t h d y; head t h d y|head_of_household t y
s2_b_1: t h d y; head_by t h d y
s2_b_1_A: t h d y; host t h d y
s2_b_1_A_i: t d y; household_child d t y
s2_b_1_A_i_I: d y; wedded_child d y
s2_b_1_A_i_II: d t y; no_dependant_by_joint_return d t y
s2_b_1_A_ii: t d y; household_dependant d t y
s2_b_1_B: t h d y; keeper_of_parent t h d y
s2_b_2_A: m y; dissolved m y
s2_b_2_B: t s y; nonresident_spouse s t y
s2_b_2_C: t - s y; lost s t y
s2_b_3_A: t y; nonresident_alien t y
s2_b_3_B: t d y; only_housemate d t y
s63: t y a; ; a taxable_income t y
s63_a: t y a; return_itemizes t y; a taxable_income_itemized t y
s63_b: t y a; not return_itemizes t y; a taxable_income_standard t y
s63_c: t y a; ; a standard_deduction t y
s63_c_1: t y a; ; a standard_deduction t y
s63_c_2: t y a; ; a basic_deduction t y
s63_c_2_A_i: t y; joint_return_maker t y
s63_c_2_A_ii: t y; surviving_spouse t y
s63_c_2_B: t y a; ; a basic_deduction t y because basic_deduction_head
s63_c_2_C: y a; ; a single_figure y
s63_c_3: t a y; ; a additional_deduction t y
s63_c_5: t o y a; exempted t o y; a limited_deduction t y because limited
s63_c_6_A: t s - y; denied_by_spouse t s y
s63_c_6_B: t y; nonresident_alien t y
s63_c_6_D: t y; no_natural_person t y
s63_c_7_i: y a; ; a substituted_head_figure y
s63_c_7_ii: y a; ; a substituted_single_figure y
s63_d: t - a y; ; a itemized_deductions t y
s63_d_2: t - a y; ; a personal_exemptions t y
s63_f_1_A: t y; aged_self t y
s63_f_1_B: t y; aged_through t s y
s63_f_2_A: t y; blind_self t y
s63_f_2_B: t y; blind_through t s y
s63_f_3: t y a; ; a additional_amount t y because additional_amount_unmarried
s68_b: t a y; ; a applicable_amount t y
s68_b_1_A: t a y; ; a applicable_amount t y because applicable_amount_joint
s68_b_1_B: t a y; ; a applicable_amount t y because applicable_amount_head
s68_b_1_C: t a y; ; a applicable_amount t y because applicable_amount
s68_b_1_D: t a y; ; a applicable_amount t y because applicable_amount_separate
s68_f: y; suspended_year y
s151: t a - - y; ; a personal_exemptions t y
s151_a: t a y; ; a personal_exemptions t y
s151_b/3: t a y; ; a exemption_amount t t y
s151_b/4: t s a y; exempted_spouse s t y; a exemption_amount s t y
s151_b_applies: t s y; exempted_spouse s t y
s151_c: t x a y; exempted_dependant x t y; a exemption_amount x t y
s151_c_applies: t x y; exempted_dependant x t y
s151_d: t x a y; exempted_on_return x t y; a exemption_amount x t y
s151_d_1: a; ; a exemption_in_general
s151_d_2: - x o a y; exempted x o y; a exemption_amount x x y because claimed_elsewhere
s151_d_5: a y; suspended_year y; a exemption y
s152_a: x t y - -; dependant x t y
s152_b_1: x t y; candidate x t y
s152_b_2: x - s y; barred_by_joint_return x s y
s152_c: x t y; qualifying_child x t y
s152_c_1: x t y; qualifying_child x t y
s152_c_1_B: x h t - - y; sharer x t y
s152_c_1_E: x - y; separate_filer x y
s152_c_3: x t y; young x t y
s152_d_1_B: x y; without_income x y
s152_d_1_D: x y; nobodys_qualifying_child x y
s152_d_2_H: x t y - - -; household_member x t y
s3301: e y a b; excise_employer e y; a total_wages e y; b excise_tax e y
s3306_a: e y -; excise_employer e y
s3306_a_1: e y -; general_employer e y
s3306_a_1_A: e y -; payer_of_wages e y
s3306_a_1_B: e y; steady_employer e y
s3306_a_2_A: e y -; payer_of_farm_wages e y
s3306_a_2_B: e y; steady_farm_employer e y
s3306_a_3: e y -; household_employer e y
s3306_b: a q v - - - - - - e w; ; a wages q
s3306_b_2_A: l; sickness_plan l
s3306_b_2_C: l; death_plan l
s3306_b_7: q v e w; paid_in_kind_outside_business q
s3306_b_10_A: q v w e - -; paid_on_termination q
s3306_b_10_B: e q l; paid_under_plan q|general_plan l
s3306_b_11: q v; paid_in_kind_for_farm_work q
s3306_b_15: q e - w; paid_to_survivor q
s3306_c: v e w - g y; employment v g
s3306_c_A: v e w -; performed_at_home v
s3306_c_B: v e w -; performed_abroad v
s3306_c_1: v e w y; small_farm_work v y
s3306_c_1_A_i: e y; payer_of_farm_hands e y
s3306_c_1_B: v w; no_admitted_alien v
s3306_c_2: v e y; small_domestic_work v y
s3306_c_5: v e w g; family_work v g
s3306_c_6: v; federal_work v
s3306_c_7: v; state_work v
s3306_c_10_A: v e w g; student_work v g
s3306_c_10_A_i: w e g; student w e g
s3306_c_10_A_ii: w x e g; students_spouse w e g, student x e g
s3306_c_10_B: v e w g; patient_work v g
s3306_c_11: v e w; foreign_work v
s3306_c_13: v e w g; nursing_work v g
s3306_c_16: v e w; international_work v
s3306_c_21: v e w g; prison_work v g
s3306_a: e y -; excise_employer e y, general_employer e y, farm_employer e y, household_employer e y
s7703: t s - - - - - - y; consort t s y
s7703_a_1: t s - - y; wedded t s y
s7703_a_2: t s - - y; legally_separated t s y
s7703_b_1: t - h - d y; provider t h d y, spouse t s y, not joint_return_maker t y
s7703_b_2: t h - y; maintainer t h y
s7703_b_3: t s h y; not member s h y, spouse t s y, home h t y
tax: t y a; ; a tax_of_year t y
gross_income: t y a; ; a adjusted_gross_income t y
"""

# What is fixed when a case assumes a predicate, where that is not what the predicate asks.
_ASSUMED = """
s2_a: t s h d y; surviving_spouse t y
s2_b: t h d y; head_of_household t y
s151_d: t x a y; exempted x t y
s151_c_applies: t x y; exempted_dependant x t y, dependant x t y, candidate x t y
s152_a: x t y - -; dependant x t y, candidate x t y
s7703: t s - - - - - - y; consort t s y, consort s t y, spouse t s y, spouse s t y, married t y, married s y
"""
# Predicates on a relationship: its places, the definition that gives its time, and those through whom it runs.
_RELATIONSHIPS = """
s152_c_2: x t p q; close_relationship
s152_c_2_A: x t d p q; child_relationship; childhood d t, lineage x d
s152_c_2_B: x t d p q; sibling_relationship; siblinghood d t, lineage x d
s152_d_2_A: x t p q; child_relationship
s152_d_2_B: x t p q; siblinghood
s152_d_2_C: x t p q; ancestor_relationship
s152_d_2_D: x t p q; stepparent_relationship
s152_d_2_E: x t d p q; nephew_relationship; siblinghood d t, childhood x d
s152_d_2_F: x t d p q; uncle_relationship; childhood t d, siblinghood x d
s152_d_2_G: x t p q; in_law_relationship
"""
_BANDS = ("i", "ii", "iii", "iv", "v")


@dataclass(frozen=True)
class Line:
    """One predicate: the letters of its places, alternatives of each condition, and amounts with their ground."""

    places: tuple[str, ...]
    conditions: tuple[tuple[tuple[str, ...], ...], ...] = ()
    amounts: tuple[tuple[str, tuple[str, ...], str], ...] = ()


def _parsed(lines: str) -> dict[str, Line]:
    return dict(_line(line) for line in lines.strip().splitlines())


def _line(line: str) -> tuple[str, Line]:
    name, _, rest = line.partition(":")
    places, conditions, amounts = (*(part.strip() for part in rest.split(";", 2)), "", "")[:3]
    either = [tuple(tuple(one.split()) for one in each.split("|")) for each in conditions.split(",") if each.strip()]
    return name, Line(tuple(places.split()), tuple(either), tuple(map(_amount, filter(None, amounts.split(";")))))


def _amount(text: str) -> tuple[str, tuple[str, ...], str]:
    said, _, because = text.partition(" because ")
    letter, *asked = said.split()
    return letter, tuple(asked), because.strip()


LINES, ASSUMED = _parsed(_LINES), _parsed(_ASSUMED)
RELATIONSHIPS = {
    line.split(":")[0]: [part.strip() for part in line.split(":")[1].split(";")]
    for line in _RELATIONSHIPS.strip().splitlines()
}


def line_of(predicate: str, places: int, lines: Mapping[str, Line] = LINES) -> Line | None:
    """The line of a predicate; some have one for each number of places."""
    return lines.get(f"{predicate}/{places}") or lines.get(predicate)


@dataclass
class Case:
    """A case as it is asked: the rulebook, the facts, and what is assumed."""

    rulebook: Rulebook
    found: Facts
    stipulated: dict[tuple[str, tuple[Value, ...]], Value] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
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

    def holds(self, condition: tuple[str, ...], filled: Mapping[str, Any]) -> bool:
        """Whether a condition of a line holds."""
        negated = condition[0] == "not"
        name, *letters = condition[negated:]
        value = self.ask(name, tuple(filled[letter] for letter in letters))[0]
        return value is False if negated else value is True

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
            return sorted({day for event in self.found.events.values() for day in _days_of(event)})
        return [one for those in self.found.records.values() for one in those if one.kind == RECORDS[letter]] + (
            self._plans() if letter == "l" else []
        )

    def _plans(self) -> list[RecordValue]:
        from tests.material.sara_facts import plan_of

        return [plan_of(event) for event in self.found.events.values() if "plan" in event.types]

    def _years(self) -> set[int]:
        return {day.year for event in self.found.events.values() for day in _days_of(event)}

    def filling(self, letter: str, given: Any) -> list[Any]:
        """What a place holds that the case fills."""
        if letter in PERSONS:
            return [self.found.person(str(given))]
        if letter == YEAR:
            return [Fraction(int(given))]
        if letter == DAY:
            return [given if isinstance(given, date) else date.fromisoformat(str(given))]
        if letter == HOUSEHOLD:
            return [str(given)]
        if isinstance(given, RecordValue):
            return [given]
        return [one for one in self.domain(letter) if dict(one.fields)["name"] == given]


def _days_of(event: Any) -> Iterator[date]:
    for name in ("start", "end"):
        for day in event.days(name):
            yield from (day, day + timedelta(days=1)) if name == "end" else (day,)


# --- asking ---


def solutions(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Every way to fill the places of a predicate; None in `given` is a place left open."""
    if predicate == "first_day_year":
        yield (given[0], date(int(given[0]), 1, 1))
    elif predicate == "last_day_year":
        yield (given[0], date(int(given[0]), 12, 31))
    elif predicate == "is_before":
        one, other = given
        if one in (None, ANY) or other in (None, ANY) or _day(one) <= _day(other):
            yield (ANY if one is None else one, ANY if other is None else other)
    elif predicate in RELATIONSHIPS:
        yield from _related(case, predicate, given)
    elif predicate.startswith("s1_") and predicate.split("_")[-1] in _BANDS:
        yield from _band(case, predicate, given)
    elif predicate == "s3306_b":
        yield from (one for one in _by_line(case, LINES[predicate], given) if given[0] is not None or one[0])
    elif predicate in ("s68_a_1", "s68_a_2", "s151_d_3_A", "s151_d_3_B"):
        yield from _FORMULAS[predicate](case, given)
    else:
        line = line_of(predicate, len(given))
        if line is None:
            raise LookupError(f"there is no predicate {predicate} with {len(given)} places")
        yield from _by_line(case, line, given)


def _by_line(case: Case, line: Line, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for filled in _ways(case, line, given):
        if not all(any(case.holds(each, filled) for each in either) for either in line.conditions):
            continue
        amounts = {letter: _figure(*case.ask(asked[0], tuple(filled[x] for x in asked[1:])), because)
                   for letter, asked, because in line.amounts}  # fmt: skip
        if None not in amounts.values():
            yield tuple(amounts.get(letter, filled.get(letter, ANY)) for letter in line.places)


def _ways(case: Case, line: Line, given: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """Every way to fill the letters that conditions and amounts read."""
    read = {letter for either in line.conditions for each in either for letter in each[1 + (each[0] == "not") :]}
    read |= {letter for _, asked, _ in line.amounts for letter in asked[1:]}
    stated = {letter: value for letter, value in zip(line.places, given, strict=True) if value not in (None, ANY)}
    amounts = {letter for letter, _, _ in line.amounts}
    letters = [
        x
        for x in dict.fromkeys((*line.places, *sorted(read)))
        if x in read or (x in stated and x not in amounts and x != "-")
    ]
    choices = [case.filling(x, stated[x]) if x in stated else case.domain(x) for x in letters]
    for way in product(*choices):
        filled = dict(zip(letters, way, strict=True))
        if all(_fits_together(value, filled) for value in way):
            yield filled


def _fits_together(value: Any, filled: Mapping[str, Any]) -> bool:
    """Whether a record has the parts that stand in other places, and a day lies in the year and the service."""
    if isinstance(value, date):
        served = [one for one in filled.values() if isinstance(one, RecordValue) and one.kind == "service"]
        return (YEAR not in filled or value.year == filled[YEAR]) and all(_serves(one, value) for one in served)
    if not isinstance(value, RecordValue):
        return True
    fields = dict(value.fields)
    parts = _PARTS.get(value.kind, {})
    return all(letter not in filled or filled[letter] == fields.get(name) for letter, name in parts.items())


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
    choices = [case.filling(x, stated[x]) if stated[x] not in (None, ANY) else case.domain(x) for x in "xt"]
    for x, t in product(*choices):
        time = case.ask(definition, (x, t))[0]
        if not isinstance(time, Period) or time == periods.NEVER:
            continue
        for d in _through(case, through, {"x": x, "t": t}, stated.get("d")):
            ends = {"p": periods.first_day(time), "q": periods.last_day(time)}
            yield tuple({"x": x, "t": t, "d": d, **ends}[letter] for letter in letters)


def _through(case: Case, through: list[str], filled: dict[str, Any], given: Any) -> Iterator[Any]:
    if not through or given in (None, ANY):
        yield ANY
        return
    d = case.filling("d", given)[0]
    times = [
        (name, tuple({**filled, "d": d}[x] for x in letters))
        for name, *letters in map(str.split, through[0].split(","))
    ]
    if all(asked[0] == asked[1] or case.ask(name, asked)[0] not in (None, periods.NEVER) for name, asked in times):
        yield d


def _band(case: Case, predicate: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    _, letter, band = predicate.split("_")
    income = Money(exact(given[0]), "USD")
    if case.ask(f"band_{letter}", (income,))[0] == _BANDS.index(band) + 1:
        yield (given[0], _money(case, f"schedule_{letter}", income))


def _money(case: Case, name: str, *arguments: Any) -> Fraction:
    value = case.ask(name, arguments)[0]
    assert isinstance(value, Money), name
    return value.amount


def _reduction_by_income(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    income, limit = (Money(exact(amount), "USD") for amount in given[:2])
    if income.amount > limit.amount:
        yield (given[0], given[1], _money(case, "reduction_by_income", income, limit))


def _reduction_by_deductions(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield (given[0], _money(case, "reduction_by_deductions", Money(exact(given[0]), "USD")))


def _percentages(
    case: Case, t: Any, income: Any, year: Any, limit: Any
) -> Iterator[tuple[Any, Fraction, Fraction, Fraction]]:
    """Each taxpayer with income, applicable amount and percentage, where the income exceeds the amount."""
    y = case.filling(YEAR, year)[0]
    for who in case.filling("t", t) if t not in (None, ANY) else case.domain("t"):
        earned = exact(income) if income not in (None, ANY) else _money(case, "adjusted_gross_income", who, y)
        most = exact(limit) if limit not in (None, ANY) else _money(case, "applicable_amount", who, y)
        share = case.ask("percentage_over", (who, Money(earned, "USD"), Money(most, "USD"), y))[0]
        if isinstance(share, Fraction) and earned > most:
            yield who, earned, most, share * 100


def _applicable_percentage(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    share, t, income, year, limit = given
    for who, earned, most, points in _percentages(case, t, income, year, limit):
        fits = share not in (None, ANY) and not isinstance(share, Fraction) and exact(share) in (points, points / 100)
        yield (share if fits else points, who, earned, year, most)


def _reduced_exemption(case: Case, given: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    t, income, limit, share, before, _, year = given
    for who, earned, most, points in _percentages(case, t, income, year, limit):
        start = exact(before) if before not in (None, ANY) else _money(case, "exemption", Fraction(int(year)))
        fits = share not in (None, ANY) and exact(share) in (points, points / 100)
        yield (who, earned, most, share if fits else points, start, start * (100 - points) / 100, year)


_FORMULAS: dict[str, Callable[[Case, tuple[Any, ...]], Iterator[tuple[Any, ...]]]] = {
    "s68_a_1": _reduction_by_income,
    "s68_a_2": _reduction_by_deductions,
    "s151_d_3_A": _reduced_exemption,
    "s151_d_3_B": _applicable_percentage,
}


def exact(amount: Any) -> Fraction:
    """An amount of the case, exactly."""
    return amount if isinstance(amount, Fraction) else parse_number(str(amount))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
