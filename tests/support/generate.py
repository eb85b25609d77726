"""Small rulebooks with facts: chance in, a case out that can be printed, recorded and decided twice.

The vocabulary is fixed; rules, exceptions, steps, precedence, closings and facts are drawn.
Nothing drawn is a mistake: kinds fit, exceptions and questions go round in no circle.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import TypeVar

from hypothesis import strategies as st

from tests.support.small_rulebook import FAILS, NO, UNDERCUT, YES, Book, Rule, Tuple

T = TypeVar("T")
Choose = Callable[[int], int]  # How many things there are in, the place of one of them out.
WORDS = tuple(("word", word) for word in ("storm", "strike", "neglect"))
FACTS = {
    "late": "yes_no", "harm": "yes_no", "warned": "yes_no",
    "kept of claimant": "yes_no", "kept of respondent": "yes_no",
    "cause": "word", "blame": "word", "camels": "number", "goats": "number", "price": "money", "deposit": "money",
    "share": "percent", "fault of claimant": "percent", "fault of respondent": "percent",
    "due": "date", "delivered": "date", "worked": "work", "votes": "list of word", "weights": "list of number",
}  # fmt: skip
OBLIGATIONS = (
    ("owes", "respondent", "claimant", "damages"),
    ("owes", "claimant", "respondent", "damages"),
    ("owes", "respondent", "claimant", "repairs"),
)
KINDS = ("yes_no", "yes_no", "word", "word", "number", "money", "percent", "date")
ORDERED = ("number", "money", "percent", "date", "days")
NUMBERS = tuple(("number", Fraction(text)) for text in ("0", "1", "2", "3", "0.5", "-1"))
LITERALS: Mapping[str, tuple[Tuple, ...]] = {
    "yes_no": (YES, NO),
    "word": WORDS,
    "number": NUMBERS,
    "money": (
        *(("money", Fraction(text), "EUR") for text in ("0", "1", "2", "10", "10.005", "-3")),
        ("money", Fraction(2), "USD"),
    ),
    "work": (
        *(("work", Fraction(text), "HOURS") for text in ("0", "1", "2", "0.5")),
        ("work", Fraction(60), "MINUTES"),
    ),
    "percent": tuple(("percent", Fraction(text, 100)) for text in (0, 10, 50, 100)),
    "date": tuple(
        ("date", date.fromisoformat(text))
        for text in ("2024-01-31", "2024-02-29", "2024-03-01", "2024-03-31", "2025-02-28")
    ),
    "days": tuple(("days", count) for count in (0, 1, 7, 30)),
    "months": tuple(("months", count) for count in (1, 12, 6)),
}
CALCULATIONS: Mapping[str, tuple[Tuple, ...]] = {
    "number": (
        ("+", "number", "number"), ("-", "number", "number"), ("*", "number", "number"), ("/", "number", "number"),
        ("*", "number", "percent"), ("*", "percent", "number"), ("/", "money", "money"), ("/", "percent", "percent"),
        ("/", "days", "days"),
    ),
    "money": (
        ("+", "money", "money"), ("-", "money", "money"), ("*", "money", "number"), ("*", "number", "money"),
        ("*", "money", "percent"), ("*", "percent", "money"), ("/", "money", "number"),
    ),
    "percent": (
        ("+", "percent", "percent"), ("-", "percent", "percent"), ("*", "percent", "percent"),
        ("/", "percent", "number"),
    ),
    "work": (("+", "work", "work"), ("-", "work", "work"), ("*", "work", "number"), ("*", "work", "percent")),
    "date": (("+", "date", "days"), ("-", "date", "days"), ("+", "date", "months"), ("-", "date", "months")),
    "days": (("-", "date", "date"), ("+", "days", "days"), ("-", "days", "days")),
    "months": (("+", "months", "months"), ("-", "months", "months")),
}  # fmt: skip
MODES = ("half even", "half up", "half down", "up", "down")


@dataclass(frozen=True)
class Case:
    """A rulebook and the facts of one claim. A fact that is not among them was not asked.

    `acts` are records in the order of their days; None if nobody says what was done. `open_acts` are the names of acts
    of which it is not known whether they count, with the facts that are missing, and `proposed` is an act to be done.
    """

    book: Book
    facts: tuple[tuple[str, Tuple | str], ...]
    stipulated: tuple[tuple[Tuple, Tuple], ...] = ()
    acts: tuple[Tuple, ...] | None = None
    today: date | None = None
    open_acts: tuple[tuple[str, frozenset[str]], ...] = ()
    proposed: Tuple = ()

    @property
    def questions(self) -> tuple[Tuple, ...]:
        """What the rulebook can be asked, steps aside; definitions with parameters about everybody."""
        about = {rule.question: rule.parameters for rule in self.book.rules if not rule.targets}
        not_asked = ("step", "group", "empowered")
        asked = [rule.question for rule in self.book.rules if rule.question[0] not in not_asked]
        found = [one for question in dict.fromkeys(asked) for one in instances(question, about.get(question, ()))]
        return tuple(dict.fromkeys(found))


PERSONS = ("claimant", "respondent", "carol")


def instances(question: Tuple, parameters: Sequence[str]) -> list[Tuple]:
    """A question, or what it may be asked about."""
    if question[0] == "doing":
        return [("conduct", who, question[2]) for who in PERSONS[:2]]
    if parameters == ("n",):
        return [("about", question, (number,)) for number in NUMBERS[:4]]
    if not parameters:
        return [question]
    return [
        ("about", question, tuple(("person", one) for one in who)) for who in product(PERSONS, repeat=len(parameters))
    ]


@st.composite
def cases(draw: st.DrawFn, periods: bool = True) -> Case:
    """Any case, with or without periods."""
    return Maker(choosing(draw), periods).case()


def choosing(draw: st.DrawFn) -> Choose:
    """Hypothesis as what a case is drawn with."""
    return lambda count: int(draw(st.integers(0, count - 1)))


class Maker:
    """Draws one case with whatever chooses. `answers` are the questions a condition may read so far."""

    def __init__(self, choose: Choose, periods: bool = True) -> None:
        self._choose = choose
        self.periods = periods
        self.rules: list[Rule] = []
        self.answers: tuple[Tuple, ...] = ()
        self.readable: dict[str, tuple[Tuple, ...]] = {}  # By label: what it and its exceptions may read.
        self.scope: dict[str, str] = {}  # The names that rules read without a quantifier, with their kinds.

    def chance(self, sides: int) -> bool:
        return self._choose(sides) == sides - 1

    def pick(self, things: Sequence[T]) -> T:
        return things[self._choose(len(things))]

    def count(self, most: int) -> int:
        return self._choose(most + 1)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        left = list(things)
        return [left.pop(self._choose(len(left))) for _ in things]

    def case(self) -> Case:
        asked = [self.asking(number) for number in range(self.count(2))]
        owed = OBLIGATIONS[: self.count(2)] if asked else OBLIGATIONS[: 1 + self.count(1)]
        circles = self.chance(6)
        for number, question in enumerate(asked):
            # A circle of definitions would be refused.
            self.answers = tuple(q for i, q in enumerate(asked) if i < number or (circles and q[0] == "question"))
            self.block(question, question[1])
        for number, question in enumerate(owed):
            self.answers = (*asked, *(owed if circles else owed[:number]))
            self.block(question, f"o{number}")
        self.answers = (*asked, *(owed if circles else ()))
        steps = tuple(self.steps(head) for head in sorted({question[-1] for question in owed}) if self.chance(2))
        self.together()
        later = self.chance(3)
        rules = [replace(r, index=self.index() if later and self.chance(2) else ()) for r in self.rules]
        book = Book(
            rules=tuple(rules),
            precedence=self.precedence(),
            later_index=later,
            steps=steps,
            dates=self.pick(("refuse", "refuse", "down", "up")),
        )
        return self.filled(book)

    # --- questions and rules ---

    def asking(self, number: int) -> Tuple:
        what, kind = self.pick(("question", "question", "condition", "amount")), self.pick(KINDS)
        return ("condition", f"q{number}") if what == "condition" else (what, f"q{number}", kind)

    def block(self, question: Tuple, name: str) -> None:
        """The rules of one question: roots, and exceptions to what stands before them."""
        defined = question[0] in ("condition", "amount", "step")
        labels: list[str] = []
        for number in range(1 if defined else 1 + self.count(2)):
            label = question[1] if defined and question[0] != "step" else f"{name}r{number}"
            label = question[2] if question[0] == "step" else label
            group = self.pick(("", "", f"{name}g", "together")) if not defined and self.chance(2) else ""
            says = ("literal", YES) if question[0] == "condition" else self.says(question, root=True)
            when = self.when(always=question[0] == "condition")
            self.rules.append(Rule(label, question, says, when, group=group))
            labels.append(label)
            self.readable[label] = self.readable[group or label] = self.answers
        names = [*labels, *sorted({rule.group for rule in self.rules if rule.group == f"{name}g"})]
        for number in range(self.count(2) + self.count(3 if question[0] != "step" else 0)):
            self.exception(question, f"{name}x{number}", names)

    def exception(self, question: Tuple, label: str, names: list[str]) -> None:
        """An exception to something in `names`, and now and then to another question's rules as well."""
        targets = [self.pick(names)]
        if self.chance(5):
            targets.append(self.pick(names))
        targets = list(dict.fromkeys(targets))
        answers = self.answers
        self.answers = min((self.readable[target] for target in targets), key=len)
        says = self.says(question, root=False)
        if says == UNDERCUT:
            targets = targets[:1]
        others = [
            rule for rule in self.rules if rule.question != question and self.share(says, question, rule.question)
        ]
        if others and self.chance(6):
            targets.append(self.pick(others).label)
            self.answers = min(self.answers, self.readable[targets[-1]], key=len)
        group = f"{label}g" if self.chance(5) else ""
        self.rules.append(Rule(label, question, says, self.when(), tuple(targets), group))
        self.readable[label] = self.readable[group or label] = self.answers
        self.answers = answers
        names += [label, group] if group else [label]

    def share(self, says: Tuple, question: Tuple, other: Tuple) -> bool:
        """Whether one exception can be to rules of both questions, because it says nothing that fits only one."""
        return question[0] == other[0] == "owes" and says[0] in ("fails", "no_decision")

    def together(self) -> None:
        """Exceptions to a group whose rules answer several questions."""
        members = [rule for rule in self.rules if rule.group == "together"]
        if not members or self.chance(2):
            return
        self.readable["together"] = min((self.readable[rule.label] for rule in members), key=len)
        names = ["together"]
        for number in range(1 + self.count(2)):
            self.exception(("group",), f"t{number}", names)

    def says(self, question: Tuple, root: bool) -> Tuple:
        if question[0] == "group" or (not root and self.chance(4)):
            return UNDERCUT
        if question[0] == "owes":
            if self.chance(6 if root else 3):
                return FAILS
            if not root and self.chance(8):
                return "no_decision", self.pick(("panel_hung", "forum_declined"))
            return self.said("money")
        if question[0] == "step":
            return self.change()
        if root and question[0] == "amount" and question[2] == "word":
            return self.variable("word", self.scope)  # A listed word alone does not say which list it is of.
        return self.said("yes_no" if question[0] == "condition" else question[2])

    def said(self, kind: str) -> Tuple:
        """What a rule concludes: often one of few values, so that rules agree and collide."""
        if self.chance(3):
            return self.amount(kind, 1, self.scope)
        return "literal", self.pick(LITERALS[kind] if self.chance(4) else LITERALS[kind][:3])

    def change(self) -> Tuple:
        operation = self.pick(("multiply", "reduce", "add", "at_most", "at_least", "round"))
        if operation == "round":
            places = [("money", Fraction(text), "EUR") for text in ("0.01", "2", "2", "0")]
            return "change", operation, ("literal", self.pick(places)), self.pick(MODES)
        kind = {"multiply": self.pick(("percent", "number")), "reduce": "percent"}.get(operation, "money")
        return "change", operation, self.amount(kind, 1, self.scope), ""

    def steps(self, head: str) -> Tuple:
        labels = []
        for number in range(1 + self.count(2)):
            label = f"{head[0]}s{number}"
            self.block(("step", head, label), label)
            labels.append(label)
        return head, tuple(self.shuffled(labels))

    def index(self) -> tuple[int, ...]:
        return self.pick(((1,), (2,), (1, 5), (1, 2, 3), (10,)))

    def precedence(self) -> tuple[tuple[str, ...], ...]:
        """Lists that follow one order of all labels, so that they go round in no circle; a group goes as one."""
        units = list(dict.fromkeys(rule.group or rule.label for rule in self.rules))
        if len(units) < 2 or not self.chance(2):
            return ()
        order = self.shuffled(units)
        lists = []
        for _ in range(1 + self.count(1)):
            taken = sorted({self.count(len(order) - 1) for _ in range(4)})
            lists.append(tuple(order[i] for i in taken))
        return tuple(listed for listed in lists if len(listed) > 1)

    # --- facts ---

    def filled(self, book: Book) -> Case:
        """The book with closings for the facts it reads, and those facts."""
        names = _read_by(book)
        closing = {}
        for base in sorted({name.split(" of ")[0] for name in names}):
            if self.chance(4):
                closing[base] = "no" if _kind(base) == "yes_no" and self.chance(2) else "not_applicable"
        book = replace(book, closing=tuple(closing.items()))
        return Case(book, self.facts(book))

    def again(self, case: Case) -> Case:
        """The same rulebook with other facts."""
        return replace(case, facts=self.facts(case.book))

    def facts(self, book: Book) -> tuple[tuple[str, Tuple | str], ...]:
        """What is stated for a book: most of what it reads."""
        return tuple((name, self.fact(FACTS[name])) for name in _read_by(book) if not self.chance(8))

    def fact(self, kind: str) -> Tuple | str:
        if self.chance(5):
            return self.pick(("unknown", "unknown", "not_applicable"))
        if kind.startswith("list of "):
            items = LITERALS[kind.removeprefix("list of ")][:3]
            return "list", tuple(self.pick(items) for _ in range(self.count(3)))
        return self.pick(LITERALS[kind])

    # --- conditions and amounts ---

    def when(self, always: bool = False) -> Tuple | None:
        if not always and self.chance(5):
            return None
        return self.condition(self.count(2), self.scope)

    def condition(self, depth: int, local: Mapping[str, str]) -> Tuple:
        if depth == 0:
            return self.leaf(local)
        kinds = ("and", "or", "not", "unless", "compare", "compare", "within", "members")
        kinds += ("during",) if self.periods else ()
        match self.pick(kinds):
            case "and" | "or" as word:
                return (word, *(self.condition(depth - 1, local) for _ in range(2 + self.count(1))))
            case "not":
                return "not", self.condition(depth - 1, local)
            case "unless":
                return "unless", self.condition(depth - 1, local), self.condition(depth - 1, local)
            case "within":
                span = self.amount(self.pick(("days", "months")), depth - 1, local)
                start, part = self.amount("date", depth - 1, local), self.amount("date", depth - 1, local)
                return self.pick(("is within", "is not within")), part, span, self.pick(("after", "before")), start
            case "during":
                day = self.amount("date", depth - 1, local)
                return self.pick(("is during", "is not during")), day, self.period(depth - 1, local)
            case "members":
                return self.members(self.pick(("some", "every", "no")), (), depth, local)
            case _:
                return self.comparison(depth - 1, local)

    def leaf(self, local: Mapping[str, str]) -> Tuple:
        owed = [question for question in self.answers if question[:2] == ("owes", "respondent")]
        if owed and self.chance(6):
            return "is owed", self.pick(owed)
        if local or self.chance(3):
            return self.comparison(0, local)
        return self.variable("yes_no", local)

    def comparison(self, depth: int, local: Mapping[str, str]) -> Tuple:
        match self.pick(("ordered", "is", "words", "given", "between")):
            case "ordered":
                kind = self.pick(ORDERED)
                return (
                    self.pick(("<", ">", "<=", ">=")),
                    self.amount(kind, depth, local),
                    self.amount(kind, depth, local),
                )
            case "words":
                words = [word for word in WORDS if self.chance(2)] or WORDS[:1]
                return (self.pick(("is one of", "is not one of")), self.variable("word", local), *words)
            case "given":
                kinds = ["yes_no", "word", "number", "money", "percent", "date"]
                return "is given", self.variable(self.pick(kinds), local)
            case "between":
                kind = self.pick(ORDERED)
                return ("is between", *(self.amount(kind, depth, local) for _ in range(3)))
            case _:
                kind = self.pick(("yes_no", "word", "word", *ORDERED))
                right = ("literal", self.pick(LITERALS[kind])) if self.chance(2) else self.amount(kind, depth, local)
                return self.pick(("is", "is not")), self.variable(kind, local), right

    def members(self, word: str, term: tuple[Tuple, ...], depth: int, local: Mapping[str, str]) -> Tuple:
        """Something asked of the members of a list."""
        name, kind = "uvwxyz"[len(local)], self.pick(("word", "number"))
        items: Tuple = ("fact", "votes" if kind == "word" else "weights")
        if kind == "number" and self.chance(4):
            items = ("literal", ("list", (NUMBERS[1], NUMBERS[2])))
        deeper = depth - 1 if len(local) < 2 else 0
        return (word, *term, name, items, self.condition(deeper, {**local, name: kind}))

    def period(self, depth: int, local: Mapping[str, str]) -> Tuple:
        """Some days."""
        if depth > 0 and self.chance(3):
            return self.pick(("overlap", "union")), self.period(depth - 1, local), self.period(depth - 1, local)
        deeper = max(depth - 1, 0)
        return "from", self.amount("date", deeper, local), self.amount("date", deeper, local)

    def variable(self, kind: str, local: Mapping[str, str]) -> Tuple:
        """A fact, an answer or a member of a list: what has a kind by itself."""
        members: list[Tuple] = [("local", name) for name, its in local.items() if its == kind]
        if members and not self.chance(3):
            return self.pick(members)
        answers = [("answer", question) for question in self.answers if _kind_of_answer(question) == kind]
        if answers and self.chance(2):
            return self.pick(answers)
        facts = [("fact", name) for name, its in FACTS.items() if its == kind]
        if not facts:
            return "-", self.variable("date", local), self.variable("date", local)
        return self.pick(facts)

    def amount(self, kind: str, depth: int, local: Mapping[str, str]) -> Tuple:
        if kind == "yes_no":
            return self.condition(depth, local)
        if depth and kind == "days" and self.periods and self.chance(3):
            return "length", self.period(depth - 1, local)
        if depth and kind in CALCULATIONS and self.chance(3):
            operator, left, right = self.pick(CALCULATIONS[kind])
            return operator, self.amount(left, depth - 1, local), self.amount(right, depth - 1, local)
        if depth and kind in ORDERED and self.chance(5):
            left, right = self.amount(kind, depth - 1, local), self.amount(kind, depth - 1, local)
            return self.pick(("greater", "lesser")), left, right
        if depth and kind == "number" and len(local) < 2 and self.chance(3):
            if self.chance(2):
                return self.members("number of", (), depth, local)
            name = "uvwxyz"[len(local)]
            term = self.pick((("local", name), ("*", ("local", name), ("literal", NUMBERS[2]))))
            where = self.condition(depth - 1, {**local, name: "number"})
            return "total of", term, name, ("fact", "weights"), where
        if kind == "months" or (kind != "word" and self.chance(3)):
            return "literal", self.pick(LITERALS[kind])
        return self.variable(kind, local)


def _kind(base: str) -> str:
    return next(kind for name, kind in FACTS.items() if name.split(" of ")[0] == base)


def _kind_of_answer(question: Tuple) -> str:
    return "yes_no" if question[0] == "condition" else str(question[2])


def _read_by(book: Book) -> list[str]:
    read = [(rule.says, rule.when, rule.each) for rule in book.rules]
    return sorted(_read((*read, book.shared)) & FACTS.keys())


def _read(term: object) -> set[str]:
    """The facts that an expression reads anywhere."""
    if not isinstance(term, tuple | list):
        return set()
    if len(term) == 2 and term[0] == "fact":
        return {term[1]}
    return {name for part in term for name in _read(part)}


def answers_read(term: object) -> set[Tuple]:
    """The questions that an expression reads anywhere, obligations aside."""
    if not isinstance(term, tuple):
        return set()
    if len(term) == 2 and term[0] == "answer":
        return {term[1]}
    return {question for part in term for question in answers_read(part)}
