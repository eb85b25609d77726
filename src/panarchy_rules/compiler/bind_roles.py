"""Bind what is said of somebody's place in a dispute: a role, and the law of the person who has it."""

from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t


def home_law(of: t.Word, scope: Scope) -> m.Term:
    """`law of X`: the home law of a person, or the law that a fact names."""
    if of.text in scope.local:
        return m.HomeLawOf(m.Bound(of.text))
    if of.text in scope.vocabulary.roles:
        return m.HomeLawOf(m.RolePerson(of.text))
    fact = scope.vocabulary.facts.get(of.text)
    if fact and fact.kind == k.PERSON:
        return m.HomeLawOf(m.FactOf(of.text))
    if fact and fact.kind == k.LAW:
        return m.FactOf(of.text)
    known = [*scope.vocabulary.roles, *(f.name for f in scope.vocabulary.facts.values() if f.kind in (k.PERSON, k.LAW))]
    help_ = did_you_mean(of.text, known, f"`law of` wants a role, or a fact that is a person or a law: {listed(known)}")
    return scope.report("PR200", f"`{of}` is no role, and no fact that is a person or a law", of.span, help_)[0]


def known_role(word: t.Word, scope: Scope) -> None:
    """Report a role that was never declared."""
    if word.text not in scope.vocabulary.roles:
        scope.problems.append(unknown("role", word, scope.vocabulary.roles))
