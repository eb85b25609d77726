"""Bind who has to prove what: `proof of` clauses in, the proofs of a rulebook out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.base.diagnostics import Diagnostic, Label
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.compiler.bind_rules import Binder
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.syntax import tree as t


def bind_proofs(clauses: Iterable[t.Proof], scope: Scope, binder: Binder, left_out: set[str]) -> tuple[r.Proof, ...]:
    """Every proof, by fact and role. What adoptions leave out is passed over."""
    found: list[tuple[r.Proof, t.Word]] = []
    for clause in clauses:
        if clause.on.text not in scope.vocabulary.roles:
            scope.problems.append(unknown("role", clause.on, scope.vocabulary.roles))
        named = [word for word in clause.rules if word.text not in left_out]
        rules = binder.expand(named, "`proof`")
        if clause.rules and not named:
            continue
        for word in clause.facts:
            if _can_be_proved(word, scope):
                found.append((r.Proof(word.text, clause.on.text, rules, clause.heading.source), word))
    scope.problems += _contradictions(found)
    return tuple(sorted((proof for proof, _ in found), key=lambda proof: (proof.fact, proof.on, proof.rules)))


def _can_be_proved(word: t.Word, scope: Scope) -> bool:
    words = scope.vocabulary
    fields = {name for record in words.records.values() for name in record.fields}
    fact = words.facts.get(word.text)
    if (fact and not fact.judge) or (not fact and word.text in fields):
        return True
    known = [name for name, one in words.facts.items() if not one.judge]
    if fact:
        message, help_ = f"`{word}` is for a judge to find", "leave it out: nobody has to prove what a judge assesses"
    elif word.text in scope.definitions or word.text in words.questions:
        message = f"`{word}` is a conclusion, and facts are proved"
        help_ = "name the facts on which it rests"
    else:
        message = f"there is no fact `{word}` to be proved"
        help_ = did_you_mean(word.text, known, f"facts: {listed(known)}" if known else "declare it with `fact`")
    scope.report("PR435", message, word.span, help_)
    return False


def _contradictions(found: list[tuple[r.Proof, t.Word]]) -> Iterator[Diagnostic]:
    """One fact that is for two to prove, in one rule or in all others."""
    for number, (proof, word) in enumerate(found):
        for other, first in found[:number]:
            shared = set(proof.rules) & set(other.rules) or (not proof.rules and not other.rules)
            if proof.fact == other.fact and proof.on != other.on and shared:
                message = f"`{proof.fact}` is for both `{other.on}` and `{proof.on}` to prove"
                related = (Label(first.span, "first here"),)
                yield Diagnostic("PR436", message, word.span, help="keep one of them", related=related)
