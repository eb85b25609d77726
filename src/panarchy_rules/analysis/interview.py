"""Ask only what matters: an inquiry, a question and the answers so far in, the next thing to ask out.

The verdict names the facts it waits for; asked is the one after which least is left to ask.
What was answered is not asked again, and the interview ends when the verdict is settled or nothing is left to ask.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from panarchy_rules.analysis.fact_words import nested, spelled_out, spoken
from panarchy_rules.analysis.inquiry import Inquiry, read_value, with_table
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.suggestions import did_you_mean
from panarchy_rules.base.values import Symbol, Value
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import FactDeclaration, QuestionId, Vocabulary
from panarchy_rules.rulebook.verdict import Undetermined, Verdict

UNKNOWN = "unknown"
_MOST_TRIED = 20
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")
_FORMS = {
    "yes_no": "yes or no", "money": "an amount such as 9000.50 EUR", "number": "a number such as 3",
    "percent": "a percentage such as 25 %", "days": "a number of days such as 30 days",
    "months": "a number of months or years such as 7 years", "date": "a day such as 2026-03-01",
    "person": "a name such as ana", "law": "a law such as ulex 1.2", "text": "some words",
    "period": "a period such as from 2026-03-01 until 2026-04-01",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing to ask: its words in the language, what to show, the form of an answer, and its declaration."""

    words: str
    text: str
    form: str
    declared: FactDeclaration | None


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands: the verdict on the answers so far, and what to ask next, if anything."""

    inquiry: Inquiry
    verdict: Verdict
    next: Asking | None


def interview(base: Inquiry, question: QuestionId, answers: Mapping[str, FactInput]) -> Interview:
    """Take the answers, by the words of the facts, and see what is missing."""
    words_known = base.rulebook.vocabulary
    inquiry, problems = with_table(base, facts_table(answers, words_known), "the answers")
    assert not problems  # An answer is read before it is kept.
    verdict = inquiry.decide(question)
    waits = verdict.missing if isinstance(verdict, Undetermined) else ()
    left = [words for words in waits if words not in answers and _can_be_asked(words, words_known)]
    return Interview(inquiry, verdict, _asking(base, _most_useful(inquiry, question, left)) if left else None)


def _most_useful(inquiry: Inquiry, question: QuestionId, left: Sequence[str]) -> str:
    """The fact after which least is left to ask, on the average of its answers; among equals the first."""
    rest = {words: _left_after(inquiry, question, words, len(left)) for words in left[:_MOST_TRIED]}
    return min(rest, key=lambda words: rest[words])


def _left_after(inquiry: Inquiry, question: QuestionId, words: str, left: int) -> Fraction:
    """How many facts are still missing, on the average of all answers; where these cannot be listed, one less."""
    found = spoken(words, inquiry.rulebook.vocabulary)
    key = found.key(inquiry.record.roles) if found else None
    kind = found.declared.kind if found else None
    values: tuple[Value, ...] = (True, False) if kind == k.YES_NO else ()
    if kind is not None and kind.name == "one_of":
        values = tuple(Symbol(word) for word in kind.words)
    verdicts = [inquiry.given(key, value).decide(question) for value in values] if key else []
    missing = sum(len(verdict.missing) for verdict in verdicts if isinstance(verdict, Undetermined))
    return Fraction(missing, len(verdicts)) if verdicts else Fraction(left - 1)


def facts_table(answers: Mapping[str, FactInput], vocabulary: Vocabulary) -> dict[str, FactInput]:
    """The answers as a dispute states facts: what a fact is about stands in tables."""
    table: dict[str, FactInput] = {}
    for words, value in answers.items():
        found = spoken(words, vocabulary)
        if found is not None:
            table = nested(found, value, table)
        elif value != UNKNOWN or not _is_of_the_case(words):
            table[words] = value
    return table


def answers_in(table: Mapping[str, FactInput], vocabulary: Vocabulary) -> dict[str, FactInput]:
    """A table of facts as answers, by the words of the facts."""
    return {words: one for name, value in table.items() for words, one in spelled_out(name, value, vocabulary)}


def _is_of_the_case(words: str) -> bool:
    """Whether something is no fact and is stated beside them: the days, and the law of somebody."""
    return words in ("today", "filing") or words.startswith("law of ")


def _can_be_asked(words: str, vocabulary: Vocabulary) -> bool:
    """Fields of records are stated with their record, and what another issue decides is no answer of anybody."""
    found = spoken(words, vocabulary)
    return found.can_be_typed if found else _is_of_the_case(words)


def _asking(inquiry: Inquiry, words: str) -> Asking:
    found = spoken(words, inquiry.rulebook.vocabulary)
    if found is None and words.startswith("law of "):
        return Asking(words, f"The law that the {words.removeprefix('law of ')} belongs to", _FORMS["law"], None)
    if found is None:
        text = {"today": "Today's day", "filing": "The day on which the claim is filed"}.get(words, words)
        return Asking(words, text, _FORMS["date"], None)
    declared = found.declared
    text = declared.title.rstrip("?. ") or f"What is `{declared.name}`"
    whose = f"{text}, of the {found.about[0]}" if declared.of_party else text
    return Asking(words, whose, form_of(declared.kind), declared)


def form_of(kind: Kind) -> str:
    """How to write an answer of a kind."""
    if kind.name == "one_of":
        return f"one of {', '.join(kind.words)}"
    if kind.item is not None:
        return f"several, with commas between: each {form_of(kind.item)}"
    return _FORMS.get(kind.name, str(kind))


def read_answer(asking: Asking, typed: str) -> FactInput | None:
    """What somebody typed as a fact is stated; None if it is no answer."""
    text = typed.strip()
    if text in (UNKNOWN, "not_applicable"):
        return text
    declared = asking.declared or FactDeclaration(asking.words, k.LAW if asking.words.startswith("law ") else k.DATE)
    stated = _stated(declared.kind, text)
    return stated if text and read_value(declared, stated) is not None else None


def _stated(kind: Kind, text: str) -> FactInput:
    if kind.item is not None:
        parts = [part.strip() for part in text.removeprefix("[").removesuffix("]").split(",")]
        items = [_stated(kind.item, part) for part in parts if part]
        return tuple(one for one in items if not isinstance(one, tuple | Mapping))
    if kind == k.YES_NO and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    return text


def no_answer(asking: Asking, typed: str) -> str:
    """What to say of something typed that is no answer."""
    kind = asking.declared.kind if asking.declared else None
    guess = did_you_mean(typed, kind.words) if kind and kind.name == "one_of" else ""
    return f"`{typed.strip()}` is no answer to this; {guess or f'write {asking.form}'}"
