"""What holds of every verdict, whatever the rulebook and the facts."""

from collections.abc import Collection
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.rulebook.verdict import Settled
from tests.support import engine
from tests.support.generate import Case, answers_read, cases
from tests.support.generate_structures import structured_cases
from tests.support.small_rulebook import YES, Rule, Tuple
from tests.support.small_text import clauses, text

patient = settings(suppress_health_check=list(HealthCheck))


@patient
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(case: Case, chance: Random) -> None:
    """A rulebook means the same in whatever order its clauses stand."""
    header, *body = clauses(case)
    chance.shuffle(body)

    shuffled = engine.rulebook("\n".join([header, *body]))

    assert engine.decided(shuffled, case) == decided(case)


@patient
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_asking_does_not_matter(case: Case, chance: Random) -> None:
    """A question has one verdict, whatever was asked before."""
    questions = list(case.questions)
    chance.shuffle(questions)
    evaluation = Evaluation(engine.rulebook(text(case)), engine.record(case.facts))

    together = {question: engine.plain(evaluation.decide(engine.question_id(question))) for question in questions}

    alone = {question: engine.answer(text(case), question, **dict(case.facts)) for question in questions}
    assert together == alone


@patient
@given(cases())
def test_names_of_rules_do_not_matter(case: Case) -> None:
    """Renaming rules and groups renames the grounds, and changes nothing else."""
    check_renaming(case)


@patient
@given(cases(), st.data())
def test_more_facts_do_not_unsettle_a_verdict(case: Case, data: st.DataObject) -> None:
    """What is settled while facts are unknown has the same value when they are known."""
    hidden = data.draw(st.sets(st.sampled_from([name for name, _ in case.facts]))) if case.facts else set()
    fewer = replace(case, facts=tuple((name, "unknown" if name in hidden else fact) for name, fact in case.facts))

    before, after = decided(fewer), decided(case)

    for question, verdict in before.items():
        if verdict[0] == "settled":
            assert after[question][:2] == verdict[:2]


@patient
@given(cases())
def test_the_grounds_suffice(case: Case) -> None:
    """A rulebook with nothing but the grounds of a verdict, and what they rest on, gives the same value."""
    evaluation = Evaluation(engine.rulebook(text(case)), engine.record(case.facts))
    for question in case.questions:
        verdict = evaluation.decide(engine.question_id(question))
        if isinstance(verdict, Settled):
            kept = only(case, {*verdict.grounds, *verdict.support})

            assert decided(kept)[question][:2] == engine.plain(verdict)[:2]


@patient
@given(cases())
def test_a_rule_on_another_question_changes_nothing(case: Case) -> None:
    """A rule has a say only in its own question and in those that read it."""
    more = text(case) + "fact bystander is yes_no\nquestion aside is number\nrule a_rule aside is 1 when bystander\n"

    assert engine.decided(engine.rulebook(more), case) == decided(case)


@patient
@given(structured_cases(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter_with_structures(case: Case, chance: Random) -> None:
    """Records, groups, definitions about persons and rules for each member may stand in any order."""
    header, *body = clauses(case)
    chance.shuffle(body)

    assert engine.decided(engine.rulebook("\n".join([header, *body])), case) == decided(case)


@patient
@given(structured_cases())
def test_a_fact_that_is_not_read_changes_nothing_with_structures(case: Case) -> None:
    """Neither a fact about somebody nor a field nor a list that no rule reads has a say."""
    more = text(case) + (
        "record note has weight as number, written as date\nfact notes is list of note\n"
        "fact bystander of person is yes_no\nfact person is friend of person otherwise no\n"
    )
    other = replace(case, facts=(*case.facts, ("bystander of carol", YES), ("carol is friend of claimant", YES)))

    assert engine.decided(engine.rulebook(more), other) == decided(case)


@patient
@given(structured_cases())
def test_names_of_rules_do_not_matter_with_structures(case: Case) -> None:
    """Renaming rules for each member, exceptions and steps renames the grounds, and changes nothing else."""
    check_renaming(case)


def check_renaming(case: Case) -> None:
    """Other names, the same verdicts under them."""
    names = sorted({name for rule in case.book.rules for name in (rule.label, rule.group) if name})
    defined = {rule.label for rule in case.book.rules if rule.question[0] in ("condition", "amount")}
    new = {name: name if name in defined else f"z{len(names) - i}" for i, name in enumerate(names)}

    found = decided(renamed(case, new))

    expected = {
        question: (*verdict[:-1], frozenset(new[label] for label in verdict[-1]))
        if verdict[0] in ("settled", "antinomy")
        else verdict
        for question, verdict in decided(case).items()
    }
    assert found == expected


def decided(case: Case) -> dict[Tuple, Tuple]:
    """Every verdict on a case."""
    return engine.decided(engine.rulebook(text(case)), case)


def renamed(case: Case, new: dict[str, str]) -> Case:
    """The same case under other names of rules and groups."""

    def question(old: Tuple) -> Tuple:
        return (*old[:2], new[old[2]]) if old[0] == "step" else old

    def rule(old: Rule) -> Rule:
        targets = tuple(new[name] for name in old.targets)
        group = new[old.group] if old.group else ""
        return replace(old, label=new[old.label], question=question(old.question), targets=targets, group=group)

    book = case.book
    return replace(
        case,
        book=replace(
            book,
            rules=tuple(rule(old) for old in book.rules),
            precedence=tuple(tuple(new[name] for name in names) for names in book.precedence),
            steps=tuple((head, tuple(new[label] for label in labels)) for head, labels in book.steps),
            shared=tuple((new[name], condition) for name, condition in book.shared),
        ),
    )


def only(case: Case, labels: Collection[str]) -> Case:
    """The case without the other rules. Definitions that are mentioned stay, for the text to have a meaning."""
    book = case.book
    rules = [rule for rule in book.rules if rule.label in labels]
    while more := [
        rule for rule in book.rules if rule not in rules and not rule.targets and rule.label in _read(rules)
    ]:
        rules += more
    names = {name for rule in rules for name in (rule.label, rule.group) if name}

    def kept(old: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in old if name in names)

    return replace(
        case,
        book=replace(
            book,
            rules=tuple(replace(rule, targets=kept(rule.targets)) for rule in rules),
            precedence=tuple(kept(listed) for listed in book.precedence if len(kept(listed)) > 1),
            steps=tuple((head, kept(listed)) for head, listed in book.steps if kept(listed)),
        ),
    )


def _read(rules: Collection[Rule]) -> set[str]:
    """The questions that rules read."""
    return {question[1] for rule in rules for question in answers_read((rule.says, rule.when))}
