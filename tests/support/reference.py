"""A second reading of the language, to disagree with the first: a rulebook as plain data and facts in, a verdict out.

It is written from the standard and shares no code with the engine.
It is slow on purpose.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from types import MappingProxyType

from tests.support.generate import PERSONS
from tests.support.reference_arithmetic import (
    COMPARISONS,
    OBSTACLE,
    Causes,
    Known,
    calculated,
    changed,
    counted,
    elapsed,
    exchanged,
    on_scale,
    part_of_day,
    rounded,
)
from tests.support.small_rulebook import FAILS, NO, UNDERCUT, YES, Book, Tuple

LACUNA: Causes = frozenset({("lacuna", "")})
OPEN: Tuple = ("undetermined", frozenset())
MOST_OPEN_RULES = 8


class Reference:
    """One rulebook asked about the facts of one claim; a fact is a value, `unknown` or `not_applicable`."""

    def __init__(
        self, book: Book, facts: Mapping[str, Tuple | str], stipulated: Mapping[Tuple, Tuple] = MappingProxyType({})
    ) -> None:
        self.book, self.facts, self.stipulated = book, facts, stipulated
        self.local: Mapping[str, Tuple] = {}  # What the names of parameters and members stand for.
        self.among: set[str] | None = None  # The rules that speak to a part of what is owed.
        self.said: dict[str, Known] = {}
        self.known: dict[Tuple, Tuple] = {}  # What is known so far of each question.
        self.solved: set[Tuple] = set()  # Those of which nothing more will be known.
        self.rules = {rule.label: rule for rule in book.rules}
        names = {name for rule in book.rules for name in (rule.label, rule.group)}
        named = {name: {rule.label for rule in book.rules if name in (rule.label, rule.group)} for name in names}
        self.targets = {rule.label: {one for name in rule.targets for one in named[name]} for rule in book.rules}
        pairs = {pair for listed in book.precedence for pair in combinations(listed, 2)}
        strict = {
            (one.label, other.label) for one in book.rules if one.always for other in book.rules if not other.always
        }
        self.over = strict | {over for first, second in pairs for over in product(named[first], named[second])}

    def ask(self, question: Tuple) -> Tuple:
        """The verdict: settled with value and grounds, lacuna, antinomy with rules, or undetermined with facts.

        All questions to which it leads are asked again until nothing more is settled, and then until nothing more is
        missing; at first none of them is known.
        """
        if question not in self.known:
            self.known[question] = OPEN
            for settled_only in (True, False):
                before: dict[Tuple, Tuple] = {}
                while before != self.known:
                    before = dict(self.known)
                    found = {one: self._anew(one) for one in before if one not in self.solved}
                    forgets = {one for one, said in found.items() if settled_only and said[0] == "undetermined"}
                    self.known.update({one: OPEN if one in forgets else said for one, said in found.items()})
            self.solved.update(self.known)
        return self.known[question]

    def _heard(self, question: Tuple) -> Tuple:
        """What is known so far of a question that another one asks."""
        return self.known.setdefault(question, OPEN)

    def _anew(self, question: Tuple) -> Tuple:
        if question in self.stipulated:
            return "settled", self.stipulated[question], frozenset()
        asked, about = question[1:] if question[0] == "about" else (question, ())
        names = next((self.rules[one].parameters for one in self.rules if self.rules[one].question == asked), ())
        return self._on(dict(zip(names, about, strict=True)))._decided(asked)

    def _on(self, local: Mapping[str, Tuple], among: set[str] | None = None) -> "Reference":
        """The same rulebook and facts, where names stand for something."""
        on = copy(self)
        on.local, on.among, on.said = local, among, {}
        return on

    def _decided(self, question: Tuple) -> Tuple:
        if not self._roots(question):
            return ("lacuna",)
        base = self._in_parts(question)
        if base[0] != "settled" or base[1][0] != "money" or question[0] != "owes":
            return base
        steps = dict(self.book.steps).get(question[-1], ())
        rules = {one for label in steps for one in self._tree(self.rules[label].question)}
        return self._both_ways(rules, lambda holding: self._walk(base, steps, holding))

    def _in_parts(self, question: Tuple) -> Tuple:
        """What rules give together, each for every member of its list. Members of one list make the same parts."""
        roots = self._roots(question)
        single = {label for label in roots if not self.rules[label].each}
        if single == roots:
            return self._one_part(question)
        parts = [self._on(self.local, single)._one_part(question)] if single else []
        for items in {self.rules[label].each for label in roots - single}:
            rules = {label for label in roots if self.rules[label].each == items}
            found = self._value(items, {})
            if isinstance(found, frozenset):
                return undetermined([found])
            parts += [self._on({"p": one}, rules)._one_part(question) for one in (found or ((), ()))[1]]
        return _total(parts) if parts else ("settled", FAILS, frozenset(roots))

    def _one_part(self, question: Tuple) -> Tuple:
        return self._both_ways(self._tree(question), lambda holding: self._outcome(question, holding))

    def _roots(self, question: Tuple) -> set[str]:
        found = {rule.label for rule in self.book.rules if rule.question == question and not rule.targets}
        return found if self.among is None else found & self.among

    def _tree(self, question: Tuple) -> set[str]:
        tree = self._roots(question)
        while more := {label for label in self.rules if self.targets[label] & tree} - tree:
            tree |= more
        return tree

    def _stand(self, label: str, holding: set[str]) -> set[str]:
        """What stands in a rule's place."""
        exceptions = (other for other in self.rules if label in self.targets[other])
        over = self._settle({one for other in exceptions for one in self._stand(other, holding)})
        if not over:
            return {label} & holding
        only_undercut = all(self.rules[one].says == UNDERCUT for one in over)
        return set() if only_undercut and any(label in self.targets[one] for one in over) else over

    def _settle(self, labels: set[str]) -> set[str]:
        left = {one for one in labels if not any((other, one) in self.over for other in labels)}
        said = {label if isinstance(value := self._says(label), frozenset) else value for label in left}
        indexes = [self.rules[label].index for label in left if self.rules[label].index]
        if self.book.later_index and len(said) > 1 and indexes:
            return {label for label in left if self.rules[label].index in ((), max(indexes))}
        return left

    def _outcome(self, question: Tuple, holding: set[str]) -> Tuple:
        """What comes of a question when exactly these rules' conditions hold."""
        standing = self._settle({one for root in self._roots(question) for one in self._stand(root, holding)})
        said = {label: self._says(label) for label in standing}
        if set(said.values()) <= {UNDERCUT}:
            none = {"owes": FAILS, "condition": NO}.get(question[0])
            return ("value", none, self._tree(question)) if none else ("silent",)
        if UNDERCUT in said.values():
            return "antinomy", standing
        if unknown := _joined(said.values()):
            return "stuck", unknown
        return ("value", said.popitem()[1], standing) if len(set(said.values())) == 1 else ("antinomy", standing)

    def _both_ways(self, rules: set[str], outcome: Callable[[set[str]], Tuple]) -> Tuple:
        """Try each rule with an unknown condition both ways, and say what all ways have in common."""
        holds = {label: self._holds(label) for label in rules}
        unknown = {label: held for label, held in holds.items() if isinstance(held, frozenset)}
        if len(unknown) > MOST_OPEN_RULES:
            return undetermined([OBSTACLE, *unknown.values()])
        certain = {label for label, held in holds.items() if held == YES}
        ways = {
            chosen: outcome(certain | {label for label, held in zip(unknown, chosen, strict=True) if held})
            for chosen in product((False, True), repeat=len(unknown))
        }
        results = {way[: 2 if way[0] == "value" else 1] for way in ways.values()}
        if len(results) == 1 and ("stuck",) not in results:
            kind, *value = results.pop()
            labels = frozenset(label for way in ways.values() if kind != "silent" for label in way[-1])
            return {"value": ("settled", *value, labels), "antinomy": (kind, labels), "silent": ("lacuna",)}[kind]
        why = [way[1] for way in ways.values() if way[0] == "stuck"]
        for chosen, way in ways.items():
            for i, causes in enumerate(unknown.values()):
                other = ways[(*chosen[:i], not chosen[i], *chosen[i + 1 :])]
                if "stuck" in (way[0], other[0]) or way[0] != other[0] or (way[0] == "value" and way[1] != other[1]):
                    why.append(causes)
        return undetermined(why)

    def _holds(self, label: str) -> Known:
        shared = dict(self.book.shared).get(self.rules[label].group, ("literal", YES))
        when = ("and", shared, self.rules[label].when or ("literal", YES))
        held = NO if self._says(label) is None else self._truth(when, self.local)
        open_only_by_law = isinstance(held, frozenset) and {word for word, _ in held} <= {"antinomy", "lacuna"}
        return NO if self.book.blocks and open_only_by_law else held

    def _says(self, label: str) -> Known:
        """What a rule says; noted, since every way of filling unknown conditions looks at it."""
        if label not in self.said:
            self.said[label] = self._read(label)
        return self.said[label]

    def _read(self, label: str) -> Known:
        says = self.rules[label].says
        if says[0] != "change":
            return says if says[0] in ("undercut", "fails", "no_decision") else self._value(says, self.local)
        amount = self._value(says[2], self.local)
        return ("change", says[1], amount, says[3]) if isinstance(amount, tuple) else amount

    def _walk(self, base: Tuple, steps: Iterable[str], holding: set[str]) -> Tuple:
        """An amount through its steps, with the grounds of the last that made a difference."""
        _, amount, grounds = base
        for label in steps:
            kind, *rest = self._outcome(self.rules[label].question, holding)
            if kind in ("antinomy", "stuck"):
                return "stuck", rest[0] if kind == "stuck" else frozenset((kind, one) for one in rest[0])
            if kind == "value":
                (_, operation, by, mode), standing = rest
                after = changed(amount, operation, by, mode)
                if isinstance(after, frozenset):
                    return "stuck", after
                neutral = {"multiply": by[1] == 1, "reduce": by[1] == 0, "round": True}.get(operation, after == amount)
                amount, grounds = after, grounds if neutral else standing
        return "value", amount, grounds

    def _truth(self, term: Tuple, local: Mapping[str, Tuple]) -> Tuple | Causes:
        value = self._value(term, local)
        return NO if value is None else value

    def _value(self, term: Tuple, local: Mapping[str, Tuple]) -> Known:
        match term:
            case ("literal", value):
                return value  # type: ignore[no-any-return]
            case ("local", name):
                return local[name]
            case ("fact", name):
                return self._stated(self.facts.get(name), name.split(" of ")[0], name)
            case ("persons",):
                return "list", tuple(("person", name) for name in PERSONS)
            case ("role", name):
                return "person", name
            case ("fact of" | "field" | "related" as word, name, *things):
                return _strictly(
                    lambda *about: self._about(word, name, *about), [self._value(x, local) for x in things]
                )
            case ("asked", question, *things):
                values = [self._value(x, local) for x in things]
                return _strictly(lambda *about: self._value(("answer", ("about", question, about)), {}), values)
            case ("answer", question):
                verdict, *rest = self._heard(question)
                if verdict == "settled":
                    return rest[0]  # type: ignore[no-any-return]
                word = "fact" if verdict == "undetermined" else verdict
                return frozenset((word, name) for name in rest[0]) or OBSTACLE if rest else LACUNA
            case ("not", part):
                truth = self._truth(part, local)
                return {YES: NO, NO: YES}.get(truth, truth)  # type: ignore[arg-type]
            case ("and", *parts):
                truths = [self._truth(part, local) for part in parts]
                return NO if NO in truths else _joined(truths) or YES
            case ("or", *parts):
                nots = (("not", part) for part in parts)
                return self._value(("not", ("and", *nots)), local)
            case ("unless", part, other):
                return self._value(("and", part, ("not", other)), local)
            case (("is not" | "is not one of" | "is not within" | "is not during") as word, *parts):
                return self._value(("not", (word.replace(" not", ""), *parts)), local)
            case ("is given", part):
                value = self._value(part, local)
                return NO if value in (None, LACUNA) else value if isinstance(value, frozenset) else YES
            case ("is owed", question):
                owed = self._value(("answer", question), local)
                special: dict[str, Known] = {"fails": NO, "no_decision": OBSTACLE}
                return special.get(owed[0], YES) if isinstance(owed, tuple) else owed
            case ("is one of", part, *words):
                return self._value(("or", *(("is", part, ("literal", word)) for word in words)), local)
            case ("is between", part, low, high):
                return self._value(("and", (">=", part, low), ("<=", part, high)), local)
            case ("is within", part, span, side, start):
                after = (("<", start, part), ("<=", part, ("+", start, span)))
                before = (("<=", ("-", start, span), part), ("<", part, start))
                known = _strictly(lambda *_: YES, [self._value(one, local) for one in (part, span, start)])
                ends = self._value(("and", *(after if side == "after" else before)), local)
                return ends if known == YES else known or NO
            case ("from", start, end):
                ends = [self._value(one, local) for one in (start, end)]
                return _strictly(lambda a, b: ("period", frozenset(range(a[1].toordinal(), b[1].toordinal()))), ends)
            case (("overlap" | "union") as word, left, right):
                both = [self._value(one, local) for one in (left, right)]
                return _strictly(lambda a, b: ("period", a[1] & b[1] if word == "overlap" else a[1] | b[1]), both)
            case ("length", days):
                return _strictly(lambda its: ("days", len(its[1])), [self._value(days, local)])
            case ("is during", day, days):
                known = [self._value(one, local) for one in (day, days)]
                return _strictly(lambda a, b: ("yes_no", a[1].toordinal() in b[1]), known) or NO
            case ("lookup", subjects, rows):
                values = [self._value(one, local) for one in subjects]
                return _strictly(lambda *these: self._looked_up(these, rows, local), values)
            case (("scaled" | "band of") as word, name, amount):
                bands = next(its for one, _, its in self.book.scales if one == name)
                return _strictly(lambda of: on_scale(word, of, bands), [self._value(amount, local)])
            case ("figure", name, word, when):
                return self._figure(name, frozenset({("fact", "anchor")}) if not word else self._value(when, local))
            case ("round", mode, amount, place):
                values = [self._value(one, local) for one in (amount, place)]
                return _strictly(lambda old, to: rounded(old, to, mode), values)
            case ("in unit", amount, unit, day):
                values = [self._value(one, local) for one in (amount, day)]
                return _strictly(lambda of, on: exchanged(of, unit, on[1], self.book.rates), values)
            case ("elapsed", months, start, end):
                values = [self._value(one, local) for one in (start, end)]
                return _strictly(lambda a, b: elapsed(a[1], b[1], months, self.book.dates), values)
            case ("counted", start, end, convention):
                values = [self._value(one, local) for one in (start, end)]
                return _strictly(lambda a, b: ("days", counted(a[1], b[1], convention)), values)
            case (("year of" | "month of" | "day of" | "weekday of") as word, day):
                return _strictly(lambda of: part_of_day(word, of[1]), [self._value(day, local)])
            case (("first day" | "last day") as word, days):
                end = min if word == "first day" else max
                found = self._value(days, local)
                known = isinstance(found, tuple)
                return found if not known else ("date", date.fromordinal(end(found[1]))) if found[1] else None
            case ("overlaps", left, right):
                both = [self._value(one, local) for one in (left, right)]
                return _strictly(lambda a, b: ("yes_no", bool(a[1] & b[1])), both) or NO
            case ("only member", items):
                found = self._value(items, local)
                members = set(found[1]) if isinstance(found, tuple) else set()
                return found if not isinstance(found, tuple) else members.pop() if len(members) == 1 else None
            case (("earliest of" | "latest of" | "list of") as word, each, name, items, where):
                return self._picked(word, each, (name, items, where), local)
            case ("some", *parts):
                return self._value(("not", ("no", *parts)), local)
            case ("no", name, items, part):
                return self._value(("every", name, items, ("not", part)), local)
            case ("number of", *parts):
                return self._value(("total of", ("literal", ("number", Fraction(1))), *parts), local)
            case ("which", "every", name, items, where, part):
                return self._value(("every", name, items, ("or", ("not", where), part)), local)
            case ("which", word, name, items, where, part):
                return self._value((word, name, items, ("and", where, part)), local)
            case (("most of" | "least of" | "sum of") as word, each, name, items, where, otherwise):
                return self._over(word, each, (name, items, where), otherwise, local)
            case (("every" | "total of") as word, *parts, name, items, part):
                members = self._value(items, local)
                if not isinstance(members, tuple):
                    return YES if members is None and word == "every" else members
                inner = [{**local, name: member} for member in members[1]]
                truths = [self._truth(part, each) for each in inner]
                if word == "every":
                    return NO if NO in truths else _joined(truths) or YES
                amounts = [
                    self._value(parts[0], each) for each, truth in zip(inner, truths, strict=True) if truth != NO
                ]
                total = _strictly(lambda *counted: ("number", sum((one[1] for one in counted), Fraction())), amounts)
                return _joined(truths) or total
            case _:
                operator, left, right = term
                values = [self._value(left, local), self._value(right, local)]
                if operator in COMPARISONS and None in values:
                    return NO
                return _strictly(lambda a, b: calculated(operator, a, b, self.book.dates), values)

    def _looked_up(self, values: tuple[Tuple, ...], rows: Iterable[Tuple], local: Mapping[str, Tuple]) -> Known:
        """What the row gives that fits; the rows exclude each other."""
        fits = {}
        for cells, gives in rows:
            tests = [test for value, cell in zip(values, cells, strict=False) for test in _fitting(value, cell)]
            fits[gives, cells] = self._value(("and", *tests), {}) if cells else NO
        for (gives, _), truth in fits.items():
            if truth == YES:
                return self._value(gives, local)
        otherwise = [gives for gives, cells in fits if not cells]
        return _joined(fits.values()) or (self._value(otherwise[0], local) if otherwise else None)

    def _figure(self, name: str, day: Known) -> Known:
        """A parameter on a day; of a year, on its first."""
        standing, spans = next(its for one, _, *its in self.book.figures if one == name)
        if not isinstance(day, tuple):
            return day
        on = day[1]
        if day[0] == "number":
            if on.denominator != 1 or not 1 < on <= 9999:
                return OBSTACLE
            on = date(int(on), 1, 1)
        starts = [start for start, _, _ in spans]
        for start, end, value in spans:
            following = min((one for one in starts if one > start), default=None)
            last = end or following
            if start <= on and (last is None or on < last):
                return value  # type: ignore[no-any-return]
        return standing

    def _picked(self, word: str, each: Tuple, members: Tuple, local: Mapping[str, Tuple]) -> Known:
        """The first or last member that satisfies a condition, or all of them; what is not applicable is left out."""
        name, items, where = members
        listed = self._value(items, local)
        if not isinstance(listed, tuple):
            return listed
        found = []
        for member in reversed(listed[1]) if word == "latest of" else listed[1]:
            inner = {**local, name: member}
            truth = self._truth(where, inner)
            if isinstance(truth, frozenset):
                return truth
            found += [self._value(each, inner)] if truth == YES else []
            if found and word != "list of":
                return found[0]
        if word != "list of":
            return None
        return _joined(found) or ("list", tuple(one for one in found if one is not None))

    def _stated(self, value: Tuple | str | None, closing: str, words: str) -> Known:
        """A fact or field as it was stated, or as it is closed."""
        value = value or dict(self.book.closing).get(closing, "unknown")
        named = {"no": NO, "not_applicable": None, "unknown": frozenset({("fact", words)})}
        return value if isinstance(value, tuple) else named[value]

    def _about(self, word: str, name: str, *things: Tuple) -> Known:
        if word == "field":
            _, label, fields = things[0]
            return self._stated(dict(fields).get(name), name, f"{name} of {label}")
        subject = f"{things[0][1]} is " if word == "related" else ""
        words = f"{subject}{name} of {things[-1][1]}"
        return self._stated(self.facts.get(words), name, words)

    def _over(
        self, word: str, each: Tuple, members: Tuple, otherwise: Tuple | None, local: Mapping[str, Tuple]
    ) -> Known:
        """The most, least or total of a term over the members that count."""
        name, items, where = members
        listed = self._value(items, local)
        if not isinstance(listed, tuple):
            return listed
        inner = [{**local, name: member} for member in listed[1]]
        truths = [self._truth(where, one) for one in inner]
        if unknown := _joined(truths):
            return unknown
        counted = [self._value(each, one) for one, truth in zip(inner, truths, strict=True) if truth == YES]
        if not counted:
            return self._value(otherwise, local) if otherwise else OBSTACLE
        operator = {"most of": "greater", "least of": "lesser", "sum of": "+"}[word]
        return _strictly(lambda *amounts: _folded(operator, amounts), counted)


def _fitting(value: Tuple, cell: Tuple) -> list[Tuple]:
    """What must hold for a value to fit a cell."""
    wanted = (("is", cell[1]),) if cell[0] == "value" else ((">", cell[1]), ("<=", cell[2]))
    return [(word, ("literal", value), ("literal", end)) for word, end in wanted if end is not None]


def _folded(operator: str, amounts: Iterable[Tuple]) -> Known:
    first, *rest = amounts
    for amount in rest:
        found = calculated(operator, first, amount, "")
        if not isinstance(found, tuple):
            return found
        first = found
    return first


def _total(parts: list[Tuple]) -> Tuple:
    """What parts come to together: one that is open leaves all open."""
    for kind in ("undetermined", "antinomy"):
        if unsettled := [part[1] for part in parts if part[0] == kind]:
            return kind, frozenset().union(*unsettled)
    if ("lacuna",) in parts:
        return ("lacuna",)
    owed = [part for part in parts if part[1] != FAILS]
    if declined := [part for part in owed if part[1][0] == "no_decision"]:
        return min(declined, key=lambda part: (part[1], sorted(part[2])))
    total = _folded("+", [part[1] for part in owed]) if owed else FAILS
    if not isinstance(total, tuple):
        return "undetermined", frozenset()
    return "settled", total, frozenset().union(*(part[2] for part in owed or parts))


def undetermined(unknown: Iterable[Causes]) -> Tuple:
    """What to say when the ways differ: the missing facts, else the antinomy or lacuna that stands in the way."""
    causes: Causes = frozenset().union(*unknown)
    facts, rules = (frozenset(name for word, name in causes if word == kind) for kind in ("fact", "antinomy"))
    if facts or OBSTACLE & causes:
        return "undetermined", facts
    return ("antinomy", rules) if rules else ("lacuna",)


def _joined(values: Iterable[Known]) -> Causes | None:
    return frozenset().union(*(value for value in values if isinstance(value, frozenset))) or None


def _strictly(calculate: Callable[..., Known], values: list[Known]) -> Known:
    return None if None in values else _joined(values) or calculate(*values)
