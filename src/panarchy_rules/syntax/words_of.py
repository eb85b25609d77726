"""Write a fact or question in the words of the language: a subject with its places in, text out."""

from panarchy_rules.base.values import show
from panarchy_rules.syntax import tree as t


def words_of(expression: t.Expression) -> str:
    """`gross_income of alice in 2015`. What is no name, value or phrase is no subject, and has no words."""
    match expression:
        case t.Name(text):
            return text
        case t.Constant(value):
            return show(value)
        case t.Clock(which):
            return which
        case t.HomeLaw(of):
            return f"law of {of}"
        case t.Phrase(text, places):
            return " ".join([text, *(f"{place.preposition} {words_of(place.term)}" for place in places)])
        case _:
            return "…"
