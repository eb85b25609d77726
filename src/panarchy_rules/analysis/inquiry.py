"""Ask one rulebook without a world: files of law, facts as text and a question in, something that can be decided out.

The facts are written as in an example of the rulebook, and bound as those are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.adjudication.facts import FactReader, about_of, read_scalar
from panarchy_rules.backends.interpreter import Evaluation, Laws
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.backends.interpreter.replay import replay, with_acts
from panarchy_rules.base.diagnostics import Diagnostic, errors
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef, Value, show
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.compiler import Compiled, compile_world
from panarchy_rules.compiler.gather import Library
from panarchy_rules.rulebook.record import Absence, FactKey, Record, persons_in
from panarchy_rules.rulebook.rulebook import (
    Accepting,
    Asking,
    Doing,
    Empowered,
    FactDeclaration,
    Owing,
    QuestionId,
    Rulebook,
    Vocabulary,
)
from panarchy_rules.rulebook.verdict import Verdict
from panarchy_rules.syntax import Parsed, parse
from panarchy_rules.syntax import tree as t

GIVEN = "the facts given"  # Where mistakes in them are said to be.


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A rulebook, the facts it is asked about, and the other laws it may ask in turn."""

    rulebook: Rulebook
    record: Record
    laws: Laws = field(compare=False)

    def evaluation(self) -> Evaluation:
        """An evaluation that has decided nothing yet."""
        return Evaluation(self.rulebook, self.record, self.laws)

    def decide(self, question: QuestionId) -> Verdict:
        """The verdict on a question."""
        return decided(self.evaluation(), question)

    def at_judgment(self) -> "Inquiry":
        """The same asked at judgment: what is not proved counts against the one who has to prove it."""
        return replace(self, record=replace(self.record, at_judgment=True))

    def given(self, key: FactKey, value: Value | Absence | None) -> "Inquiry":
        """The same with one fact changed; None takes it back."""
        facts = {known: one for known, one in self.record.facts.items() if known != key}
        if value is not None:
            facts[key] = value
        return replace(self, record=replace(self.record, facts=facts))


@dataclass(frozen=True, slots=True)
class Inquired:
    """What became of an attempt to ask, with the texts that mistakes point into."""

    inquiry: Inquiry | None
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


def inquire(
    parsed: Iterable[Parsed],
    path: str,
    facts: str = "",
    library: Library = lambda _: None,
    besides: Iterable[Parsed] = (),
) -> Inquired:
    """Ask the rulebook at a path; several editions in one file answer by the last.

    `besides` are files whose law the facts may name. One of them that has mistakes is left out.
    """
    text = f'example "asked"\ngiven {facts}\nexpect lacuna on damages\n' if facts.strip() else ""
    example = parse(GIVEN, text)
    files = [_with(one, example) if one.file.path == path else one for one in parsed]
    compiled, files = _compiled(files, tuple(besides), library)
    texts = {**{one.file.path: one.text for one in files}, GIVEN: text}
    # A rulebook without the head `damages` is asked all the same.
    found = tuple(d for d in errors(compiled.diagnostics) if not _is_of_our_own(d, text))
    books = [book for book in compiled.rulebooks.values() if book.path == path]
    if found or not books:
        missing = () if found else (Diagnostic("PR109", "there is no rulebook in this file", whole_file(path)),)
        return Inquired(None, (*found, *missing), texts)
    book = max(books, key=lambda one: (one.in_force, one.law.edition))
    by_name = {law.provider: one for law, one in compiled.rulebooks.items()}
    asked = [one for one in book.examples if one.title == "asked"] if text else []
    record = asked[-1].record if asked else Record({}, {role: role for role in book.vocabulary.roles})
    acts = asked[-1].acts if asked else None
    laws: Laws = lambda law: compiled.rulebooks.get(law) or by_name.get(law.provider)  # noqa: E731
    if acts is not None:
        record = with_acts(record, replay(Evaluation(book, record, laws), acts))
    return Inquired(Inquiry(book, record, laws), (), texts)


def _compiled(files: list[Parsed], besides: tuple[Parsed, ...], library: Library) -> tuple[Compiled, list[Parsed]]:
    """The law of some files, with those of the others that have no mistakes."""
    compiled = compile_world([*files, *besides], library)
    wrong = {problem.span.path for problem in errors(compiled.diagnostics)}
    sound = [one for one in besides if one.file.path not in wrong]
    if len(sound) < len(besides):
        compiled = compile_world([*files, *sound], library)
    if sound and errors(compiled.diagnostics) and not errors((alone := compile_world(files, library)).diagnostics):
        return alone, files
    return compiled, [*files, *sound]


def _with(one: Parsed, example: Parsed) -> Parsed:
    file = t.File(one.file.path, (*one.file.clauses, *example.file.clauses))
    return replace(one, file=file, diagnostics=(*one.diagnostics, *example.diagnostics))


def _is_of_our_own(problem: Diagnostic, text: str) -> bool:
    """Whether it is about the line that only makes the facts an example."""
    return problem.span.path == GIVEN and problem.span.line >= text.count("\n")


def questions_of(book: Rulebook) -> tuple[str, ...]:
    """What a rulebook can be asked, in words."""
    owed = [f"{q.bearer} owes {q.counterparty} {q.head}" for q in book.obligations()]
    asked = [q.name for q in book.roots if isinstance(q, Asking)]
    done = [f"{q.bearer} may {q.act}" for q in book.roots if isinstance(q, Doing)]
    done += [f"{q.bearer} has power to {q.act}" for q in book.roots if isinstance(q, Empowered)]
    return tuple(sorted([*owed, *asked, *done, *(str(q) for q in book.roots if isinstance(q, Accepting))]))


def question_of(words: str, book: Rulebook) -> QuestionId | Diagnostic:
    """The question in some words, or what is wrong with them."""
    match words.split():
        case [bearer, "may", act] if act in book.vocabulary.acts:
            return Doing(bearer, act)
        case [bearer, "has", "power", "to", act] if Empowered(bearer, act) in book.roots:
            return Empowered(bearer, act)
        case ["acceptance", label] if Accepting(label) in book.roots:
            return Accepting(label)
        case [bearer, "owes", counterparty, head] if {bearer, counterparty} <= {*book.vocabulary.roles}:
            if head in book.vocabulary.heads:
                return Owing(bearer, counterparty, head)
        case [name] if name in book.vocabulary.heads:
            return Owing("respondent", "claimant", name)
        case [name] if name in book.vocabulary.questions or Asking(name) in book.roots:
            return Asking(name)
        case _:
            pass
    known = [*questions_of(book), *book.vocabulary.heads, *book.vocabulary.questions]
    help_ = did_you_mean(words, known, f"it can be asked {listed(known)}")
    return Diagnostic("PR200", f"`{book.law.provider}` cannot be asked `{words}`", whole_file(book.path), help=help_)


def with_table(inquiry: Inquiry, stated: Mapping[str, FactInput], path: str) -> tuple[Inquiry, tuple[Diagnostic, ...]]:
    """The facts of a table besides, written as in a dispute; facts of each party by role."""
    facts = dict(inquiry.record.facts)
    home = dict(inquiry.record.home)
    days: dict[str, date] = {}
    rest: dict[str, FactInput] = {}
    for name, value in stated.items():
        if name in ("today", "filing") and isinstance(day := _day(value), date):
            days[name] = day
        elif name.startswith("law of ") and isinstance(value, str):
            home[name.removeprefix("law of ")] = LawRef(value, "")
        else:
            rest[name] = value
    reader = FactReader(
        _OneRulebook(inquiry.rulebook), inquiry.record.roles, whole_file(path), declared_in="this rulebook"
    )
    facts.update(reader.facts(rest))
    named = persons_in([*facts.values(), *(about_of(key) for key in facts)])
    persons = tuple(sorted({*inquiry.record.persons, *named}))
    record = replace(inquiry.record, facts=facts, home=home, persons=persons, **days)  # type: ignore[arg-type]
    return replace(inquiry, record=record), tuple(reader.problems)


@dataclass(frozen=True, slots=True)
class _OneRulebook:
    """What facts are compared with where there is no world: anybody may be named, and any law."""

    rulebook: Rulebook

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rulebook.vocabulary

    @property
    def everyone(self) -> Collection[str]:
        return _Anybody()

    @property
    def providers(self) -> Collection[str]:
        return _Anybody()

    @property
    def rulebooks(self) -> Mapping[LawRef, Rulebook]:
        return {}


class _Anybody(Collection[str]):
    """A collection that holds every name, although nobody can list them."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _day(value: FactInput) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None
    except ValueError:
        return None


def read_value(declared: FactDeclaration, stated: FactInput) -> Value | Absence | None:
    """A stated value of a fact, or None if it is none."""
    kind = declared.kind
    if stated in ("unknown", "not_applicable") and isinstance(stated, str) and stated not in kind.words:
        return Absence.UNKNOWN if stated == "unknown" else Absence.NOT_APPLICABLE
    if kind.item is None:
        return None if isinstance(stated, tuple | list | Mapping) else read_scalar(kind, stated)
    if not isinstance(stated, tuple | list):
        return None
    items = [read_scalar(kind.item, one) for one in stated]
    return None if None in items else tuple(one for one in items if one is not None)


def stated_value(value: Value | Absence) -> FactInput:
    """A value as a table of facts states it, so that it can be read again."""
    if isinstance(value, Absence):
        return "not_applicable" if value is Absence.NOT_APPLICABLE else "unknown"
    if isinstance(value, tuple):
        return tuple(str(stated_value(one)) for one in value)
    return value if isinstance(value, bool | str) else show(value)
