"""Acceptance clauses that stand in a table: lines of comma-separated values in, rules out when they are asked for.

Each line was checked when the rulebook was compiled. Rules are made of them for one rulebook at a time, so that a
world with millions of clauses holds their text and no more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from panarchy_rules.base.clause_rows import cells_of, writing
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import LawRef, Money, parse_number
from panarchy_rules.rulebook.rulebook import Accepting, Accepts, QuestionId, Rule
from panarchy_rules.rulebook.terms import Literal

# Rows with other columns are compiled as if they were written out.
PLAIN = frozenset(
    ("rulebook", "acceptance", "title", "source", "accept", "for", "on", "as", "towards", "rank", "up to", "from",
     "until", "as amended")
)  # fmt: skip
_MOST_RULEBOOKS = 256  # Whose rules are held at one time.


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one rulebook in one table: `lines` of the file at `path`.

    `runs` says where they stand: the number of a line, how many follow it at once, and so on.
    """

    path: str
    columns: tuple[str, ...]
    lines: str
    runs: tuple[int, ...]

    @property
    def numbers(self) -> Iterator[int]:
        """The number of each line."""
        for first, count in zip(self.runs[::2], self.runs[1::2], strict=True):
            yield from range(first, first + count)

    def __len__(self) -> int:
        return sum(self.runs[1::2])

    def __hash__(self) -> int:
        return hash(self.lines)  # Which is computed once, and asked for whenever a rule is looked up.


@lru_cache(maxsize=_MOST_RULEBOOKS)
def rules_of(tables: tuple[Rows, ...]) -> Mapping[str, Rule]:
    """The rules of some rows, by label."""
    made = (
        _rule(rows, line, number, write)
        for rows, write in ((rows, writing(rows.columns)) for rows in tables)
        for line, number in zip(rows.lines.split("\n"), rows.numbers, strict=True)
    )
    return MappingProxyType({rule.label: rule for rule in made})


def _rule(rows: Rows, line: str, number: int, write: Callable[[Sequence[str]], str]) -> Rule:
    cells = cells_of(line)
    given = dict(zip(rows.columns, cells, strict=True))
    label = given["acceptance"]
    return Rule(
        label=label,
        question=Accepting(label),
        conclusion=_accepts(given),
        condition=None,
        title=given.get("title", ""),
        source=given.get("source", ""),
        text=write(cells),
        span=Span(rows.path, number, 1, number, len(line) + 1),
    )


def _accepts(given: Mapping[str, str]) -> Accepts:
    law, _, edition = given["accept"].partition(" edition ")
    matters, issues, roles = [tuple(given.get(name, "").split()) for name in ("for", "on", "as")]
    rank, cap = given.get("rank"), given.get("up to")
    return Accepts(
        target=Literal(LawRef(law, "")),
        edition=edition,
        matters=matters,
        issues=issues,
        roles=roles,
        towards=_towards(given.get("towards", "")),
        rank=int(rank) if rank else None,
        cap=_money(cap) if cap else None,
        from_date=_day(given.get("from")),
        until_date=_day(given.get("until")),
        as_amended=bool(given.get("as amended")),
    )


def _towards(cell: str) -> tuple[str, ...] | None:
    return tuple(sorted(set(cell.split()))) if cell not in ("", "anyone") else None


def _money(cell: str) -> Money:
    number, unit = cell.split()
    return Money(parse_number(number), unit)


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


@dataclass(frozen=True, slots=True)
class Rules(Mapping[str, Rule]):
    """The rules of a rulebook by label: those that are written out, and those in tables."""

    own: Mapping[str, Rule]
    tables: tuple[Rows, ...]

    def __getitem__(self, label: str) -> Rule:
        return self.own[label] if label in self.own else rules_of(self.tables)[label]

    def __iter__(self) -> Iterator[str]:
        yield from sorted([*self.own, *rules_of(self.tables)])

    def __len__(self) -> int:
        return len(self.own) + sum(map(len, self.tables))


@dataclass(frozen=True, slots=True)
class Roots(Mapping[QuestionId, tuple[str, ...]]):
    """The rules that speak to each question. Each clause in a table is the only one to speak to its own."""

    own: Mapping[QuestionId, tuple[str, ...]]
    tables: tuple[Rows, ...]

    def __getitem__(self, question: QuestionId) -> tuple[str, ...]:
        if question in self.own:
            return self.own[question]
        if isinstance(question, Accepting) and question.label in rules_of(self.tables):
            return (question.label,)
        raise KeyError(question)

    def __iter__(self) -> Iterator[QuestionId]:
        yield from self.own
        yield from map(Accepting, rules_of(self.tables))

    def __len__(self) -> int:
        return len(self.own) + sum(map(len, self.tables))
