"""Put cases to a code's rules on conflicts: a world of law and a case in, what the forum would say out, compared.

A case may stand for several: for each defendant, or on each issue.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from panarchy_rules.analysis.case_facts import CaseFacts, Problem, read_case
from panarchy_rules.analysis.forum import Cited, ForumFinding, Outcome, Overlay, ask_forum, questions_of_law
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.cases import Case, ExpectedFinding
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.compiler.spelling import law_called, spelled
from panarchy_rules.rulebook.rulebook import Rulebook, Vocabulary

GOVERNING_LAW = "governing_law"
# Where a case says which question it is about; the paths of other problems are those of facts.
EXPECTED_QUESTION = ("expected", "question")


class CannotAsk(Exception):
    """It is not clear which code is asked, or which of its questions. Carries a sentence and a way out."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Asked:
    """One way a case is asked: what it is about (`defendant: bus`), the facts read, and what the forum would say."""

    about: str
    facts: CaseFacts
    finding: ForumFinding
    unmet: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case. With problems it is not asked at all."""

    case: Case
    asked: tuple[Asked, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the case could be asked, and everything it expects came out."""
        return not self.problems and not any(one.unmet for one in self.asked)


@dataclass(frozen=True, slots=True)
class Putting:
    """How cases are put: to whose code, on which questions, as of which day, and for each of what."""

    world: LawWorld
    of: str | None = None
    question: str | None = None
    day: date = date.max
    each: tuple[str, ...] = ()

    @property
    def providers(self) -> tuple[str, ...]:
        """Everyone whose code may be asked."""
        return tuple(self.world.providers)

    def books(self, law: LawRef) -> Rulebook | None:
        """The code of a provider that is in force on the day."""
        return self.world.in_force(law.provider, self.day)

    def put(self, case: Case) -> CaseResult:
        """Ask. Raises CannotAsk."""
        asked: list[Asked] = []
        named = case.expected.question if case.expected else None
        for about, facts in variants(case.facts, self.each):
            book = self._book(facts)
            if named is not None and named not in questions_of_law(book):
                return CaseResult(
                    case, problems=(Problem("PR431", *_unknown_question(named, book), EXPECTED_QUESTION),)
                )
            read = read_case(facts, self._vocabulary(book), self.providers)
            if spelled(str(facts.get("forum"))) == book.law.provider:
                read.left_aside.pop("forum", None)  # It said whose forum is asked.
            if read.problems:
                return CaseResult(case, problems=tuple(read.problems))
            for question in [named] if named else self._questions(book, several=case.expected is None):
                finding = ask_forum(book, question, read.record, self.books)
                unmet = _unmet(case.expected, finding, self.providers) if case.expected else ""
                asked.append(Asked(about, read, finding, unmet))
        return CaseResult(case, tuple(asked))

    def put_claim(self, name: str, claim: ClaimAtIssue) -> tuple[Asked, ...]:
        """Ask about a claim of a dispute, by the editions in force at its anchor. Raises CannotAsk."""
        then = replace(self, day=claim.anchor)
        book = then._book({})
        about = f"claim {name} on {claim.issue}, {claim.claimant} against {claim.respondent}"
        facts = CaseFacts(claim.record)
        return tuple(
            Asked(about, facts, ask_forum(book, question, claim.record, then.books))
            for question in self._questions(book, several=True)
        )

    def _book(self, facts: Mapping[str, object]) -> Rulebook:
        providers = self.providers
        forum = facts.get("forum")
        named = self.of or (forum if len(providers) > 1 and isinstance(forum, str) else None)
        if named is None and len(providers) != 1:
            help_ = f"write `--of PROVIDER`, or state it as the fact `forum`; published: {listed(providers)}"
            raise CannotAsk("it is not said whose forum is asked" if providers else "there is no rulebook here", help_)
        name = spelled(named) if named else providers[0]
        book = self.books(LawRef(name, ""))
        if book is None:
            message = f"nobody here publishes the law of `{named}`"
            raise CannotAsk(message, did_you_mean(name, providers, f"published: {listed(providers)}"))
        return book

    def _vocabulary(self, book: Rulebook) -> Vocabulary:
        """What the code declares, and behind it what the others declare that it may refer to."""
        own, all_ = book.vocabulary, self.world.vocabulary
        return Vocabulary(
            all_.matters, all_.issues, {**all_.roles, **own.roles}, {**all_.facts, **own.facts},
            all_.questions, all_.heads,
        )  # fmt: skip

    def _questions(self, book: Rulebook, *, several: bool) -> tuple[str, ...]:
        known = questions_of_law(book)
        if self.question is not None:
            if self.question not in known:
                raise CannotAsk(*_unknown_question(self.question, book))
            return (self.question,)
        if not known:
            help_ = "declare `question governing_law is law`, and write rules on it"
            raise CannotAsk(f"no rule of `{book.law.provider}` names a law", help_)
        if several or len(known) == 1:
            return known
        if GOVERNING_LAW in known:
            return (GOVERNING_LAW,)
        raise CannotAsk(f"`{book.law.provider}` names several laws", f"write `--question` and one of {listed(known)}")


def _unknown_question(name: str, book: Rulebook) -> tuple[str, str]:
    """A sentence and a way out."""
    known = questions_of_law(book)
    help_ = did_you_mean(name, known, f"its questions are {listed(known)}")
    return f"`{book.law.provider}` has no rule on a law called `{name}`", help_


def variants(facts: Mapping[str, object], each: Sequence[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The facts once for every member of each list that is named by its path, with that member in the list's place."""
    if not each:
        yield "", facts
        return
    path = each[0].split(".")
    members = _at(facts, path)
    for number, member in enumerate(members if isinstance(members, list) else [members], 1):
        name = member.get("name") if isinstance(member, Mapping) else member
        for about, inner in variants(_with(facts, path, member), each[1:]):
            mine = f"{each[0]}: {name if isinstance(name, str) else number}" if members is not None else ""
            yield ", ".join(part for part in (mine, about) if part), inner


def _at(table: object, path: Sequence[str]) -> object:
    for key in path:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def _with(table: Mapping[str, object], path: Sequence[str], value: object) -> dict[str, Any]:
    key, *rest = path
    inner = table.get(key)
    if not rest:
        return {**table, key: value}
    return {**table, key: _with(inner if isinstance(inner, Mapping) else {}, rest, value)}


def _unmet(expected: ExpectedFinding, finding: ForumFinding, providers: Sequence[str]) -> str:
    """What a case expects and does not get, as one sentence; empty if all of it came out."""
    wanted: list[str] = []
    found: list[str] = []
    if expected.says_law and not _is_expected_law(expected.law or Outcome.NO_RULE.value, finding, providers):
        wanted.append(expected.law or Outcome.NO_RULE.value)
        found.append(found_law(finding))
    if expected.rules is not None and not _are_expected_rules(expected.rules, finding):
        wanted.append(f"by {', '.join(expected.rules) or 'no rule'}")
        found.append(f"by {', '.join(rule.id for rule in finding.rules) or 'no rule'}")
    if expected.overlays is not None and not _are_overlays(expected.overlays, finding.overlays, providers):
        wanted.append(_overlaid(", ".join(" by ".join(filter(None, each)) for each in expected.overlays)))
        found.append(_overlaid(", ".join(map(overlay_words, finding.overlays))))
    return f"expected {' '.join(wanted)}, found {' '.join(found)}" if wanted else ""


def _is_expected_law(words: str, finding: ForumFinding, providers: Sequence[str]) -> bool:
    return _is_law(words, finding.law, providers) if finding.law else words == finding.outcome


def _are_expected_rules(wanted: Sequence[str], finding: ForumFinding) -> bool:
    """The rules of the forum's own code, or those of all codes that were asked."""
    every = [rule for step in finding.steps for rule in step.rules]
    return _are_rules(wanted, finding.rules) or _are_rules(wanted, every)


def found_law(finding: ForumFinding) -> str:
    """The law that was found, or why there is none, in one word."""
    return finding.law.provider if finding.law else finding.outcome.value


def overlay_words(overlay: Overlay) -> str:
    """An overlay with its rules."""
    return f"{overlay.law.provider if overlay.law else 'unsettled'} by {', '.join(rule.id for rule in overlay.rules)}"


def _overlaid(laws: str) -> str:
    return f"overlays {laws}" if laws else "no overlay"


def _is_law(words: str, law: LawRef | None, providers: Sequence[str]) -> bool:
    """A law is meant by its name; that of a provider of the world may be spelled as one likes."""
    return law is not None and law.provider in (words, law_called(words, providers).provider)


def _are_rules(wanted: Sequence[str], found: Sequence[Cited]) -> bool:
    """Every rule that decided is wanted, and every wanted rule decided."""
    named = all(any(rule.is_called(words) for words in wanted) for rule in found)
    return named and all(any(rule.is_called(words) for rule in found) for words in wanted)


def _are_overlays(wanted: Sequence[tuple[str, str]], found: Sequence[Overlay], providers: Sequence[str]) -> bool:
    """The same laws, in any order; and by the rule, where a case names one."""

    def fits(words: tuple[str, str], overlay: Overlay) -> bool:
        law, rule = words
        return _is_law(law, overlay.law, providers) and (not rule or any(x.is_called(rule) for x in overlay.rules))

    every = all(any(fits(words, overlay) for words in wanted) for overlay in found)
    return every and all(any(fits(words, overlay) for overlay in found) for words in wanted)
