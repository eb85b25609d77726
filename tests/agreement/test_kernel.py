"""The kernel gives the verdicts of the interpreter and of the reference, or says that it cannot."""

import dataclasses
import os
import typing
from collections import Counter
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.arithmetic import rounded
from panarchy_rules.backends.kernel.kernel import Kernel, kernel
from panarchy_rules.backends.lowered import whole_numbers as w
from panarchy_rules.backends.lowered.arithmetic import MODES
from panarchy_rules.backends.lowered.dates import POLICIES
from panarchy_rules.backends.lowered.program import lower
from panarchy_rules.backends.lowered.terms import TABLE, UNSUPPORTED_TERMS, lower_value
from panarchy_rules.backends.lowered.unsupported import UNSUPPORTED, Unsupported
from panarchy_rules.base import calendar
from panarchy_rules.base.values import Months
from panarchy_rules.rulebook import rulebook as rb
from panarchy_rules.rulebook.terms import Term
from panarchy_rules.rulebook.verdict import Lacuna, Settled, Undetermined, Verdict
from tests.support import engine
from tests.support.generate import Case, cases
from tests.support.kernel import columns
from tests.support.reference import Reference
from tests.support.small_text import text

EXAMPLES = 100_000 if os.environ.get("PANARCHY_HUNT") else 200


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(cases(periods=False))
def test_the_kernel_agrees_with_the_interpreter_and_the_reference(case: Case) -> None:
    """Kind of verdict, value, grounds and notes are the same wherever the kernel gives a verdict."""
    note(text(case))
    note(str(dict(case.facts)))
    rulebook, record = engine.rulebook(text(case)), engine.record(case.facts)
    reference = Reference(case.book, dict(case.facts))
    evaluation = Evaluation(rulebook, record)

    for question in case.questions:
        try:
            made = kernel(rulebook, engine.question_id(question), columns(rulebook))
        except Unsupported:
            continue
        found = made.verdict(record)
        if found is not None:
            note(made.source)
            assert _known(engine.plain(found)) == _known(reference.ask(question))
            assert _without_reasons(found) == _without_reasons(evaluation.decide(engine.question_id(question)))


def _known(plain: engine.Tuple) -> engine.Tuple:
    """What the kernel knows of a verdict: not which facts are missing."""
    return plain[:1] if plain[0] == "undetermined" else plain


def _without_reasons(verdict: Verdict) -> Verdict:
    match verdict:
        case Settled(value, grounds, _, notes):
            return Settled(value, grounds, notes=notes)
        case Undetermined():
            return Undetermined(())
        case Lacuna():  # The kernel names what it was asked, not the question in it that no rule speaks to.
            return Lacuna("")
        case _:
            return verdict


def test_most_generated_questions_can_be_lowered() -> None:
    """The agreement would mean little if the kernel declined most of what it is asked; periods it declines."""
    count: Counter[str] = Counter()

    @settings(max_examples=100, suppress_health_check=list(HealthCheck), database=None)
    @given(cases(periods=False))
    def ask(case: Case) -> None:
        rulebook = engine.rulebook(text(case))
        for question in case.questions:
            try:
                lower(rulebook, engine.question_id(question), columns(rulebook))
                count["lowered"] += 1
            except Unsupported:
                count["declined"] += 1

    ask()

    assert count["lowered"] > 2 * count["declined"]


def test_every_term_is_lowered_or_declined() -> None:
    """What the lowering does not know goes to the interpreter, whatever the language learns."""
    for term in typing.get_args(Term):
        if term not in TABLE:
            assert UNSUPPORTED_TERMS.get(term, "term") in UNSUPPORTED
            with pytest.raises(Unsupported):
                lower_value(object.__new__(term), None, {})  # type: ignore[arg-type]
    assert not set(TABLE) & set(UNSUPPORTED_TERMS)


READ_BY_THE_KERNEL = {
    "Rule": "label question conclusion condition targets exceptions index note always each parameters",
    "FactDeclaration": "kind of_party closing otherwise places",
    "Signature": "parameters kind",
}
ONLY_TOLD = {
    "Rule": "group title source origin text span measure",
    "FactDeclaration": "name title origin acyclic judge between",
    "Signature": "",
}  # Words for readers; and what is declined with the question that has it, as is tried below.
CONCLUSIONS = {"Awards", "Concludes", "Declines", "Undercuts", "Changes"}
FOR_OTHER_QUESTIONS = {"Norm", "Accepts"}  # `lower` declines what is neither owed nor asked.


@pytest.mark.parametrize("name", READ_BY_THE_KERNEL)
def test_every_field_of_a_rulebook_is_read_or_said_to_be_of_no_effect(name: str) -> None:
    """Whoever adds a field has to say what the kernel makes of it."""
    known = {*READ_BY_THE_KERNEL[name].split(), *ONLY_TOLD[name].split()}

    assert {field.name for field in dataclasses.fields(getattr(rb, name))} == known


def test_every_conclusion_is_lowered_or_belongs_to_questions_that_are_declined() -> None:
    """A new kind of conclusion or question is in one of the two."""
    assert {one.__name__ for one in typing.get_args(rb.Conclusion)} == CONCLUSIONS | FOR_OTHER_QUESTIONS
    for question in set(typing.get_args(rb.QuestionId)) - {rb.Owing, rb.Asking, rb.Stepping}:
        with pytest.raises(Unsupported):
            lower(engine.rulebook(BASE), object.__new__(question), columns(engine.rulebook(BASE)))


LISTS = """
rulebook mesa
fact floor is number
fact weights is list of number
fact prices is list of money
fact votes is list of one of {yea, nay}
fact days_off is list of date
question is_it is yes_no
question how_many is number
question how_much is money
question which_day is date
"""
OVER_LISTS = [
    "rule r is_it is yes when some w in weights where w > floor has (w * 2 < 10)",
    "rule r is_it is yes when every w in weights where w > floor has (w * 2 < 10)",
    "rule r is_it is yes when no w in weights where w > floor has (w * 2 < 10)",
    "rule r is_it is yes when every w in weights where w > floor has (some v in votes where v is yea has (w > 1))",
    "rule r how_many is most of (w for each w in weights where w > floor)",
    "rule r how_many is least of (w * 2 for each w in weights otherwise floor)",
    "rule r how_much is most of (p for each p in prices where p > 1 EUR otherwise 7 EUR)",
    "rule r how_much is total of (p for each p in prices where p > 1 EUR otherwise 0 EUR)",
    "rule r how_much is total of (p for each p in prices)",
    "rule r how_many is number of (w in weights where w > floor)",
    "rule r which_day is most of (d for each d in days_off)",
    "definition lost means total of (p for each p in prices otherwise 0 EUR)\nstep half of lost reduce by 50 %\n"
    "step cap of lost at most 5 EUR when floor is given\nsteps of lost half, cap\nrule r how_much is lost",
]


@pytest.mark.parametrize("rule", OVER_LISTS)
def test_lists_of_bounded_size_are_asked_as_the_interpreter_asks_them(rule: str) -> None:
    """Whoever is meant, the most and the least, what nothing comes to; for lists of up to five, and missing ones."""
    random, rulebook = Random(rule), engine.rulebook(LISTS + rule)
    question = rulebook.rules["r"].question
    made = kernel(rulebook, question, columns(rulebook))
    found = Counter(_one_list(made, random) for _ in range(400))

    assert found["compared"] + found["settled"] > 150
    assert found["settled"] > 60


DIVIDED = [
    "rule r is_it is yes when (floor + 1) / floor > 1",
    "rule r is_it is yes when 1 / floor is (floor - 1) / 2",
    "rule r is_it is yes when 6 / floor >= 4 / (floor - 2)",
    "rule r is_it is yes when (floor / (floor - 1)) is given",
    "rule r how_many is round half even (6 / floor) to 0.5",
    "rule r how_many is round up (floor / (1 - floor)) to 0.5",
]


@pytest.mark.parametrize("rule", DIVIDED)
def test_what_is_divided_by_a_fact_can_be_compared(rule: str) -> None:
    """For divisors above and below zero, for zero itself, and for facts that are missing."""
    random, rulebook = Random(rule), engine.rulebook(LISTS + rule)
    made = kernel(rulebook, rulebook.rules["r"].question, columns(rulebook))

    found = Counter(_one_list(made, random) for _ in range(200))

    assert found["settled"] > 3
    assert found["compared"] > 10


def _one_list(made: Kernel, random: Random) -> str:
    record = engine.record([(name, fact) for name in ("floor", "weights", "prices", "votes", "days_off")
                            if (fact := _drawn(name, random)) is not None])  # fmt: skip
    verdict, expected = made.verdict(record), Evaluation(made.rulebook, record).decide(made.program.question)
    if verdict is None:
        return "declined"
    assert _without_reasons(verdict) == _without_reasons(expected), record.facts
    return "settled" if isinstance(verdict, Settled) else "compared"


def _drawn(name: str, random: Random) -> typing.Any:
    state = random.random()
    if state < 0.1:
        return random.choice((None, "unknown", "not_applicable"))
    one: dict[str, typing.Callable[[], tuple[object, ...]]] = {
        "floor": lambda: ("number", Fraction(random.randint(-1, 4))),
        "weights": lambda: ("number", Fraction(random.randint(-2, 12), 2)),
        "prices": lambda: ("money", Fraction(random.randint(-2, 9), 2), "EUR"),
        "votes": lambda: ("word", random.choice(("yea", "nay"))),
        "days_off": lambda: ("date", date(2024, random.randint(1, 3), random.randint(1, 28))),
    }
    make = one[name]
    return make() if name == "floor" else ("list", tuple(make() for _ in range(random.randint(0, 5))))


BASE = """
rulebook mesa
fact name is text
fact price is money
fact parts is number
fact losses is list of money
fact votes is list of one of {yea, nay}
question quantity is number
question quality is yes_no
question amount is money
question vote is one of {yea, nay}
"""
DECLINED = {
    "another law": "rule r quality is yes when law of claimant is law of respondent",
    "circle": "rule r quality is yes when not (quality)",
    "division": "rule r amount is price / parts",
    "kind": 'rule r quality is yes when name is "ana"',
    "measure": "definition r of n as number measure n means 2 * r of (n - 1)\n"
    "exception e to r means 1 when n <= 0\nrule s quantity is r of 3",
    "periods": "rule r quality is yes when every d in dates of (from today until filing) has (d is filing)",
    "persons": "rule r quality is yes when some p in persons has (p is claimant)",
    "rules": "\n".join(f"rule r{n} quality is yes when price > {n} EUR" for n in range(63)),
    "units": "rule r amount is price\nrule s amount is 2 USD when parts > 1",
}
# No rule of this small rulebook can say these.
ELSEWHERE = {"conduct", "law", "term", "operations", "places"}


@pytest.mark.parametrize("reason", sorted(UNSUPPORTED))
def test_what_is_declared_unsupported_is_declined_for_that_reason(reason: str) -> None:
    """A gap that has been closed must leave the table."""
    if reason in ELSEWHERE:
        return
    rulebook = engine.rulebook(BASE + DECLINED[reason])
    question = list(rulebook.rules.values())[-1].question

    with pytest.raises(Unsupported) as found:
        lower(rulebook, question, columns(rulebook))

    assert found.value.reason == reason


def test_days_and_months_are_counted_as_the_calendar_counts_them() -> None:
    """Every part of a date, every policy at month ends, and the ends of the calendar."""
    random = Random(1)
    starts = [date.fromordinal(n) for n in (1, 2, 59, 60, 61, 365, 366, 367, w.LAST_DAY - 1, w.LAST_DAY)]
    starts += [
        date(year, month, day) for year in (1900, 2000, 2023, 2024) for month in (1, 2, 3, 12) for day in (1, 28)
    ]
    starts += [date(2024, 1, day) for day in (29, 30, 31)] + [date(2024, 2, 29), date(2024, 3, 31)]
    starts += [date.fromordinal(random.randint(1, w.LAST_DAY)) for _ in range(300)]
    for start in starts:
        day = start.toordinal()
        assert (w.year_of(day), w.month_of(day), w.day_of(day)) == (start.year, start.month, start.day)
        for months in (0, 1, -1, 11, 12, 13, 1200, -1200, 120_000, random.randint(-500, 500)):
            for policy, number in POLICIES.items():
                assert w.add_months(day, months, number) == _moved(start, months, policy)


def _moved(start: date, months: int, policy: calendar.DatePolicy) -> int:
    try:
        return calendar.add(start, Months(months), policy).toordinal()
    except calendar.CalendarError:
        return w.NO_DAY


def test_whole_spans_between_two_days_are_counted_as_the_calendar_counts_them() -> None:
    """In both directions, for months and years, under every policy."""
    random = Random(2)
    for _ in range(3000):
        start = date(random.randint(1999, 2025), random.choice((1, 2, 3, 12)), 1) + _days(
            random.choice((0, 27, 28, 30))
        )
        end = start + _days(random.randint(-800, 800))
        months, (policy, number) = random.choice((1, 12)), random.choice(list(POLICIES.items()))
        try:
            expected = calendar.elapsed(start, end, months, policy).count
        except calendar.CalendarError:
            expected = w.NO_SPAN
        assert w.elapsed(start.toordinal(), end.toordinal(), months, number) == expected


def _days(count: int) -> typing.Any:
    return date.fromordinal(1 + count) - date.fromordinal(1) if count >= 0 else -_days(-count)


@pytest.mark.parametrize("mode", sorted(MODES))
def test_rounding_goes_where_the_mode_says(mode: str) -> None:
    """At ties, beside them, below zero, and near the end of 64 bits."""
    for below in (1, 2, 3, 7, 10, 100, 999_983):
        for above in (*range(-25, 26), *(k * below + r for k in (-3, 0, 4) for r in range(-2, 3)), (1 << 62) - 1):
            assert w.rounded(above, below, MODES[mode]) == rounded(Fraction(above, below), mode)


LARGE = """
rulebook mesa
fact price is money
fact share is percent
rule r respondent owes claimant price * share
step cents of damages round half even to 0.01 EUR
steps of damages cents
"""


@pytest.mark.parametrize("cents", [(1 << 63) - 1, 1 << 63, 10**30, -(1 << 63)])
def test_one_dispute_has_no_largest_amount(cents: int) -> None:
    """Plain Python has no 64 bits; what the columns do not hold goes to the interpreter."""
    rulebook = engine.rulebook(LARGE)
    (question,) = {rule.question for rule in rulebook.rules.values() if rule.label == "r"}
    facts = [("price", ("money", Fraction(cents, 100), "EUR")), ("share", ("percent", Fraction(1, 2)))]
    record = engine.record(facts)

    made = kernel(rulebook, question, columns(rulebook))
    expected = Evaluation(rulebook, record).decide(question)

    assert made.verdict(record) is None
    assert isinstance(expected, Settled)
    decided = made.decide({"price": cents * 10, "price?": 0, "share": 50, "share?": 0})
    assert made.read(decided) == Settled(expected.value, expected.grounds)
