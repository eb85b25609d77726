"""The same rulebook with other numbers in it: a case and chance in, a case of one shape with the first out."""

from dataclasses import replace
from random import Random

from tests.support.generate import LITERALS, Case
from tests.support.small_rulebook import Book, Rule, Tuple

_KINDS = ("number", "money", "percent", "date", "days", "months")


def retold(case: Case, random: Random) -> Case:
    """The case with numbers, amounts, shares, days and spans of its rules drawn again."""
    book: Book = case.book
    rules = tuple(_rule(rule, random) for rule in book.rules)
    return replace(case, book=replace(book, rules=rules))


def _rule(rule: Rule, random: Random) -> Rule:
    return replace(rule, says=_term(rule.says, random), when=_term(rule.when, random) if rule.when else None)


def _term(term: Tuple, random: Random) -> Tuple:
    match term:
        case ("literal", (str(kind), *_) as value) if kind in _KINDS:
            alike = [one for one in LITERALS[kind] if one[2:] == value[2:]]  # In the same currency.
            return "literal", random.choice(alike)
        case ("round", mode, amount, place):
            return "round", mode, _term(amount, random), place
        case ("change", "round", *_) | ("lookup", *_):
            return term
        case _:
            return tuple(_term(part, random) if isinstance(part, tuple) else part for part in term)
