"""Small rulebooks with structures: chance in, a case out with records, relations and parameters.

Beside what `generate` draws there are persons, payments that are records, definitions about persons, rules for each
member of a list, quantifiers with `where`, totals and extremes, groups that share conditions, and stipulations.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hypothesis import strategies as st

from tests.support.generate import LITERALS, PERSONS, Case, Maker, choosing, instances
from tests.support.small_rulebook import Book, Tuple

STRUCTURES = {
    "payments": "record payment has amount as money, urgent as yes_no, times as number\n"
    "fact payments is list of payment",
    "income": "fact income of person is number",
    "parent": "fact person is parent of person otherwise no",
    "barred": "fact barred of person is yes_no",
    "deliver": "act deliver has pieces as number",
    "collect": "act collect",
}
OF_PERSON = {"income": "number", "barred": "yes_no"}
OF_PAYMENT = {"amount": "money", "urgent": "yes_no", "times": "number"}
EACH = (("fact", "payments"), ("fact", "payments"), ("fact", "weights"), ("persons",))
MEMBERS = {"payments": "payment", "weights": "number", "votes": "word"}


@st.composite
def structured_cases(draw: st.DrawFn) -> Case:
    """Any case, with structures."""
    return StructuredMaker(choosing(draw)).case()


class StructuredMaker(Maker):
    """Draws one case."""

    def block(self, question: Tuple, name: str) -> None:
        """The rules of one question. A definition may be about persons; exceptions see what all roots see."""
        before, parameters = len(self.rules), self.parameters(question)
        each: Tuple = self.pick(EACH) if question[0] == "owes" and self.chance(2) else ()
        self.scope = dict.fromkeys(parameters, "person") | ({"p": _member(each)} if each else {})
        super().block(question, name)
        self.scope = {}
        for place in range(before, len(self.rules)):
            rule = self.rules[place]
            group = "" if each and rule.group == "together" else rule.group
            its_each = () if rule.targets else each
            self.rules[place] = replace(rule, parameters=parameters, each=its_each, group=group)

    def parameters(self, question: Tuple) -> tuple[str, ...]:
        if question[0] not in ("condition", "amount") or not self.chance(2):
            return ()
        return ("who", "whom") if question[0] == "condition" and self.chance(2) else ("who",)

    def share(self, says: Tuple, question: Tuple, other: Tuple) -> bool:
        return not any(rule.each for rule in self.rules) and not self.scope and super().share(says, question, other)

    def about(self, question: Tuple) -> tuple[str, ...]:
        return next((rule.parameters for rule in self.rules if rule.question == question), ())

    # --- conditions and amounts ---

    def person(self, local: Mapping[str, str]) -> Tuple:
        bound: list[Tuple] = [("local", name) for name, kind in local.items() if kind == "person"]
        return self.pick(bound) if bound and not self.chance(4) else ("role", self.pick(("claimant", "respondent")))

    def variable(self, kind: str, local: Mapping[str, str]) -> Tuple:
        """Fields and facts about somebody, and definitions about persons."""
        found = [("field", name, ("local", x)) for name, its in OF_PAYMENT.items() if its == kind
                 for x, what in local.items() if what == "payment"]  # fmt: skip
        found += [("fact of", name, self.person(local)) for name, its in OF_PERSON.items() if its == kind]
        if kind == "yes_no":
            found.append(("related", "parent", self.person(local), self.person(local)))
        if found and not self.chance(2):
            return self.pick(found)
        term = super().variable(kind, local)
        if term[0] == "answer" and (about := self.about(term[1])):
            return "asked", term[1], *(self.person(local) for _ in about)
        return term

    def members(self, word: str, term: tuple[Tuple, ...], depth: int, local: Mapping[str, str]) -> Tuple:
        if self.chance(3) or term:
            return super().members(word, term, depth, local)
        name, items, inner = self.member(local)
        deeper = depth - 1 if len(inner) < 3 else 0
        if word in ("some", "every", "no") and self.chance(2):
            return "which", word, name, items, self.condition(0, inner), self.condition(deeper, inner)
        return word, name, items, self.condition(deeper, inner)

    def member(self, local: Mapping[str, str]) -> tuple[str, Tuple, dict[str, str]]:
        name, items = f"m{len(local)}", self.pick(EACH)
        return name, items, {**local, name: _member(items)}

    def amount(self, kind: str, depth: int, local: Mapping[str, str]) -> Tuple:
        if depth and kind in ("number", "money") and len(local) < 3 and self.chance(3):
            name, items, inner = self.member(local)
            otherwise = ("literal", self.pick(LITERALS[kind])) if self.chance(2) else None
            words = ("most of", "least of", "sum of") if kind == "money" or otherwise else ("most of", "least of")
            word = self.pick(words)
            return word, self.variable(kind, inner), name, items, self.condition(depth - 1, inner), otherwise
        return super().amount(kind, depth, local)

    # --- facts ---

    def filled(self, book: Book) -> Case:
        groups = sorted({rule.group for rule in book.rules if rule.group})
        self.answers = ()
        shared = tuple((group, self.condition(1, {})) for group in groups if self.chance(2))
        case = super().filled(replace(book, shared=shared))
        questions = {
            rule.question: rule.parameters for rule in book.rules if rule.question[0] in ("condition", "amount")
        }
        asked = [one for question, about in questions.items() for one in instances(question, about)]
        fixed = [one for one in asked if self.chance(12)]
        stipulated = tuple((one, self.pick(LITERALS[_kind(one)])) for one in fixed)
        closing = case.book.closing + ((("parent", "no"),) if "'parent'" in str(case.book) else ())
        return Case(replace(case.book, closing=closing), case.facts, stipulated)

    def facts(self, book: Book) -> tuple[tuple[str, Tuple | str], ...]:
        return tuple((dict(super().facts(book)) | dict(self.structures(str((book.rules, book.shared))))).items())

    def structures(self, used: str) -> Iterator[tuple[str, Tuple | str]]:
        for name in (name for name in OF_PERSON if f"'{name}'" in used):
            yield from ((f"{name} of {who}", self.fact(OF_PERSON[name])) for who in PERSONS if not self.chance(6))
        if "'parent'" in used:
            yield from ((f"{one} is parent of {other}", self.fact("yes_no")) for one in PERSONS for other in PERSONS)
        if "'payments'" in used and not self.chance(8):
            yield "payments", self.payments() if not self.chance(8) else self.pick(("unknown", "not_applicable"))

    def payments(self) -> Tuple:
        return "list", tuple(("record", f"payments {i + 1}", self.fields()) for i in range(self.count(3)))

    def fields(self) -> Tuple:
        return tuple((name, self.fact(kind)) for name, kind in OF_PAYMENT.items() if not self.chance(8))


def _member(items: Tuple) -> str:
    return MEMBERS[items[1]] if items[0] == "fact" else "person"


def _kind(question: Tuple) -> str:
    asked = question[1] if question[0] == "about" else question
    return "yes_no" if asked[0] == "condition" else str(asked[2])
