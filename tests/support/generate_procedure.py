"""Small rulebooks on procedure: chance in, a case out with powers, acts to replay, measures and declared rates.

Beside what `generate_conduct` draws there are rules on who has power to do an act, which look at the act and at acts
that counted before it; amounts in hours and minutes; and rates by which amounts are put in other units.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from tests.support.generate import LITERALS, NUMBERS, Case
from tests.support.generate_conduct import DAYS, ConductMaker
from tests.support.small_rulebook import UNDERCUT, Book, Rule, Tuple

PROPOSED: Tuple = ("proposed",)
UNITS = {"money": ("EUR", "USD"), "work": ("HOURS", "MINUTES")}


class ProcedureMaker(ConductMaker):
    """Draws one case."""

    def case(self) -> Case:
        self.rates = tuple(self.rate(number) for number in range(self.count(3)))
        return super().case()

    def filled(self, book: Book) -> Case:
        return super().filled(replace(book, rates=self.rates))

    def rate(self, number: int) -> Tuple:
        """One of a unit is so much of another from a day on, or always; no two from one day."""
        one, other = self.shuffled(UNITS[self.pick(("money", "work"))])
        return one, Fraction(self.pick(("2", "0.5", "60"))), other, DAYS[number] if number or self.chance(2) else None

    def norms(self, act: str) -> Iterator[Rule]:
        yield from super().norms(act)
        if self.chance(3):
            return
        for number, bearer in enumerate(self.shuffled(("respondent", "anyone", "claimant"))[: 1 + self.count(1)]):
            question, name = ("empowered", bearer, act), f"p{act[0]}{number}"
            labels = [f"{name}r{i}" for i in range(1 + self.count(1))]
            for label in labels:
                yield Rule(label, question, ("norm", "has power", *self.norm()[2:]), self.of_power(act))
            for i in range(self.count(1)):
                says = UNDERCUT if self.chance(2) else ("norm", "has no power", (), ())
                yield Rule(f"{name}x{i}", question, says, self.of_power(act), (self.pick(labels),))

    def of_power(self, act: str) -> Tuple | None:
        """When somebody may do an act: it is looked at itself, and what was done before it."""
        match self.pick(("act", "before", "before", "")):
            case "act" if act == "deliver" and self.chance(2):
                return (">", ("field", "pieces", PROPOSED), ("literal", self.pick(NUMBERS[1:3])))
            case "act":
                return ("is", ("field", "actor", PROPOSED), ("role", self.pick(("claimant", "respondent"))))
            case "before":
                return self.of_acts()
            case _:
                return self.when()

    # --- measures and rates ---

    def comparison(self, depth: int, local: Mapping[str, str]) -> Tuple:
        if not self.chance(6):
            return super().comparison(depth, local)
        return self.pick(("<", ">", "<=", "is")), self.amount("work", depth, local), self.amount("work", depth, local)

    def forms(self, kind: str, depth: int, local: Mapping[str, str]) -> Iterator[Tuple]:
        yield from super().forms(kind, depth, local)
        if kind == "number":
            yield "/", self.amount("work", depth, local), self.amount("work", depth, local)
        if kind in UNITS and self.rates:
            day = self.amount("date", depth, local)
            yield "in unit", self.amount(kind, depth, local), self.pick(UNITS[kind]), day


assert set(UNITS) <= set(LITERALS)
