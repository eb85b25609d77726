"""Make a verdict of results: what every way gives in, one of the four answers out, with grounds and missing facts."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.plans import Tree
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Unproved, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look


def verdict_of(on: "Look", question: r.QuestionId, results: Mapping[Result, Unknown]) -> Verdict:
    """One verdict, if it is the same every way."""
    first = next(iter(results))
    if len(results) == 1 and first.what == "value":
        return _settled(on, first.value, first.labels, on.tree(question).labels)
    labels = tuple(sorted({label for result in results for label in result.labels}))
    if all(result.what == "value" and result.value == first.value for result in results):
        return _settled(on, first.value, labels, on.tree(question).labels)
    if all(result.what == "silent" for result in results):
        return Lacuna(str(question))
    if all(result.what == "antinomy" for result in results):
        return Antinomy(labels)
    return left_open(on, question, merged(results.values()))


def of_one_rule(on: "Look", tree: Tree) -> Settled | None:
    """The verdict on a question to which one rule alone speaks, if it holds with a value and read no other answer."""
    if len(tree.labels) > 1:
        return None
    (rule,) = tree.inner_first
    held, value = on.state(rule.label), on.values[rule.label]
    speaks = held is True and not isinstance(value, Unknown) and not isinstance(rule.conclusion, r.Undercuts)
    if not speaks or rule.targets or on.answers_read[rule.label]:
        return None
    return Settled(value, tree.labels, notes=(rule.note,) if rule.note else ())


def left_open(on: "Look", question: r.QuestionId, causes: Unknown) -> Verdict:
    """The verdict on a question that some causes leave open."""
    if causes.missing or causes.obstacles:
        return Undetermined(_most_useful_first(on, question, causes.missing), causes.obstacles)
    if causes.antinomies:
        return Antinomy(tuple(sorted({label for rules in causes.antinomies for label in rules})))
    return Lacuna(causes.lacunae[0] if causes.lacunae else str(question))


def _most_useful_first(on: "Look", question: r.QuestionId, missing: tuple[str, ...]) -> tuple[str, ...]:
    waiting: dict[str, int] = dict.fromkeys(missing, 0)
    for label in on.tree(question).labels:
        for state in (on.states.get(label), on.values.get(label)):
            for fact in state.missing if isinstance(state, Unknown) else ():
                waiting[fact] = waiting.get(fact, 0) + 1
    return tuple(sorted(missing, key=lambda fact: (-waiting[fact], fact)))


def _settled(on: "Look", value: Any, labels: tuple[str, ...], say: Iterable[str]) -> Settled:
    support = support_of(on, (*labels, *tried_with(on, say)))
    beside = tuple([x for x in support if x not in labels])
    return Settled(value, labels, beside, noted(on, labels), stipulated_for(on, support), unproved_for(on, support))


def noted(on: "Look", labels: Iterable[str], before: Iterable[str] = ()) -> tuple[str, ...]:
    """The notes of rules, each once."""
    rules = on.rulebook.rules
    return tuple(sorted({*before, *[rules[x].note for x in labels if rules[x].note]}))


def stipulated_for(on: "Look", labels: Iterable[str]) -> tuple[str, ...]:
    """The stipulations that rules rest on, through whatever they read."""
    return tuple(sorted({words for verdict in _settled_read(on, labels) for words in verdict.stipulated}))


def unproved_for(on: "Look", labels: Iterable[str]) -> tuple[Unproved, ...]:
    """The facts whose want of proof decided answers that rules read."""
    return tuple(sorted({one for verdict in _settled_read(on, labels) for one in verdict.unproved}))


def _settled_read(on: "Look", labels: Iterable[str]) -> list[Settled]:
    """The settled answers that rules read."""
    read = [on.answers_read[label] for label in labels if label in on.answers_read]
    return [verdict for answers in read for verdict in answers.values() if isinstance(verdict, Settled)]


def tried_with(on: "Look", labels: Iterable[str]) -> tuple[str, ...]:
    """Where rules were tried both ways, the verdict rests on all that may hold: they decided some way or other.

    So it does where the question rests on itself: what holds was not known when it was first settled.
    """
    states = [(label, on.state(label)) for label in labels]
    if not on.evaluation.work.circles.met and not any(isinstance(state, Unknown) for _, state in states):
        return ()
    return tuple([label for label, state in states if state is not False])


def support_of(on: "Look", labels: tuple[str, ...]) -> tuple[str, ...]:
    """What the grounds rest on: the rules they are exceptions to, and the answers their conditions read."""
    found: dict[str, None] = {}
    todo = list(labels)
    while todo:
        label = todo.pop()
        if label in found:
            continue
        found[label] = None
        todo += on.rulebook.rules[label].targets
        for verdict in on.answers_read.get(label, {}).values():
            if isinstance(verdict, Settled):
                todo += [x for x in (*verdict.grounds, *verdict.support) if x in on.rulebook.rules]
    return tuple(sorted(found))
