"""Gather the text of one rulebook: its file and what it adopts in, every clause that counts for it out.

What is adopted counts as if it stood in the rulebook. Of another provider's rulebook the clauses that bind only
its publisher stay behind: its edition, whom and what it governs, what it accepts, its forums.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.gather import Library, SourceFile, Sources, lookup
from panarchy_rules.syntax import tree as t

T = TypeVar("T")
_Place = tuple[str, int]

_OF_THE_PUBLISHER = (
    t.Edition, t.References, t.Governs, t.OwnLawNever, t.OwnLawRank, t.LeaveNotice, t.ForumClause, t.TieBreak,
    t.Reservation, t.Mandatory, t.Gaps, t.Tail, t.Watch, t.Outsiders, t.KeepTogether, t.Majority, t.Protection,
    t.Transition, t.Validity, t.Silence, t.Adaptation, t.Classify, t.Incidental, t.Recognition,
)  # fmt: skip


@dataclass
class Text:
    """All clauses that count for one rulebook, each with the file it came from.

    `left_out` are the rules that adoptions leave out; where other clauses list them, they are passed over.
    """

    clauses: list[tuple[t.Clause, SourceFile]] = field(default_factory=list)
    vocabularies: dict[str, SourceFile] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    _sorted: tuple[int, dict[type, list[tuple[Any, SourceFile]]]] = (0, {})

    def of(self, kind: type[T]) -> list[T]:
        """The clauses of a kind."""
        return [clause for clause, _ in self._of(kind)]

    def _of(self, kind: type) -> list[tuple[Any, SourceFile]]:
        """The clauses of a kind with their files. Asked for every kind, so they are sorted once."""
        if self._sorted[0] != len(self.clauses):
            found: dict[type, list[tuple[Any, SourceFile]]] = {}
            for pair in self.clauses:
                found.setdefault(type(pair[0]), []).append(pair)
            self._sorted = len(self.clauses), found
        return self._sorted[1].get(kind, [])

    def one(self, kind: type[T]) -> T | None:
        """The only clause of a kind; a second one is reported, unless another file says the same."""
        found = self._of(kind)
        for extra, file in found[1:]:
            if extra == found[0][0] and file.place != found[0][1].place:
                continue
            first = Label(found[0][0].span, "first here")
            message = "this clause may stand only once"
            self.problems.append(Diagnostic("PR209", message, extra.span, help="keep one of them", related=(first,)))
        return found[0][0] if found else None


def text_of(source: SourceFile, sources: Sources, library: Library) -> Text:
    """The text of a rulebook."""
    text = Text()
    _Adoption(text, sources, library).add(source, frozenset(), ())
    changed = _changed_modules(text) - {source.place}
    text.clauses = [x for x in text.clauses if not (isinstance(x[0], t.ExampleClause) and x[1].place in changed)]
    return text


def _changed_modules(text: Text) -> set[_Place]:
    """The files to whose rules another file writes an exception. Their examples say what they mean by themselves."""
    homes: dict[str, set[_Place]] = {}
    for clause, file in text.clauses:
        group = clause.group.text if isinstance(clause, t.RuleClause) and clause.group else ""
        for word in {_label(clause), group} - {""}:
            homes.setdefault(word, set()).add(file.place)
    changed: set[_Place] = set()
    for clause, file in text.clauses:
        for target in clause.targets if isinstance(clause, t.RuleClause) else ():
            changed |= homes.get(target.text, set()) - {file.place}
    return changed


@dataclass
class _Adoption:
    """What is needed while files are taken in."""

    text: Text
    sources: Sources
    library: Library

    def add(self, file: SourceFile, left_out: frozenset[str], on_way: tuple[_Place, ...]) -> None:
        """Take a file in, without some of its rules. The examples of a file say what the whole of it means."""
        is_adopted = bool(on_way)
        self.text.clauses += [
            (clause, one) for one in file.tabled for clause in one.clauses if _label(clause) not in left_out
        ]
        for clause in file.clauses:
            if isinstance(clause, t.Uses):
                self._use(clause)
            elif isinstance(clause, t.Adopts):
                self._adopt(clause, file, (*on_way, file.place))
            is_out = _label(clause) in left_out or (left_out and isinstance(clause, t.ExampleClause))
            if not is_out and not (is_adopted and _stays_behind(clause, file)):
                self.text.clauses.append((clause, file))

    def _use(self, clause: t.Uses) -> None:
        for word in clause.names:
            found, wrong = lookup(word, self.sources.vocabularies, self.library, "PR205", "vocabulary")
            self.text.problems += wrong
            if found:
                self.text.vocabularies[word.text] = found

    def _adopt(self, clause: t.Adopts, adopter: SourceFile, on_way: tuple[_Place, ...]) -> None:
        found = self._found(clause)
        if found is None:
            return
        if found.place in on_way:
            help_ = "a module cannot adopt itself, not even through others"
            self.text.problems.append(
                Diagnostic("PR206", "modules adopt each other in a circle", clause.span, help=help_)
            )
            return
        known = _names(found)
        for word in (*clause.strike, *clause.replace, *clause.only):
            if word.text not in known:
                help_ = did_you_mean(word.text, known, f"{clause.module} has {listed(known)}" if known else "")
                message = f"`{clause.module}` has no rule `{word}`"
                self.text.problems.append(Diagnostic("PR301", message, word.span, help=help_))
        self._must_be_written(clause, adopter, known)
        out = _left_out(clause, found)
        self.text.left_out |= out
        self.add(found, frozenset(out | {word.text for word in clause.replace}), on_way)

    def _found(self, clause: t.Adopts) -> SourceFile | None:
        """A module by its name, or one edition of another provider's rulebook."""
        name = clause.module.text
        editions = self.sources.published.get(name, {})
        if name in self.sources.modules or not editions:
            found, wrong = lookup(clause.module, self.sources.modules, self.library, "PR206", "module")
            self.text.problems += wrong
            return found
        if clause.edition in editions:
            return editions[clause.edition]
        if not clause.edition and len(editions) == 1:
            return next(iter(editions.values()))
        message = f"`{name}` has no edition {clause.edition}" if clause.edition else f"`{name}` has several editions"
        help_ = f"name one, as in `adopts {name} edition {next(iter(editions))}`; it has {listed(editions)}"
        self.text.problems.append(Diagnostic("PR401", message, clause.module.span, help=help_))
        return None

    def _must_be_written(self, clause: t.Adopts, adopter: SourceFile, known: Collection[str]) -> None:
        """What is replaced must stand where it is adopted."""
        written = {_label(one) for one in adopter.all_clauses}
        for word in clause.replace:
            if word.text in known and word.text not in written:
                message = f"`{word}` of `{clause.module}` is to be replaced, and no `{word}` is written here"
                help_ = f"write it, or leave it out with `adopts {clause.module} strike {word}`"
                self.text.problems.append(Diagnostic("PR370", message, word.span, help=help_))


def _stays_behind(clause: t.Clause, file: SourceFile) -> bool:
    """Whether a clause of another provider's rulebook binds only its publisher."""
    if file.header.kind != "rulebook":
        return False
    return isinstance(clause, _OF_THE_PUBLISHER) or (isinstance(clause, t.RuleClause) and clause.what == "acceptance")


def _left_out(clause: t.Adopts, file: SourceFile) -> set[str]:
    """The rules that are not taken over, and have nothing in their place."""
    struck = {word.text for word in clause.strike}
    if not clause.only:
        return struck
    wanted = {word.text for word in clause.only}
    rules = [one for one in file.clauses if isinstance(one, t.RuleClause)]
    taken = {one.label.text for one in rules if one.label.text in wanted or (one.group and one.group.text in wanted)}
    taken |= _over(taken | wanted, rules)
    return struck | {one.label.text for one in rules} - taken


def _over(labels: set[str], rules: Iterable[t.RuleClause]) -> set[str]:
    """The exceptions to some rules or groups, at any depth."""
    rules = list(rules)
    found = {one.label.text for one in rules if any(target.text in labels for target in one.targets)} - labels
    return found | _over(labels | found, rules) if found else set()


def _names(file: SourceFile) -> tuple[str, ...]:
    """Every rule, definition, step and parameter of a file, and every group."""
    groups = [one.group.text for one in file.clauses if isinstance(one, t.RuleClause) and one.group]
    return tuple(dict.fromkeys([label for one in file.all_clauses if (label := _label(one))] + groups))


def _label(clause: t.Clause) -> str:
    match clause:
        case t.RuleClause(label=word) | t.StepClause(label=word):
            return word.text
        case t.Definition(name=word) | t.ParameterClause(name=word):
            return word.text
        case _:
            return ""
