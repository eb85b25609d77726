"""Bind what acceptance clauses and forums name: clauses of the conflicts part in, their typed labels out."""

from collections.abc import Mapping
from dataclasses import field

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import Span
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler.bind_roles import home_law
from panarchy_rules.compiler.bind_terms import bind, words_of
from panarchy_rules.compiler.declare import unknown
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Published:
    """What the world publishes: editions by provider, and forums with their providers."""

    editions: Mapping[str, tuple[str, ...]]
    forums: Mapping[str, str]


@dataclass
class AcceptanceBinder:
    """Binds acceptances of one rulebook. `classes` are its lists of providers."""

    scope: Scope
    published: Published
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def accepts(self, accepts: t.Accepts) -> r.Accepts:
        """The target and all labels of one acceptance."""
        words = self.scope.vocabulary
        for word, what, known in (
            *((w, "matter", words.matters) for w in accepts.matters),
            *((w, "issue", words.issues) for w in accepts.issues),
            *((w, "role", words.roles) for w in accepts.roles),
        ):
            if word.text not in known:
                self.scope.problems.append(unknown(what, word, known))
        target, edition = self._target(accepts)
        return r.Accepts(
            target=target,
            edition=edition,
            matters=words_of(accepts.matters),
            issues=words_of(accepts.issues),
            roles=words_of(accepts.roles),
            towards=self.towards(accepts.towards),
            rank=accepts.rank,
            cap=accepts.cap,
            reciprocal=accepts.reciprocal,
            from_date=accepts.from_date,
            until_date=accepts.until_date,
            notice=accepts.notice,
            as_amended=accepts.as_amended,
            respects=accepts.respects,
            reference=self._reference(accepts),
        )

    def _target(self, accepts: t.Accepts) -> tuple[m.Term | str, str]:
        target = accepts.target
        if isinstance(target, t.HomeLaw):
            words = self.scope.vocabulary
            if target.of.text == r.COUNTERPARTY and r.COUNTERPARTY not in {*words.roles, *words.facts}:
                return m.HomeLawOf(m.RolePerson(r.COUNTERPARTY)), ""
            return home_law(target.of, self.scope), ""
        name = target.name
        if accepts.forum:
            self.published_forums((name,))
            return name.text, ""
        if name.text in self.published.editions:
            self.edition_exists(name, target.edition)
            return m.Literal(LawRef(name.text, "")), target.edition
        return bind(t.Name(name.text, name.span), self.scope, k.LAW), ""

    def _reference(self, accepts: t.Accepts) -> r.Reference | None:
        """How a whole law is followed; nothing if only its rules are meant."""
        made = accepts.reference
        if made is None or made.renvoi == "none":
            return None
        if made.neutral:
            self.published_law(made.neutral)
        neutral = LawRef(made.neutral.name.text, made.neutral.edition) if made.neutral else None
        return r.Reference(made.renvoi, made.on_cycle, neutral)

    def published_forums(self, names: tuple[t.Word, ...]) -> None:
        """Report forums that nobody published."""
        known = self.published.forums
        for name in names:
            if name.text not in known:
                help_ = did_you_mean(name.text, known, f"published: {listed(known)}")
                self._report("PR402", f"nobody published a forum `{name}`", name.span, help_)

    def published_law(self, target: t.Target) -> None:
        """Report a law or an edition that nobody published."""
        known = self.published.editions
        if target.name.text not in known:
            help_ = did_you_mean(target.name.text, known, f"published: {listed(known)}")
            self._report("PR400", f"nobody published a law `{target.name}`", target.name.span, help_)
        else:
            self.edition_exists(target.name, target.edition)

    def edition_exists(self, name: t.Word, edition: str) -> None:
        """Report an edition that the provider never published."""
        known = self.published.editions[name.text]
        if edition and edition not in known:
            message = f"`{name}` has no edition {edition}"
            self._report("PR401", message, name.span, f"published: {listed(known)}")

    def towards(self, words: tuple[t.Word, ...] | None) -> tuple[str, ...] | None:
        """The providers whose members the clause is addressed to; classes are replaced by their members."""
        if words is None:
            return None
        named: dict[str, None] = {}
        for word in words:
            members = self.classes.get(word.text, (word.text,))
            if word.text not in self.published.editions and word.text not in self.classes:
                known = [*self.published.editions, *self.classes]
                help_ = did_you_mean(word.text, known, f"published: {listed(self.published.editions)}")
                self._report("PR400", f"there is no provider or class `{word}`", word.span, help_)
            named.update(dict.fromkeys(members))
        return tuple(sorted(named))

    def _report(self, code: str, message: str, span: Span, help: str) -> None:
        self.scope.problems.append(Diagnostic(code, message, span, help=help))
