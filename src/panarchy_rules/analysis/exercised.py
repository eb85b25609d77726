"""How much of the law its tests try: rulebooks and what a witness saw in, counts and what was never seen out.

Counted are rules, exceptions, steps and acceptance clauses, each seen to hold at least once,
norms that were seen to answer what somebody may do, and duties that were seen kept and breached,
rows of tables that were seen to fit and bands of scales that were seen to be reached,
and for every single condition that it was seen true, false and unknown. All counts are whole numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction

from panarchy_rules.backends.interpreter.witness import Seen, Witness
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rulebook import Accepting, Concludes, Norm, Rule, Rulebook, Stepping
from panarchy_rules.syntax import parse
from panarchy_rules.syntax import tree as t

KINDS = ("rules", "exceptions", "steps", "acceptance clauses", "norms", "rows and bands", "conditions")
_STATES = (Seen.TRUE, Seen.FALSE, Seen.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    seen: int
    every: int

    @property
    def share(self) -> Fraction:
        """The exact share; of nothing all was seen."""
        return Fraction(self.seen, self.every) if self.every else Fraction(1)

    def __str__(self) -> str:
        return f"{self.seen}/{self.every}"


@dataclass(frozen=True, slots=True)
class Unseen:
    """A rule that never held, or a condition that was never true, false or unknown."""

    kind: str
    span: Span
    words: str
    lacking: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Exercised:
    """The counts by kind, and everything that was not seen, by place."""

    counts: Mapping[str, Count]
    unseen: tuple[Unseen, ...]


@dataclass
class _Tried:
    """One rule or condition of the text, which several rulebooks may have adopted."""

    kind: str
    words: str
    wanted: tuple[Seen, ...]
    seen: set[Seen] = field(default_factory=set)


def exercised(rulebooks: Iterable[Rulebook], witness: Witness, paths: Iterable[str]) -> Exercised:
    """What was seen of the rules in some files. A rule of a module counts once, whoever adopts it."""
    own = frozenset(paths)
    tried: dict[tuple[Span, str], _Tried] = {}
    for book in rulebooks:
        for rule in book.rules.values():
            if rule.span is not None and rule.span.path in own:
                for place, one, saw in _parts(rule, rule.span, witness):
                    tried.setdefault((place, one.words), one).seen.update(saw)
    return Exercised(_counts(tried.values()), tuple(_unseen(tried)))


def _parts(rule: Rule, span: Span, witness: Witness) -> Iterator[tuple[Span, _Tried, frozenset[Seen]]]:
    """A rule and the conditions in it, with what was seen of each."""
    yield span, _Tried(kind_of(rule), f"{_word(rule)} `{rule.label}`", (Seen.TRUE,)), witness.saw(rule)
    yield from _norms(rule, span, witness)
    yield from _pieces(rule, span, witness)
    if rule.condition is None:
        return
    atoms = tuple(_atoms(rule.condition))
    for (place, words), atom in zip(_written(rule, span, len(atoms)), atoms, strict=True):
        yield place, _Tried("conditions", words, _STATES), witness.saw(atom)


def _norms(rule: Rule, span: Span, witness: Witness) -> Iterator[tuple[Span, _Tried, frozenset[Seen]]]:
    """What a norm says of conduct, and whether a duty was kept. Powers are seen as rules are."""
    norm = rule.conclusion
    if not isinstance(norm, Norm) or norm.modality in ("power", "no_power"):
        return
    yield span, _Tried("norms", f"answer of `{rule.label}`", (Seen.TRUE,)), witness.saw(norm, "answer")
    may_be_breached = norm.modality == "must_not" or (norm.modality == "must" and norm.deadline is not None)
    if may_be_breached and not rule.targets:
        words = f"breach of `{rule.label}`"
        yield span, _Tried("norms", words, (Seen.TRUE, Seen.FALSE)), witness.saw(norm, "breach")


def _pieces(rule: Rule, span: Span, witness: Witness) -> Iterator[tuple[Span, _Tried, frozenset[Seen]]]:
    """The rows of a table and the bands of a scale, with what was seen of each."""
    match rule.conclusion:
        case Concludes(m.Lookup(_, rows)):
            pieces: tuple[m.Row | m.Band, ...] = rows
        case Concludes(m.Graduated(_, bands)):
            pieces = bands
        case _:
            return
    written = _written_pieces(rule, span)
    places = written if len(written) == len(pieces) else [(span, f"piece {i}") for i in range(1, len(pieces) + 1)]
    for (place, words), piece in zip(places, pieces, strict=True):
        yield place, _Tried("rows and bands", words, (Seen.TRUE,)), witness.saw(piece)


def _written_pieces(rule: Rule, span: Span) -> list[tuple[Span, str]]:
    clauses = parse("", rule.text).file.clauses
    match getattr(clauses[0], "means", None) if len(clauses) == 1 else None:
        case t.Lookup(rows=rows):
            return [_placed(row.span, rule.text, span) for row in rows]
        case t.Graduated(bands=bands):
            return [_placed(band.span, rule.text, span) for band in bands]
        case _:
            return []


def kind_of(rule: Rule) -> str:
    """Under which count a rule falls."""
    if rule.targets:
        return "exceptions"
    match rule.question:
        case Stepping():
            return "steps"
        case Accepting():
            return "acceptance clauses"
        case _:
            return "rules"


def _word(rule: Rule) -> str:
    word = kind_of(rule).removesuffix("s")
    return "definition" if word == "rule" and rule.text.startswith("definition") else word


def _counts(tried: Iterable[_Tried]) -> dict[str, Count]:
    seen, every = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for one in tried:
        every[one.kind] += len(one.wanted)
        seen[one.kind] += sum(state in one.seen for state in one.wanted)
    return {kind: Count(seen[kind], every[kind]) for kind in KINDS}


def _unseen(tried: Mapping[tuple[Span, str], _Tried]) -> Iterator[Unseen]:
    for (span, _), one in sorted(tried.items(), key=lambda item: item[0]):
        lacking = tuple(state for state in one.wanted if state not in one.seen)
        if lacking:
            yield Unseen(one.kind, span, one.words, lacking)


def _atoms(term: m.Term) -> Iterator[m.Term]:
    """The single conditions of a condition, in the order of the text."""
    match term:
        case m.All(parts) | m.Any(parts):
            for part in parts:
                yield from _atoms(part)
        case m.Not(part):
            yield from _atoms(part)
        case _:
            yield term


def _written(rule: Rule, span: Span, count: int) -> list[tuple[Span, str]]:
    """Where the single conditions of a rule stand, and their words; if the text is not at hand, their numbers."""
    clauses = parse("", rule.text).file.clauses
    when = getattr(clauses[0], "when", None) if len(clauses) == 1 else None
    found = [_placed(atom.span, rule.text, span) for atom in _written_atoms(when)] if when is not None else []
    if len(found) == count:
        return found
    return [(span, f"condition {number} of `{rule.label}`") for number in range(1, count + 1)]


def _written_atoms(expression: t.Expression) -> Iterator[t.Expression]:
    match expression:
        case t.Junction(_, parts):
            for part in parts:
                yield from _written_atoms(part)
        case t.Not(part):
            yield from _written_atoms(part)
        case _:
            yield expression


def _placed(inner: Span, text: str, outer: Span) -> tuple[Span, str]:
    """A place in the text of a clause as a place in the file of the clause, with the words there."""
    lines = text.split("\n")[inner.line - 1 : inner.end_line]
    if not lines:
        return outer, ""
    lines[-1] = lines[-1][: inner.end_column - 1]
    lines[0] = lines[0][inner.column - 1 :]
    first = outer.column - 1 if inner.line == 1 else 0
    last = outer.column - 1 if inner.end_line == 1 else 0
    line, end = outer.line - 1 + inner.line, outer.line - 1 + inner.end_line
    place = Span(outer.path, line, inner.column + first, end, inner.end_column + last)
    return place, f"`{' '.join(' '.join(lines).split())}`"
