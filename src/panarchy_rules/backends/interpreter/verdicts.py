"""Make a verdict of results: what every way gives in, one of the four answers out, with grounds and missing facts."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from panarchy_rules.backends.interpreter.outcomes import Result
from panarchy_rules.backends.interpreter.standing import tree
from panarchy_rules.backends.interpreter.unknown import Unknown, merged
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Unproved, Verdict

if TYPE_CHECKING:
    from panarchy_rules.backends.interpreter.look import Look


def verdict_of(on: "Look", question: r.QuestionId, results: Mapping[Result, Unknown]) -> Verdict:
    """One verdict, if it is the same every way."""
    first = next(iter(results))
    labels = tuple(sorted({label for result in results for label in result.labels}))
    if all(result.what == "value" and result.value == first.value for result in results):
        return _settled(on, first.value, labels, tree(on, question))
    if all(result.what == "silent" for result in results):
        return Lacuna(str(question))
    if all(result.what == "antinomy" for result in results):
        return Antinomy(labels)
    return left_open(on, question, merged(results.values()))


def left_open(on: "Look", question: r.QuestionId, causes: Unknown) -> Verdict:
    """The verdict on a question that some causes leave open."""
    if causes.missing or causes.obstacles:
        return Undetermined(_most_useful_first(on, question, causes.missing), causes.obstacles)
    if causes.antinomies:
        return Antinomy(tuple(sorted({label for rules in causes.antinomies for label in rules})))
    return Lacuna(causes.lacunae[0] if causes.lacunae else str(question))


def _most_useful_first(on: "Look", question: r.QuestionId, missing: tuple[str, ...]) -> tuple[str, ...]:
    waiting: dict[str, int] = dict.fromkeys(missing, 0)
    for label in tree(on, question):
        for state in (on.states.get(label), on.values.get(label)):
            for fact in state.missing if isinstance(state, Unknown) else ():
                waiting[fact] = waiting.get(fact, 0) + 1
    return tuple(sorted(missing, key=lambda fact: (-waiting[fact], fact)))


def _settled(on: "Look", value: Any, labels: tuple[str, ...], say: Iterable[str]) -> Settled:
    notes = sorted({on.rulebook.rules[x].note for x in labels} - {""})
    support = set(support_of(on, (*labels, *tried_with(on, say))))
    stipulated = stipulated_for(on, (*labels, *support))
    unproved = unproved_for(on, (*labels, *support))
    return Settled(value, labels, tuple(sorted(support - set(labels))), tuple(notes), stipulated, unproved)


def stipulated_for(on: "Look", labels: Iterable[str]) -> tuple[str, ...]:
    """The stipulations that rules rest on, through whatever they read."""
    verdicts = [verdict for label in labels for verdict in on.answers_read.get(label, {}).values()]
    return tuple(
        sorted({words for verdict in verdicts if isinstance(verdict, Settled) for words in verdict.stipulated})
    )


def unproved_for(on: "Look", labels: Iterable[str]) -> tuple[Unproved, ...]:
    """The facts whose want of proof decided answers that rules read."""
    verdicts = [verdict for label in labels for verdict in on.answers_read.get(label, {}).values()]
    return tuple(sorted({one for verdict in verdicts if isinstance(verdict, Settled) for one in verdict.unproved}))


def tried_with(on: "Look", labels: Iterable[str]) -> tuple[str, ...]:
    """Where rules were tried both ways, the verdict rests on all that may hold: they decided some way or other.

    So it does where the question rests on itself: what holds was not known when it was first settled.
    """
    live = tuple(label for label in labels if on.state(label) is not False)
    open_ = any(isinstance(on.state(label), Unknown) for label in live)
    return live if open_ or on.evaluation.work.circles.met else ()


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
