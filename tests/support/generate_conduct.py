"""Small rulebooks on conduct: chance in, a case out with duties, acts, breaches, stages and recursion with a measure.

Beside what `generate_figures` draws there are rules on what a party or anyone must, must not or may do, exceptions to
them, stages and claims that read conduct, acts and breaches, and a definition that rests on itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tests.support.generate import LITERALS, NUMBERS, Case
from tests.support.generate_figures import FigureMaker
from tests.support.small_rulebook import UNDERCUT, Book, Rule, Tuple

ACTS = ("deliver", "collect")
STATUSES = ("permitted", "forbidden", "required", "unregulated")
DAYS = tuple(sorted(day for _, day in LITERALS["date"]))
N: Tuple = ("local", "n")


class ConductMaker(FigureMaker):
    """Draws one case."""

    def filled(self, book: Book) -> Case:
        self.answers = tuple(dict.fromkeys(r.question for r in book.rules if r.question[0] == "question"))
        self.duties: list[str] = []
        norms = [rule for act in ACTS[: 1 + self.count(1)] for rule in self.norms(act)]
        readers = [self.stage(number) for number in range(1 + self.count(1))] + [self.claim()]
        case = super().filled(replace(book, rules=(*book.rules, *norms, *readers, *self.recursion())))
        return self.with_acts(case)

    def again(self, case: Case) -> Case:
        return self.with_acts(super().again(case))

    # --- rules ---

    def norms(self, act: str) -> Iterator[Rule]:
        """What a party must or may do, and now and then anyone."""
        for number, bearer in enumerate(("respondent", "anyone", "claimant")[: 1 + self.count(2)]):
            question, name = ("doing", bearer, act), f"{act[0]}{number}"
            labels = [f"{name}r{i}" for i in range(1 + self.count(1))]
            for label in labels:
                rule = Rule(label, question, self.norm(), self.when())
                self.duties += [label] if rule.says[1] != "may" else []
                yield rule
            for i in range(self.count(2)):
                says = UNDERCUT if self.chance(3) else self.norm()
                yield Rule(f"{name}x{i}", question, says, self.when(), (self.pick(labels),))

    def norm(self) -> Tuple:
        after, until = (self.amount("date", 1, {}) if self.chance(2) else () for _ in range(2))
        return "norm", self.pick(("must", "must not", "may")), after, until

    def stage(self, number: int) -> Rule:
        return Rule(
            f"stage{number}",
            ("condition", f"stage{number}"),
            ("literal", ("yes_no", True)),
            self.of_conduct(2),
            stage=True,
        )

    def claim(self) -> Rule:
        return Rule(
            "penalty",
            ("owes", "respondent", "claimant", "repairs"),
            self.says(("owes",), root=True),
            self.of_conduct(1),
        )

    def recursion(self) -> Iterator[Rule]:
        """A definition about a number, which comes to an end or does not."""
        if self.chance(2):
            return
        question = ("amount", "counted_down", "number")
        less = (self.pick(("-", "-", "-", "+")), N, ("literal", self.pick(NUMBERS[:3])))
        again = ("asked", question, less)
        says = self.pick((again, ("+", again, N), ("*", ("literal", NUMBERS[2]), again)))
        yield Rule("counted_down", question, says, None, parameters=("n",), measure=N)
        end = (self.pick((">=", "<=") if less[0] == "+" else ("<=", "<")), N, ("literal", self.pick(NUMBERS[:2])))
        yield Rule(
            "counted_out", question, ("literal", NUMBERS[1]), end, ("counted_down",), parameters=("n",), measure=N
        )

    def of_conduct(self, depth: int) -> Tuple:
        if depth and not self.chance(3):
            return (self.pick(("and", "or")), self.of_conduct(depth - 1), self.of_conduct(depth - 1))
        match self.pick(("conduct", "conduct", "breached", "breached", "acts", "today", "other")):
            case "conduct":
                status, who = self.pick(STATUSES), self.pick(("claimant", "respondent"))
                return "conduct", status, who, self.pick(ACTS)
            case "breached" if self.duties:
                return "breached", self.pick(self.duties)
            case "acts":
                return self.of_acts()
            case "today":
                return self.pick(("<", ">", "is")), ("today",), self.amount("date", 1, {})
            case _:
                return "not", self.condition(1, {})

    def of_acts(self) -> Tuple:
        who = ("is", ("field", "actor", ("local", "a")), ("role", self.pick(("claimant", "respondent"))))
        when = ("<=", ("field", "date", ("local", "a")), ("literal", self.pick(LITERALS["date"])))
        many = (">", ("field", "pieces", ("local", "a")), ("literal", NUMBERS[1]))
        act = self.pick(ACTS)
        part = self.pick((who, when, many) if act == "deliver" else (who, when))
        return self.pick(("some", "every", "no")), "a", ("acts", act), part

    # --- what was done ---

    def with_acts(self, case: Case) -> Case:
        today = None if self.chance(6) else self.pick(DAYS)
        if self.chance(6):
            return replace(case, acts=None, today=today)
        days = sorted(self.pick(DAYS) for _ in range(self.count(3)))
        return replace(case, acts=tuple(self.act(number, day) for number, day in enumerate(days)), today=today)

    def act(self, number: int, day: date) -> Tuple:
        act, who = self.pick(ACTS), self.pick(("claimant", "respondent"))
        said = (("pieces", self.pick(NUMBERS)),) if act == "deliver" and not self.chance(3) else ()
        return "record", f"{act} {number + 1}", (("actor", ("person", who)), ("date", ("date", day)), *said)
