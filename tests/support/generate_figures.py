"""Small rulebooks with figures: chance in, a case out with tables, scales, dated parameters, rounding and the calendar.

Beside what `generate_structures` draws there are tables as definitions, scales and their bands, parameters read at a
day, amounts that are rounded, whole months between days, days and weekdays, lists made of lists, strict rules, and
rulebooks in which ambiguity blocks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise, product

from hypothesis import strategies as st

from tests.support.generate import LITERALS, MODES, NUMBERS, WORDS, Case, choosing
from tests.support.generate_structures import StructuredMaker
from tests.support.small_rulebook import NO, YES, Book, Rule, Tuple

ENDS: Mapping[str, tuple[Tuple, ...]] = {
    "number": NUMBERS[:4],
    "money": tuple(("money", Fraction(amount), "EUR") for amount in (0, 1, 2, 10)),
    "percent": LITERALS["percent"],
    "date": tuple(sorted(LITERALS["date"])),
    "days": LITERALS["days"],
}
PLACES: Mapping[str, tuple[Tuple, ...]] = {
    "money": tuple(("money", Fraction(text), "EUR") for text in ("0.01", "2", "0")),
    "number": tuple(("number", Fraction(text)) for text in ("1", "0.5", "0")),
    "percent": (("percent", Fraction(1, 10)),),
    "days": (("days", 7),),
}
DAYS_OF_WEEK = tuple(("word", word) for word in ("monday", "thursday", "friday", "sunday"))
CONVENTIONS = ("actual", "thirty_360", "thirty_e_360")
YEARS = tuple(("number", Fraction(year)) for year in (2023, 2024, 2025))


@st.composite
def figured_cases(draw: st.DrawFn) -> Case:
    """Any case, with figures and structures."""
    return FigureMaker(choosing(draw)).case()


class FigureMaker(StructuredMaker):
    """Draws one case."""

    def case(self) -> Case:
        self.scales = tuple(self.scale(number) for number in range(self.count(2)))
        self.figures = tuple(self.figure(number) for number in range(self.count(2)))
        return super().case()

    def filled(self, book: Book) -> Case:
        named = {name for rule in book.rules for name in rule.targets}
        named |= {name for listed in book.precedence for name in listed} | {
            n for _, labels in book.steps for n in labels
        }
        rules = tuple(
            replace(rule, always=rule.question[0] in ("owes", "question") and self.free(rule, named) and self.chance(4))
            for rule in book.rules
        )
        book = replace(book, rules=rules, scales=self.scales, figures=self.figures, blocks=self.chance(4))
        return super().filled(book)

    def free(self, rule: Rule, named: set[str]) -> bool:
        """Whether nothing is said of a rule that cannot be said of a strict one."""
        return not rule.targets and not rule.each and rule.label not in named and not rule.group

    # --- declared figures ---

    def scale(self, number: int) -> Tuple:
        kind = self.pick(("money", "number"))
        ends = sorted({self.pick(ENDS[kind][1:]) for _ in range(1 + self.count(1))}, key=lambda end: end[1])
        last = (None,) if self.chance(2) else ()
        return f"scale{number}", kind, tuple((self.pick(LITERALS["percent"]), end) for end in (*ends, *last))

    def figure(self, number: int) -> Tuple:
        kind = self.pick(("money", "number", "percent", "date"))
        standing = self.pick(LITERALS[kind]) if self.chance(2) else None
        starts = sorted({self.pick(LITERALS["date"])[1] for _ in range(self.count(2))})
        ends: list[date | None] = [*starts[1:], None]
        spans = [
            (start, self.until(start, end), self.pick(LITERALS[kind])) for start, end in zip(starts, ends, strict=False)
        ]
        if standing is None and not spans:
            standing = self.pick(LITERALS[kind])
        return f"figure{number}", kind, standing, tuple(self.shuffled(spans))

    def until(self, start: date, following: date | None) -> date | None:
        """An end, or none: then the span goes on until the next."""
        last = date.fromordinal(start.toordinal() + 20)
        return last if self.chance(3) and (following is None or last <= following) else None

    # --- tables ---

    def block(self, question: Tuple, name: str) -> None:
        self.table = question[0] == "amount" and self.chance(2)
        before = len(self.rules)
        super().block(question, name)
        for place in range(before, len(self.rules)):
            if self.rules[place].says[0] == "lookup":
                self.rules[place] = replace(self.rules[place], when=None)
        self.table = False

    def parameters(self, question: Tuple) -> tuple[str, ...]:
        return () if self.table else super().parameters(question)

    def says(self, question: Tuple, root: bool) -> Tuple:
        return self.lookup(question[2]) if root and self.table else super().says(question, root)

    def lookup(self, gives: str) -> Tuple:
        kinds = [self.pick(("word", "yes_no", "number", "money", "percent", "date")) for _ in range(1 + self.count(1))]
        cells = [self.cells(kind) for kind in kinds]
        rows = [(row, self.given(gives)) for row in product(*cells) if not self.chance(4)]
        if not rows or self.chance(3):
            rows.append(((), self.given(gives)))
        subjects = tuple(self.variable(kind, self.scope) for kind in kinds)
        return "lookup", subjects, tuple(self.shuffled(rows))

    def given(self, kind: str) -> Tuple:
        return self.variable("word", self.scope) if kind == "word" else self.said(kind)

    def cells(self, kind: str) -> Sequence[Tuple]:
        """Cells of which each value fits at most one."""
        if kind in ("word", "yes_no") or self.chance(3):
            values = {"word": WORDS, "yes_no": (YES, NO)}.get(kind) or ENDS[kind]
            return [("value", value) for value in values[:3]]
        ends = sorted({self.pick(ENDS[kind]) for _ in range(2)}, key=lambda end: end[1])
        bounds = [None, *ends, None]
        return [("band", low, high) for low, high in pairwise(bounds)]

    # --- terms ---

    def amount(self, kind: str, depth: int, local: Mapping[str, str]) -> Tuple:
        if depth and self.chance(3):
            found = list(self.forms(kind, depth - 1, local))
            if found:
                return self.pick(found)
        return super().amount(kind, depth, local)

    def forms(self, kind: str, depth: int, local: Mapping[str, str]) -> Iterator[Tuple]:
        """The ways to say an amount of a kind that only this module draws."""
        for name, its, _ in self.scales:
            if its == kind:
                yield "scaled", name, self.amount(its, depth, local)
        if kind == "number" and self.scales:
            name, its, _ = self.pick(self.scales)
            yield "band of", name, self.amount(its, depth, local)
        for name, its, *_ in self.figures:
            if its == kind:
                yield self.read_figure(name, depth, local)
        if kind in PLACES:
            yield "round", self.pick(MODES), self.amount(kind, depth, local), ("literal", self.pick(PLACES[kind]))
        dates = (self.amount("date", depth, local), self.amount("date", depth, local))
        if kind == "months":
            yield "elapsed", self.pick((1, 12)), *dates
        if kind == "days":
            yield "counted", *dates, self.pick(CONVENTIONS)
        if kind == "number":
            yield self.pick(("year of", "month of", "day of")), dates[0]
        if kind == "date" and self.periods:
            yield self.pick(("first day", "last day")), self.period(depth, local)
        if kind in ("number", "word") and len(local) < 3:
            items: Tuple = ("fact", "weights" if kind == "number" else "votes")
            yield "only member", self.listed(items, kind, local)
            yield self.picked(self.pick(("earliest of", "latest of")), items, kind, depth, local)

    def read_figure(self, name: str, depth: int, local: Mapping[str, str]) -> Tuple:
        match self.pick(("at", "at", "in", "alone")):
            case "at":
                return "figure", name, "at", self.amount("date", depth, local)
            case "in":
                year = ("literal", self.pick(YEARS)) if self.chance(2) else self.amount("number", depth, local)
                return "figure", name, "in", year
            case _:
                return "figure", name, "", None

    def picked(self, word: str, items: Tuple, kind: str, depth: int, local: Mapping[str, str]) -> Tuple:
        name = f"y{len(local)}"
        return word, ("local", name), name, items, self.condition(depth, {**local, name: kind})

    def listed(self, items: Tuple, kind: str, local: Mapping[str, str]) -> Tuple:
        """A list, or one made of its members that satisfy a condition."""
        return items if self.chance(2) else self.picked("list of", items, kind, 0, local)

    def comparison(self, depth: int, local: Mapping[str, str]) -> Tuple:
        match self.pick(("months", "weekday", "overlaps", "", "", "", "")):
            case "months":
                left, right = (self.amount("months", depth + 1, local) for _ in range(2))
                return self.pick(("<", "<=", "is", ">")), left, right
            case "weekday":
                day = ("weekday of", self.amount("date", depth, local))
                return self.pick(("is", "is not")), day, ("literal", self.pick(DAYS_OF_WEEK))
            case "overlaps" if self.periods:
                return "overlaps", self.period(depth, local), self.period(depth, local)
            case _:
                return super().comparison(depth, local)
