"""Where the engine and the reference once disagreed: each case as short as it was found to be."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.compiler import compile_world
from panarchy_rules.rulebook.verdict import Settled, Undetermined
from panarchy_rules.syntax import parse
from tests.support import engine
from tests.support.generate import Case
from tests.support.generate_conduct import ConductMaker
from tests.support.long_run import differences, drawn
from tests.support.reference_conduct import reference_for
from tests.support.small_rulebook import NO, YES, Book, Rule

DAMAGES = ("owes", "respondent", "claimant", "damages")


def test_it_is_not_missing_whether_a_claim_fails_by_rule_or_for_want_of_one() -> None:
    """With `paid` or without, no obligation is left unless the price is high: only the price is missing."""
    verdict = engine.answer(
        """
        rulebook mesa
        fact paid is yes_no
        fact price is money
        rule plain respondent owes claimant nothing when paid
        exception high to plain respondent owes claimant 5 EUR when price > 10 EUR
        """,
        DAMAGES,
    )

    assert verdict == ("undetermined", frozenset({"price"}))


def test_a_rule_that_cannot_speak_is_not_tried_both_ways() -> None:
    """Nine rules with unknown conditions, whose value is not applicable, are silent and not too many to try."""
    rules = "\n".join(f"rule r{i} quantity is camels when late" for i in range(9))

    verdict = engine.answer(
        f"""
        rulebook mesa
        question quantity is number
        fact late is yes_no
        fact camels is number otherwise not_applicable
        rule plain quantity is 1
        {rules}
        """,
        ("question", "quantity", "number"),
    )

    assert verdict == ("settled", ("number", 1), frozenset({"plain"}))


def test_an_undercut_that_stands_alone_puts_nothing_in_place() -> None:
    """`gone` prevails over `other`, which prevails over `third`: what is left has no value."""
    verdict = engine.answer(
        """
        rulebook mesa
        question quantity is number
        rule plain quantity is 1
        exception special to plain quantity is 2
        exception gone to special special does not apply
        exception third to special quantity is 3
        exception other to plain quantity is 4
        precedence gone, other
        precedence other, third
        """,
        ("question", "quantity", "number"),
    )

    assert verdict == ("lacuna",)


@pytest.mark.parametrize("day", ["2024-03-31", "2024-05-01"])
def test_a_day_after_the_end_of_a_period_is_outside_whatever_its_beginning(day: str) -> None:
    """One month before 31 March 2024 does not exist, but no later day is before 31 March."""
    verdict = engine.answer(
        f"""
        rulebook mesa
        definition early when {day} is within 1 month before 2024-03-31
        """,
        ("condition", "early"),
    )

    assert verdict == ("settled", ("yes_no", False), frozenset({"early"}))


STEPS = """
rulebook mesa
fact late is yes_no
fact harm is yes_no
rule plain respondent owes claimant 10 EUR
"""


def test_a_step_that_makes_no_difference_asks_for_no_fact() -> None:
    """The cap does not bind, whether or not it applies: only `late` is missing."""
    verdict = engine.answer(
        STEPS
        + """
        step less of damages add -5 EUR when late
        step cap of damages at most 20 EUR when harm
        steps of damages less, cap
        """,
        DAMAGES,
    )

    assert verdict == ("undetermined", frozenset({"late"}))


def test_an_exception_to_two_steps_holds_for_both_or_for_neither() -> None:
    """What one step adds the other takes away, and an exception that may take both away changes nothing."""
    verdict = engine.answer(
        STEPS
        + """
        step more of damages add 5 EUR
        step less of damages add -5 EUR
        exception waived to more, less add 0 EUR when late
        steps of damages more, less
        """,
        DAMAGES,
    )

    assert verdict == ("settled", ("money", Fraction(10), "EUR"), frozenset({"less", "plain"}))


CIRCLE = """
rulebook mesa
question first is yes_no
question second is yes_no
fact late is yes_no
rule by_second first is yes when second or late
rule by_first second is yes when first
"""


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_questions_on_a_circle_have_one_verdict_in_whatever_order_they_are_asked(order: tuple[str, str]) -> None:
    """What was not known of a question at first is nothing to remember for the next question."""
    evaluation = Evaluation(engine.rulebook(CIRCLE), engine.record([("late", YES)]))

    verdicts = {name: evaluation.decide(engine.question_id(("question", name))) for name in order}

    assert verdicts["first"] == Settled(True, ("by_second",), ("by_first",))
    assert verdicts["second"] == Settled(True, ("by_first",), ("by_second",))


def test_a_verdict_tried_both_ways_rests_on_what_decided_some_way() -> None:
    """Unless it is late, `gone` keeps `first` from colliding with `second`."""
    evaluation = Evaluation(
        engine.rulebook(
            """
            rulebook mesa
            question quantity is number
            fact late is yes_no
            rule first quantity is 1
            rule second quantity is 2
            exception gone to first first does not apply
            exception other to first quantity is 2 when late
            precedence other, gone
            """
        ),
        engine.record([]),
    )

    verdict = evaluation.decide(engine.question_id(("question", "quantity")))

    assert verdict == Settled(Fraction(2), ("other", "second"), ("first", "gone"))


def test_members_of_a_group_have_no_precedence_among_themselves() -> None:
    """Priority never comes from the order in the file."""
    verdict = engine.answer(
        """
        rulebook mesa
        question quantity is number
        rule low in both quantity is 1
        rule high in both quantity is 2
        rule other quantity is 3
        precedence both, other
        """,
        ("question", "quantity", "number"),
    )

    assert verdict == ("antinomy", frozenset({"high", "low"}))


def test_means_in_an_exception_to_an_answer_is_refused() -> None:
    """An exception to an answer gives another answer; `means` is for definitions."""
    text = """
        rulebook mesa
        question quantity is number
        rule plain quantity is 1
        exception other to plain means 2
        """

    diagnostics = compile_world([parse("mesa.law", text)]).diagnostics

    assert [diagnostic.code for diagnostic in diagnostics] == ["PR304"]


EACH = """
    rulebook mesa
    fact weights is list of number
    fact late is yes_no
    """
BOTH = {"weights": ("list", (("number", Fraction(1)),))}


def test_steps_are_taken_where_other_rules_of_the_head_are_for_each_member() -> None:
    """What the claimant owes for each weight does not disturb the steps of what the respondent owes."""
    verdict = engine.answer(
        EACH
        + """
        rule plain respondent owes claimant 4 EUR
        rule other for each w in weights, claimant owes respondent 1 EUR * w
        step half of damages multiply by 50 %
        steps of damages half
        """,
        DAMAGES,
        **BOTH,
    )

    assert verdict == ("settled", ("money", 2, "EUR"), frozenset({"half"}))


def test_members_of_two_lists_make_two_parts() -> None:
    """Equal members in equal places of two lists are not one matter on which two rules collide."""
    verdict = engine.answer(
        EACH
        + """
        fact others is list of number
        rule first for each w in weights, respondent owes claimant 1 EUR * w
        rule second for each o in others, respondent owes claimant 2 EUR * o
        """,
        DAMAGES,
        **BOTH,
        others=BOTH["weights"],
    )

    assert verdict == ("settled", ("money", 3, "EUR"), frozenset({"first", "second"}))


def test_a_rule_for_each_member_is_silent_on_what_the_other_party_owes() -> None:
    """It does not say that the claimant owes nothing: no rule speaks to that."""
    verdict = engine.answer(
        EACH + "rule first for each w in weights, respondent owes claimant 1 EUR * w",
        ("owes", "claimant", "respondent", "damages"),
        **BOTH,
    )

    assert verdict == ("lacuna",)


def test_a_part_on_which_no_rule_speaks_is_not_left_out_of_a_total() -> None:
    """The second part needs a rate that no rule gives: the total is a lacuna, not the first part."""
    verdict = engine.answer(
        EACH
        + """
        question rate is number
        rule first respondent owes claimant 1 EUR
        rule second for each w in weights, respondent owes claimant 1 EUR * w * rate
        """,
        DAMAGES,
        **BOTH,
    )

    assert verdict == ("lacuna",)


COUNTED = """
rulebook mesa
definition counted of n as number measure n means counted of (n + 1)
exception counted_out to counted means 1 when n >= 2
"""


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_measure_that_does_not_fall_says_nothing_of_the_larger_number_alone(order: tuple[int, int]) -> None:
    """`counted of 1` asks about 2, which does not come to an end that way; asked by itself, 2 has an answer."""
    evaluation = Evaluation(engine.rulebook(COUNTED), engine.record([]))
    asked = {number: evaluation.asking("counted", (Fraction(number),)) for number in order}

    verdicts = {number: evaluation.decide(asked[number]) for number in order}

    assert isinstance(verdicts[1], Undetermined)
    assert verdicts[2] == Settled(Fraction(1), ("counted_out",), ("counted",))


def test_a_day_that_no_rule_gives_sets_no_limit_to_a_duty() -> None:
    """A duty without a last day is not breached by the passing of time."""
    verdict = engine.answer(
        """
        rulebook mesa
        question last is date
        act deliver
        fact late is yes_no
        rule never last is 2026-01-01 when late is not late
        rule duty respondent must deliver no later than last
        rule delivery deliver_it is yes when duty is breached
        question deliver_it is yes_no
        """,
        ("question", "deliver_it"),
        acts=(),
        today=date(2026, 2, 1),
        late=YES,
    )

    assert verdict == ("lacuna",)


def test_a_conduct_case_on_which_engine_and_reference_once_disagreed() -> None:
    """What a definition says of a larger number hung on whether a smaller one was asked about first."""
    assert differences(drawn(151, ConductMaker), Counter()) == []


def test_what_was_forbidden_on_an_earlier_day_rests_on_all_that_was_known_then() -> None:
    """No rule gives the last day of the ban, on the day of the act as today, and so it has none."""
    last, ban = ("question", "last", "date"), ("doing", "anyone", "deliver")
    day = ("date", date(2024, 3, 1))
    rules = (
        Rule("last_day", last, ("literal", day), ("literal", NO)),
        Rule("ban", ban, ("norm", "must not", (), ("answer", last))),
        Rule("over", ("condition", "over"), ("literal", YES), ("breached", "ban"), stage=True),
    )
    act = ("record", "deliver 1", (("actor", ("person", "claimant")), ("date", day)))
    case = Case(Book(rules), (), acts=(act,), today=date(2025, 1, 31))

    assert reference_for(case).ask(("condition", "over")) == ("settled", YES, frozenset({"over"}))
    assert differences([case], Counter()) == []


def test_an_act_whose_time_is_not_known_at_either_end_waits_for_both() -> None:
    """It may be too early, and it may be too late."""
    done = ("condition", "done")
    rules = (
        Rule(
            "may", ("empowered", "claimant", "deliver"), ("norm", "has power", ("fact", "due"), ("fact", "delivered"))
        ),
        Rule("done", done, ("literal", YES), ("some", "a", ("acts", "deliver"), ("literal", YES)), stage=True),
    )
    act = ("record", "deliver 1", (("actor", ("person", "claimant")), ("date", ("date", date(2024, 3, 1)))))
    case = Case(Book(rules), (), acts=(act,), today=date(2025, 1, 31))

    assert reference_for(case).ask(done) == ("undetermined", frozenset({"due", "delivered"}))
    assert differences([case], Counter()) == []
