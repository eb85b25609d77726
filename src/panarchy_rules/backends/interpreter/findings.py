"""Tell what a judge found, or the parties agreed on, that a verdict rests on: a verdict in, words and values out.

A verdict rests on what its grounds and their support read, and on what the rules read that could have replaced them.
"""

from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.base.beside import kept_beside
from panarchy_rules.base.values import show
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Settled, Verdict

_SILENT = tuple(absence.value for absence in Absence)


def findings_under(evaluation: Evaluation, question: QuestionId) -> tuple[tuple[str, str], ...]:
    """The judge's findings that a settled verdict rests on, in the words of the language, with their values."""
    verdict, book = evaluation.decide(question), evaluation.rulebook
    if not isinstance(verdict, Settled) or not _asks_judges(book):
        return ()
    read_by = _could_have_changed(book, {*verdict.grounds, *verdict.support})
    found: dict[tuple[str, str], None] = {}
    for line in evaluation.trace(question):
        for words, value in line.read if line.rule in read_by else ():
            declared = book.vocabulary.facts.get(words.split(" of ")[0])
            if declared and declared.judge and value not in _SILENT:
                found[words, value] = None
    return tuple(sorted(found))


@kept_beside
def _asks_judges(book: Rulebook) -> bool:
    return any(declared.judge for declared in book.vocabulary.facts.values())


def _could_have_changed(book: Rulebook, labels: set[str]) -> set[str]:
    """The rules themselves, those that prevail over them and the exceptions to all of these."""
    todo = [*labels, *(first for first, second in book.precedence if second in labels)]
    found: set[str] = set()
    while todo:
        label = todo.pop()
        if label in book.rules and label not in found:
            found.add(label)
            todo += book.rules[label].exceptions
    return found


def agreed_under(evaluation: Evaluation, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """What the parties agreed on and a verdict rests on: each stipulation in words, and its value."""
    rests_on = verdict.stipulated if isinstance(verdict, Settled) else ()
    agreed = evaluation.record.stipulated.items()
    values = {str(evaluation.asking(name, about)): show(value) for (name, about), value in agreed} if rests_on else {}
    return tuple((words, values[words]) for words in rests_on if words in values)
