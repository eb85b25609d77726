"""Run the examples of a rulebook: a rulebook in, how many there are and which do not come out as expected."""

from collections.abc import Iterable

from panarchy_rules.backends.interpreter.conduct import conduct, decided, status_holds
from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.backends.interpreter.replay import replay, with_acts
from panarchy_rules.backends.interpreter.work import Laws
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.values import Symbol, show
from panarchy_rules.rulebook.rulebook import Doing, Example, Expectation, Overlaying, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Unproved, Verdict


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
        if example.acts is not None:
            evaluation = evaluation.asked_of(with_acts(example.record, replay(evaluation, example.acts)))
        before, at_judgment = evaluation, evaluation.asked_of(replace(evaluation.record, at_judgment=True))
        for expect in example.expect:
            evaluation = at_judgment if expect.at_judgment else before
            if isinstance(expect.question, Doing):
                verdict = conduct(evaluation, expect.question.bearer, expect.question.act)
                if not _conducted(evaluation, expect, verdict):
                    failed.append(
                        _failure(
                            rulebook, example, expect, conduct_words(evaluation, verdict), _way_out(rulebook, verdict)
                        )
                    )
                continue
            if isinstance(expect.question, Overlaying):
                overlays = [evaluation.decide(question) for question in rulebook.overlays()]
                if not _overlaid(expect, overlays):
                    failed.append(_failure(rulebook, example, expect, _overlay_words(overlays)))
                continue
            verdict = decided(evaluation, expect.question)
            if not _met(expect, verdict):
                failed.append(_failure(rulebook, example, expect, verdict_words(verdict), _way_out(rulebook, verdict)))
    return len(rulebook.examples), tuple(failed)


def _met(expect: Expectation, verdict: Verdict) -> bool:
    match verdict:
        case Settled(value, grounds, unproved=unproved):
            because = not expect.because or set(expect.because) == set(grounds)
            lacks = not expect.unproved or set(expect.unproved) == {one.fact for one in unproved}
            return expect.what == "value" and value == expect.value and because and lacks
        case Lacuna():
            return expect.what == "lacuna"
        case Antinomy(rules):
            return expect.what == "antinomy" and set(expect.names) == set(rules)
        case Undetermined(missing):
            return expect.what == "undetermined" and set(expect.names) == set(missing)


def _conducted(on: Evaluation, expect: Expectation, verdict: Verdict) -> bool:
    """Whether conduct has the status that is expected, or has it not, and for these reasons."""
    grounds = set(verdict.grounds) if isinstance(verdict, Settled) else set[str]()
    because = not expect.because or set(expect.because) == grounds
    return because and status_holds(on, verdict, expect.names[0]) is expect.value


def conduct_words(on: Evaluation, verdict: Verdict) -> str:
    """A verdict on conduct in the words of the language."""
    if isinstance(verdict, Lacuna):
        return "neither permitted nor forbidden"
    if isinstance(verdict, Settled) and status_holds(on, verdict, "required") is True:
        return verdict_words(replace(verdict, value=Symbol("required")))
    return verdict_words(verdict)


def _overlaid(expect: Expectation, overlays: Iterable[Verdict]) -> bool:
    """Whether the rules of a second law apply besides, and for these reasons; or none of any."""
    if expect.what == "no overlay":
        return all(isinstance(verdict, Lacuna) for verdict in overlays)
    found = [v.grounds for v in overlays if isinstance(v, Settled) and v.value == expect.value]
    return bool(found) and set(expect.because) <= {label for grounds in found for label in grounds}


def _overlay_words(overlays: Iterable[Verdict]) -> str:
    return "; ".join(f"overlay {verdict_words(v)}" for v in overlays if not isinstance(v, Lacuna)) or "no overlay"


def _failure(rulebook: Rulebook, example: Example, expect: Expectation, found: str, help_: str = "") -> Failed:
    expected = f"{'at judgment ' if expect.at_judgment else ''}{_expected(expect)}"
    message = f"example `{example.title}` expects {expected}, found {found}"
    span = expect.span or example.span or whole_file(rulebook.path)
    return Failed(example.title, expected, found, Diagnostic("PR309", message, span, help=help_))


_CLOCKS = {
    "anchor": "the day that editions and dated parameters look at",
    "filing": "the day of filing",
    "today": "the day of judgment",
}


def _way_out(rulebook: Rulebook, verdict: Verdict) -> str:
    """How an example states what is missing."""
    for missing in verdict.missing if isinstance(verdict, Undetermined) else ():
        if missing in _CLOCKS:
            return f"say in the example which is {_CLOCKS[missing]}: `given {missing} is 2026-03-01`"
        if missing.partition(" of ")[0] in rulebook.vocabulary.facts:
            return f"say it in the example: `given {missing} is …`"
    return ""


def _expected(expect: Expectation) -> str:
    because = f" because {', '.join(expect.because)}" if expect.because else ""
    because += f", not proved: {', '.join(expect.unproved)}" if expect.unproved else ""
    match expect.what:
        case "value":
            return f"{show(expect.value)}{because}"
        case "overlay":
            return f"overlay {show(expect.value)}{because}"
        case "no overlay":
            return "no overlay"
        case "conduct":
            return f"{'' if expect.value else 'not '}{expect.names[0]}{because}"
        case "lacuna":
            return "a lacuna"
        case "antinomy":
            return f"an antinomy of {', '.join(expect.names)}"
        case _:
            return f"undetermined, lacking {', '.join(expect.names)}"


def unproved_words(one: Unproved) -> str:
    """Which proof is wanting, and whose."""
    return f"not proved: {one.fact}, for {one.by} to prove"


def verdict_words(verdict: Verdict) -> str:
    """A verdict in the words of the language."""
    match verdict:
        case Settled(value, grounds, unproved=unproved):
            because = f" because {', '.join(grounds)}" if grounds else ""
            return "; ".join([f"{show(value)}{because}", *map(unproved_words, unproved)])
        case Lacuna():
            return "a lacuna"
        case Antinomy(rules):
            return f"an antinomy of {', '.join(rules)}"
        case Undetermined(missing, obstacles):
            lacking = [f"lacking {', '.join(missing)}"] if missing else []
            return ", ".join(["undetermined", *lacking, *obstacles])
