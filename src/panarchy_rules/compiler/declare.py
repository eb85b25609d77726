"""Collect what a rulebook may speak of: clauses in, one vocabulary out."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, fields
from typing import Any

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.records import replace
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.closings import close
from panarchy_rules.rulebook.kinds import (
    BASIC,
    DATE,
    NUMBER,
    PERSON,
    Kind,
    enumeration,
    fits,
    is_ordered,
    list_of,
    measure,
    record_of,
)
from panarchy_rules.rulebook.rulebook import (
    DAMAGES,
    MERITS,
    ActDeclaration,
    FactDeclaration,
    FieldDeclaration,
    HeadDeclaration,
    Parameter,
    QuestionDeclaration,
    RecordDeclaration,
    RemedyDeclaration,
    Vocabulary,
)
from panarchy_rules.syntax import tree as t

Declaration = Any  # FactDeclaration, QuestionDeclaration or ActDeclaration.

# Words that the grammar would read as something else where a name may stand.
RESERVED = frozenset(
    "accept add always and as at band between breached by claim day days during earliest every filing forbidden forum "
    "from given greater in index is latest law least lesser list means month months most multiply neither no not "
    "not_applicable nothing number of one only or outside_scope overlap overlay owed permitted persons rank reduce "
    "required respect round some source to today total under union unknown unless weekday when within year years "
    "yes".split()
)


_NAMING = (t.Declared, t.FactClause, t.QuestionClause, t.HeadClause, t.ActClause, t.RecordClause)


@dataclass
class Declarations:
    """Declarations while they are collected, with the place each was made."""

    origin: str = ""
    matters: dict[str, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=lambda: {MERITS: "The whole of the claim"})
    roles: dict[str, str] = field(
        default_factory=lambda: {"claimant": "Who asserts", "respondent": "Against whom it is asserted"}
    )
    facts: dict[str, FactDeclaration] = field(default_factory=dict)
    questions: dict[str, QuestionDeclaration] = field(default_factory=dict)
    heads: dict[str, HeadDeclaration] = field(default_factory=lambda: {DAMAGES: HeadDeclaration(DAMAGES, "Damages")})
    acts: dict[str, ActDeclaration] = field(default_factory=dict)
    remedies: dict[str, RemedyDeclaration] = field(default_factory=dict)
    indivisible: dict[str, str] = field(default_factory=dict)
    procedural: dict[str, str] = field(default_factory=dict)
    records: dict[str, RecordDeclaration] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=lambda: {**BASIC, "year": NUMBER})
    spans: dict[str, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def copied(self) -> "Declarations":
        """The same, to be added to by itself."""
        made = Declarations()
        for each in fields(self):
            setattr(made, each.name, copy(getattr(self, each.name)))
        return made

    def vocabulary(self) -> Vocabulary:
        """What was collected, by name in alphabetical order."""
        return Vocabulary(
            matters=dict(sorted(self.matters.items())),
            issues=dict(sorted(self.issues.items())),
            roles=dict(sorted(self.roles.items())),
            facts=dict(sorted(self.facts.items())),
            questions=dict(sorted(self.questions.items())),
            heads=dict(sorted(self.heads.items())),
            acts=dict(sorted(self.acts.items())),
            remedies=dict(sorted(self.remedies.items())),
            indivisible=dict(sorted(self.indivisible.items())),
            procedural=dict(sorted(self.procedural.items())),
            records=dict(sorted(self.records.items())),
            units=dict(sorted(self.units.items())),
        )


def declare(clauses: Iterable[t.Clause], into: Declarations) -> None:
    """Add the declarations among some clauses. Saying the same twice is no mistake; saying it differently is."""
    for clause in sorted(clauses, key=names_others):
        if isinstance(
            clause, t.Declared | t.FactClause | t.QuestionClause | t.HeadClause | t.ActClause | t.RecordClause
        ):
            into.problems += reserved([clause.name])
        match clause:
            case t.Declared(what="matter"):
                _with_ancestors(into.matters, clause)
                _special(into.indivisible, clause)
            case t.Declared(what="issue"):
                _with_ancestors(into.issues, clause)
                _special(into.procedural, clause)
            case t.Declared():
                into.roles.setdefault(clause.name.text, clause.title)
            case t.RecordClause():
                declare_record(clause, into)
            case t.EnumerationClause():
                resolve_kind(t.Enumeration(clause.words), into)
            case t.FactClause():
                _fact(clause, into)
            case t.QuestionClause():
                _question(clause, into)
            case t.HeadClause():
                _head(clause, into)
            case t.ActClause():
                _act(clause, into)
            case t.RemedyClause():
                _remedy(clause, into)
            case _:
                pass


DECLARING = (*_NAMING, t.EnumerationClause, t.RemedyClause)
"""The clauses that declare something."""


def names_others(clause: t.Clause) -> bool:
    """Whether a declaration names another, so that it is entered after those: their order says nothing."""
    return isinstance(clause, t.HeadClause)


def _with_ancestors(titles: dict[str, str], clause: t.Declared) -> None:
    parts = clause.name.text.split(".")
    for length in range(1, len(parts)):
        titles.setdefault(".".join(parts[:length]), "")
    titles[clause.name.text] = clause.title or titles.get(clause.name.text, "")


def _special(known: dict[str, str], clause: t.Declared) -> None:
    if clause.special:
        known[clause.name.text] = clause.special


def _fact(clause: t.FactClause, into: Declarations) -> None:
    clause = _or_relation(clause, into)
    kind = resolve_kind(clause.kind, into)
    places = [_place(clause, place, into) for place in clause.places]
    if kind is None or not all(places):
        return
    closing = close(clause.name, kind, clause.closings, into)
    made = FactDeclaration(
        name=clause.name.text,
        kind=kind,
        of_party=any(place.kind.text == "party" for place in clause.places),
        title=clause.title,
        closing=closing.what,
        origin=into.origin,
        otherwise=closing.otherwise,
        places=tuple(place for place in places if place),
        acyclic=_acyclic(clause, into),
        judge=clause.judge,
        between=_range(clause, kind, into),
    )
    _add(clause.name, made, into.facts, into)


def _or_relation(clause: t.FactClause, into: Declarations) -> t.FactClause:
    """`fact person is blind` says something of persons, although it reads like `fact price is money`."""
    kind = clause.kind
    if clause.places or not isinstance(kind, t.KindName) or kind.name.text in into.kinds:
        return clause
    if clause.name.text not in into.kinds:
        return clause
    subject = t.FactPlace("", clause.name)
    return replace(
        clause, name=kind.name, places=(subject,), kind=t.KindName(t.Word("yes_no", kind.name.span)), relation=True
    )


def _place(clause: t.FactClause, place: t.FactPlace, into: Declarations) -> Parameter | None:
    if place.kind.text == "party":
        return Parameter(place.preposition, "party", PERSON)
    kind = resolve_kind(t.KindName(place.kind), into)
    if kind is None and place.preposition:
        found, name = into.problems[-1], f"{clause.name.text}_{place.preposition}_{place.kind.text}"
        into.problems[-1] = replace(found, help=f"{found.help}; a name of several words is written `{name}`")
    return Parameter(place.preposition, place.kind.text, kind) if kind else None


def _acyclic(clause: t.FactClause, into: Declarations) -> bool:
    """Whether a relation goes round in no circle. It must hold between things of one kind."""
    promised = next((closing for closing in clause.closings if closing.what == "acyclic"), None)
    kinds = [place.kind.text for place in clause.places]
    ends = kinds[:2] if clause.relation else [*kinds[:1], innermost_kind(clause.kind)]
    if promised and (len(ends) < 2 or ends[0] != ends[1]):
        message = "only what relates two of one kind can go round in a circle"
        help_ = "as in `fact person is child of person acyclic`"
        into.problems.append(Diagnostic("PR202", message, promised.span, help=help_))
    return promised is not None


def _range(clause: t.FactClause, kind: Kind, into: Declarations) -> tuple[Any, ...]:
    """The ends of the range in which a judge finds."""
    wrong = [end for end in clause.between if not fits(end.value, kind) or not is_ordered(kind)]
    if wrong:
        message = f"`between` wants two values of the kind {kind} that have an order"
        into.problems.append(Diagnostic("PR202", message, wrong[0].span, help="as in `between 0 days and 30 days`"))
        return ()
    return tuple(end.value for end in clause.between)


def name_kinds(clauses: Iterable[t.Clause], into: Declarations) -> None:
    """Enter the kinds that records and enumerations name, so that declarations may use them in any order."""
    pending: list[t.RecordClause] = []
    for clause in clauses:
        if isinstance(clause, t.EnumerationClause):
            _name_kind(clause.name, enumeration(tuple(word.text for word in clause.words)), into)
        elif isinstance(clause, t.UnitClause):
            _unit(clause, into)
        elif isinstance(clause, t.RecordClause):
            pending.append(clause)
    while pending:
        names = {clause.name.text for clause in pending}
        ready = [clause for clause in pending if not any(innermost_kind(f.kind) in names for f in clause.fields)]
        for clause in ready:
            _name_kind(clause.name, _record_kind(clause, into), into)
        if not ready:
            message = "this record holds itself, straight or through others"
            help_ = "name what it belongs to by a person, a number or a text"
            into.problems.append(Diagnostic("PR323", message, pending[0].name.span, help=help_))
            into.kinds.update({name: record_of(name, ()) for name in names - into.kinds.keys()})
            return
        pending = [clause for clause in pending if clause not in ready]


def _unit(clause: t.UnitClause, into: Declarations) -> None:
    """Enter a unit, and the kind of amounts in the units that measure the same."""
    label = clause.measure.text if clause.measure else ""
    known = into.kinds.get(label)
    if known and known.name != "measure" and clause.measure:
        message, help_ = f"`{label}` is a kind of another sort", "name what the unit measures, such as `work`"
        into.problems.append(Diagnostic("PR441", message, clause.measure.span, help=help_))
    elif into.units.setdefault(clause.name.text, label) != label:
        message, help_ = f"`{clause.name}` measures two things", "a unit is declared in one way"
        into.problems.append(Diagnostic("PR441", message, clause.name.span, help=help_))
    elif label:
        into.kinds[label] = measure(label, tuple(sorted(u for u, of in into.units.items() if of == label)))


def _name_kind(name: t.Word, made: Kind, into: Declarations) -> None:
    if into.kinds.setdefault(name.text, made) != made:
        message = f"`{name}` is declared in two ways"
        into.problems.append(Diagnostic("PR207", message, name.span, help="give one of them another name"))


def _record_kind(clause: t.RecordClause, into: Declarations) -> Kind:
    """The kind of a record. Mistakes in its fields are reported where it is declared."""
    silent = Declarations(kinds=into.kinds)
    kinds = [(each.name.text, resolve_kind(each.kind, silent)) for each in clause.fields]
    return record_of(clause.name.text, [(name, kind) for name, kind in kinds if kind])


def declare_record(clause: t.RecordClause, into: Declarations) -> None:
    """Enter a record with its fields."""
    _no_repeats(tuple(each.name for each in clause.fields), into)
    into.problems += reserved([each.name for each in clause.fields])
    fields: dict[str, FieldDeclaration] = {}
    for each in clause.fields:
        kind = resolve_kind(each.kind, into)
        if kind:
            closing = close(each.name, kind, each.closings, into)
            made = FieldDeclaration(each.name.text, kind, each.title, closing.what, closing.otherwise)
            fields[each.name.text] = made
    into.records[clause.name.text] = RecordDeclaration(clause.name.text, fields, into.origin)


def _question(clause: t.QuestionClause, into: Declarations) -> None:
    kind = resolve_kind(clause.kind, into)
    if kind is not None:
        made = QuestionDeclaration(clause.name.text, kind, clause.title, into.origin)
        _add(clause.name, made, into.questions, into)


def _head(clause: t.HeadClause, into: Declarations) -> None:
    settles = clause.settles.text if clause.settles else MERITS
    if settles not in into.issues:
        into.problems.append(unknown("issue", clause.settles or clause.name, into.issues))
    into.heads[clause.name.text] = HeadDeclaration(clause.name.text, clause.title, settles, into.origin)


OF_EVERY_ACT = ("actor", "date")
NATURES = ("imposition", "withdrawal")


def _act(clause: t.ActClause, into: Declarations) -> None:
    """An act: its records hold what it says, who did it and when."""
    fields: dict[str, Kind] = {"actor": PERSON, "date": DATE}
    for one in clause.fields:
        if one.name.text in fields:
            every = one.name.text in OF_EVERY_ACT
            why = "every act has it" if every else "it stands here twice"
            into.problems.append(Diagnostic("PR209", f"`{one.name}` is a field already: {why}", one.name.span))
        kind = resolve_kind(one.kind, into)
        if kind:
            fields[one.name.text] = kind
    kind = record_of(clause.name.text, fields.items())
    _add(clause.name, ActDeclaration(clause.name.text, kind, clause.title, into.origin), into.acts, into)


def _remedy(clause: t.RemedyClause, into: Declarations) -> None:
    if clause.nature.text not in NATURES:
        help_ = did_you_mean(clause.nature.text, NATURES, "write `is imposition` or `is withdrawal`")
        message = f"a remedy is an imposition or a withdrawal, not `{clause.nature}`"
        into.problems.append(Diagnostic("PR353", message, clause.nature.span, help=help_))
    made = RemedyDeclaration(clause.name.text, clause.nature.text, clause.title, into.origin)
    before = into.remedies.setdefault(clause.name.text, made)
    if before.nature != made.nature:
        help_ = "make both alike, or give one another name"
        message = f"`{clause.name}` is declared in two ways"
        into.problems.append(Diagnostic("PR207", message, clause.name.span, help=help_))


def _add(word: t.Word, made: Declaration, known: dict[str, Declaration], into: Declarations) -> None:
    """Enter a fact, question or act. The same declaration from two places is one; a different one is a mistake."""
    others = {**into.facts, **into.questions, **into.acts}
    before = others.get(word.text)
    if before is None:
        known[word.text] = made
        into.spans[word.text] = word.span
    elif _same(before, made):
        known[word.text] = min(before, made, key=lambda one: (not one.title, one.origin, one.title))
    else:
        first = into.spans.get(word.text)
        related = (Label(first, "declared here first"),) if first and first != word.span else ()
        help_ = "make both alike, or give one another name"
        message = f"`{word}` is declared in two ways"
        into.problems.append(Diagnostic("PR207", message, word.span, help=help_, related=related))


def _same(before: Declaration, made: Declaration) -> bool:
    blank = {"title": "", "origin": ""}
    return type(before) is type(made) and replace(before, **blank) == replace(made, **blank)


def resolve_kind(syntax: t.KindSyntax, into: Declarations) -> Kind | None:
    """The kind an author names; an unknown one is reported."""
    match syntax:
        case t.Enumeration(words):
            _no_repeats(words, into)
            into.problems += reserved(words)
            return enumeration(tuple(word.text for word in words))
        case t.ListKind(item):
            inner = resolve_kind(item, into)
            return list_of(inner) if inner else None
        case t.KindName(name):
            if name.text not in into.kinds:
                problem = unknown("kind", name, into.kinds)
                meant = _OTHER_KINDS.get(name.text)
                into.problems.append(replace(problem, help=f"write `{meant}`") if meant else problem)
            return into.kinds.get(name.text)


# What people write who think of places, or know other languages.
_OTHER_KINDS = {
    **dict.fromkeys(("country", "jurisdiction", "place", "state"), "law"),
    **dict.fromkeys(("string", "str"), "text"),
    **dict.fromkeys(("bool", "boolean", "condition"), "yes_no"),
    **dict.fromkeys(("decimal", "float", "int", "integer"), "number"),
}


def innermost_kind(syntax: t.KindSyntax) -> str | None:
    """The name at the bottom of a kind; an enumeration has none."""
    while isinstance(syntax, t.ListKind):
        syntax = syntax.item
    return syntax.name.text if isinstance(syntax, t.KindName) else None


def _no_repeats(words: tuple[t.Word, ...], into: Declarations) -> None:
    seen: set[str] = set()
    for word in words:
        if word.text in seen:
            into.problems.append(Diagnostic("PR209", f"`{word}` is listed twice", word.span))
        seen.add(word.text)


def reserved(words: Iterable[t.Word], also: frozenset[str] = frozenset()) -> list[Diagnostic]:
    """Names that could not be read again where they are used."""
    return [
        Diagnostic(
            "PR108",
            f"`{word}` is a word of the language and cannot be a name",
            word.span,
            help=f"choose another name, such as `the_{word}`",
        )
        for word in words
        if word.text in RESERVED | also
    ]


def unknown(what: str, word: t.Word, known: Iterable[str]) -> Diagnostic:
    """A name that was never declared, with the nearest one that was."""
    names = tuple(known)
    written = f"{what} {word} is …" if what in ("fact", "question", "remedy") else f"{what} {word}"
    ways = [f"known: {listed(names)}"] if names else []
    ways += [] if what in ("kind", "relation") else [f"declare it with `{written}`"]
    otherwise = "; or ".join(ways)
    return Diagnostic(
        "PR200", f"there is no {what} `{word}`", word.span, help=did_you_mean(word.text, names, otherwise)
    )
