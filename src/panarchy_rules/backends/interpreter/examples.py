"""Run the examples of a rulebook: a rulebook in, how many there are and which do not come out as expected."""

from dataclasses import dataclass

from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.backends.interpreter.work import Laws
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.values import show
from panarchy_rules.rulebook.rulebook import Example, Expectation, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict


@dataclass(frozen=True, slots=True)
class Failed:
    """An expectation of an example that is not met."""

    example: str
    expected: str
    found: str
    diagnostic: Diagnostic


def run_examples(rulebook: Rulebook, laws: Laws = lambda _: None) -> tuple[int, tuple[Failed, ...]]:
    """The number of examples, and every expectation that is not met."""
    failed = []
    for example in rulebook.examples:
        evaluation = Evaluation(rulebook, example.record, laws)
        for expect in example.expect:
            verdict = evaluation.decide(expect.question)
            if not _met(expect, verdict):
                failed.append(_failure(rulebook, example, expect, verdict))
    return len(rulebook.examples), tuple(failed)


def _met(expect: Expectation, verdict: Verdict) -> bool:
    match verdict:
        case Settled(value, grounds):
            because = set(expect.because)
            return expect.what == "value" and value == expect.value and (not because or because == set(grounds))
        case Lacuna():
            return expect.what == "lacuna"
        case Antinomy(rules):
            return expect.what == "antinomy" and set(expect.names) == set(rules)
        case Undetermined(missing):
            return expect.what == "undetermined" and set(expect.names) == set(missing)


def _failure(rulebook: Rulebook, example: Example, expect: Expectation, verdict: Verdict) -> Failed:
    expected, found = _expected(expect), verdict_words(verdict)
    message = f"example `{example.title}` expects {expected}, found {found}"
    span = expect.span or example.span or whole_file(rulebook.path)
    return Failed(example.title, expected, found, Diagnostic("PR309", message, span))


def _expected(expect: Expectation) -> str:
    because = f" because {', '.join(expect.because)}" if expect.because else ""
    match expect.what:
        case "value":
            return f"{show(expect.value)}{because}"
        case "lacuna":
            return "a lacuna"
        case "antinomy":
            return f"an antinomy of {', '.join(expect.names)}"
        case _:
            return f"undetermined, lacking {', '.join(expect.names)}"


def verdict_words(verdict: Verdict) -> str:
    """A verdict in the words of the language."""
    match verdict:
        case Settled(value, grounds):
            return f"{show(value)} because {', '.join(grounds)}" if grounds else show(value)
        case Lacuna():
            return "a lacuna"
        case Antinomy(rules):
            return f"an antinomy of {', '.join(rules)}"
        case Undetermined(missing, obstacles):
            lacking = [f"lacking {', '.join(missing)}"] if missing else []
            return ", ".join(["undetermined", *lacking, *obstacles])
