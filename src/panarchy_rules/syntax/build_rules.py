"""Make syntax nodes of rules, steps, acceptance clauses and forums: one method a grammar rule."""

from typing import Any

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import Money
from panarchy_rules.syntax import tree as t
from panarchy_rules.syntax.build_base import Named, first, pick, required_length, tagged
from panarchy_rules.syntax.build_terms import TermBuilder
from panarchy_rules.syntax.tokens import Meta, Token

_OF_REFERENCES = ("whole", "renvoi", "on cycle")


class RuleBuilder(TermBuilder):
    """Builds rules and the conflicts part."""

    def in_group(self, meta: Meta, c: list[Any]) -> Named:
        return Named("group", self._word(c[0]))

    def always(self, meta: Meta, c: list[Any]) -> Named:
        return Named("always", True)

    def meta(self, meta: Meta, c: list[Any]) -> t.Heading:
        source, index = tagged(c, "source"), tagged(c, "index")
        return t.Heading(self._title(c), source[0] if source else "", index[0] if index else "")

    def source(self, meta: Meta, c: list[Any]) -> Named:
        return Named("source", str(c[0])[1:-1])

    def index(self, meta: Meta, c: list[Any]) -> Named:
        return Named("index", str(c[0]))

    def when(self, meta: Meta, c: list[Any]) -> Named:
        return Named("when", c[0])

    def _when(self, c: list[Any]) -> t.Expression | None:
        found = tagged(c, "when")
        return found[0] if found else None

    def noting(self, meta: Meta, c: list[Any]) -> Named:
        return Named("noting", self._word(c[0]))

    def as_head(self, meta: Meta, c: list[Any]) -> Named:
        return Named("head", self._word(c[0]))

    def nothing(self, meta: Meta, c: list[Any]) -> Named:
        return Named("nothing")

    def owes(self, meta: Meta, c: list[Any]) -> t.Owes:
        amount = None if isinstance(c[2], Named) and c[2].tag == "nothing" else c[2]
        return t.Owes(self._word(c[0]), self._word(c[1]), amount, first(c, "head"), first(c, "noting"))

    def gives(self, meta: Meta, c: list[Any]) -> t.Gives:
        reference = self._reference([x for x in c[3:] if isinstance(x, Named) and x.tag != "noting"], meta)
        return t.Gives(self._word(c[0]), c[2], first(c, "noting"), reference)

    def _reference(self, terms: list[Any], meta: Meta) -> t.Reference | None:
        """The words behind a law that say how it is followed."""
        if not terms:
            return None
        self._once(terms, meta)
        if not tagged(terms, "whole"):
            message = "this says how renvoi goes, and not that the reference is `whole`"
            self.diagnostics.append(Diagnostic("PR430", message, self._span(meta), help="write `whole` before it"))
        cycle = tagged(terms, "on cycle") or Named("on cycle", "report")
        neutral = cycle[0] if isinstance(cycle[0], t.Target) else None
        return t.Reference(first(terms, "renvoi") or "foreign court", "neutral" if neutral else cycle[0], neutral)

    def whole(self, meta: Meta, c: list[Any]) -> Named:
        return Named("whole", True)

    def renvoi_none(self, meta: Meta, c: list[Any]) -> Named:
        return Named("renvoi", "none")

    def renvoi_single(self, meta: Meta, c: list[Any]) -> Named:
        return Named("renvoi", "single")

    def renvoi_foreign_court(self, meta: Meta, c: list[Any]) -> Named:
        return Named("renvoi", "foreign court")

    def cycle_own(self, meta: Meta, c: list[Any]) -> Named:
        return Named("on cycle", "own")

    def cycle_target(self, meta: Meta, c: list[Any]) -> Named:
        return Named("on cycle", "target")

    def cycle_report(self, meta: Meta, c: list[Any]) -> Named:
        return Named("on cycle", "report")

    def cycle_law(self, meta: Meta, c: list[Any]) -> Named:
        return Named("on cycle", self.target(meta, c))

    def cycle_nothing(self, meta: Meta, c: list[Any]) -> Named:
        return Named("on cycle", "nothing")

    def overlays(self, meta: Meta, c: list[Any]) -> t.Overlays:
        return t.Overlays(c[0], first(c, "noting"))

    def claim_fails(self, meta: Meta, c: list[Any]) -> t.Fails:
        return t.Fails(first(c, "noting"))

    def no_decision(self, meta: Meta, c: list[Any]) -> t.Declines:
        return t.Declines(self._word(c[0]))

    def undercut(self, meta: Meta, c: list[Any]) -> t.Undercuts:
        return t.Undercuts(self._word(c[0]))

    def means(self, meta: Meta, c: list[Any]) -> t.Means:
        return t.Means(c[0])

    def multiply(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("multiply", c[0])

    def reduce(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("reduce", c[0])

    def add(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("add", c[0])

    def at_most(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("at_most", c[0])

    def at_least(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("at_least", c[0])

    def round_to(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("round_to", c[1], c[0])

    def half_even(self, meta: Meta, c: list[Any]) -> str:
        return "half even"

    def half_up(self, meta: Meta, c: list[Any]) -> str:
        return "half up"

    def half_down(self, meta: Meta, c: list[Any]) -> str:
        return "half down"

    def round_up(self, meta: Meta, c: list[Any]) -> str:
        return "up"

    def round_down(self, meta: Meta, c: list[Any]) -> str:
        return "down"

    def rule(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("rule", meta, c)

    def exception(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("exception", meta, c)

    def acceptance(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("acceptance", meta, c)

    def _rule(self, what: str, meta: Meta, c: list[Any]) -> t.RuleClause:
        heading = next(x for x in c if isinstance(x, t.Heading))
        always = tagged(c, "always")
        conclusion = next(x for x in c[c.index(always or heading) + 1 :] if not isinstance(x, t.ForEach))
        targets = tuple(tagged(c[: c.index(heading)], "names") or ())
        label, group = self._word(c[0]), first(c, "group")
        when, span, each = self._when(c), self._span(meta), self._each(c)
        return t.RuleClause(what, label, group, targets, heading, conclusion, when, always is not None, each, span)

    def for_each(self, meta: Meta, c: list[Any]) -> t.ForEach:
        return t.ForEach(self._word(c[0]), c[1])

    def _each(self, c: list[Any]) -> tuple[t.ForEach, ...]:
        return tuple(x for x in c if isinstance(x, t.ForEach))

    def group(self, meta: Meta, c: list[Any]) -> t.GroupClause:
        return t.GroupClause(self._word(c[0]), c[1], self._each(c), first(c, "when"), self._span(meta))

    def subject(self, meta: Meta, c: list[Any]) -> t.Parameter:
        return t.Parameter("", self._word(c[0]), c[1] if len(c) > 1 else None)

    def parameter(self, meta: Meta, c: list[Any]) -> t.Parameter:
        return t.Parameter(c[0], self._word(c[1]), c[2] if len(c) > 2 else None)

    def measure(self, meta: Meta, c: list[Any]) -> Named:
        return Named("measure", c[0])

    def condition_definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        return self._definition(c, None, c[-1], False, meta)

    def amount_definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        when = self._when(c)
        return self._definition(c, c[-2] if when else c[-1], when, False, meta)

    def relation_definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        return self._definition(c, None, c[-1], True, meta)

    def _definition(
        self, c: list[Any], means: t.Expression | None, when: t.Expression | None, relation: bool, meta: Meta
    ) -> t.Definition:
        heading = next(x for x in c if isinstance(x, t.Heading))
        parameters = tuple(x for x in c if isinstance(x, t.Parameter))
        measure = first(c, "measure")
        return t.Definition(self._words(c)[0], heading, means, when, parameters, relation, measure, self._span(meta))

    def table(self, meta: Meta, c: list[Any]) -> t.Definition:
        heading = next(x for x in c if isinstance(x, t.Heading))
        body = c[c.index(heading) + 1 :]
        rows = tuple(x for x in body if isinstance(x, t.Row))
        span = self._span(meta)
        means = t.Lookup(tuple(x for x in body if not isinstance(x, t.Row)), rows, span)
        return t.Definition(self._word(c[0]), heading, means, None, (), False, None, span)

    def row(self, meta: Meta, c: list[Any]) -> t.Row:
        return t.Row(tuple(c[:-1]), c[-1], self._span(meta))

    def row_otherwise(self, meta: Meta, c: list[Any]) -> t.Row:
        return t.Row((), c[0], self._span(meta))

    def cell_is(self, meta: Meta, c: list[Any]) -> t.Cell:
        return t.Cell(value=c[0])

    def cell_up_to(self, meta: Meta, c: list[Any]) -> t.Cell:
        return t.Cell(up_to=c[0])

    def cell_over(self, meta: Meta, c: list[Any]) -> t.Cell:
        return t.Cell(over=c[0])

    def cell_between(self, meta: Meta, c: list[Any]) -> t.Cell:
        return t.Cell(over=c[0], up_to=c[1])

    def scale(self, meta: Meta, c: list[Any]) -> t.Definition:
        heading = next(x for x in c if isinstance(x, t.Heading))
        name, span = self._word(c[0]), self._span(meta)
        bands = tuple(x for x in c if isinstance(x, t.Band))
        amount = t.Word("amount", name.span)
        ends = [band.up_to.value for band in bands if isinstance(band.up_to, t.Constant)]
        kind = t.KindName(t.Word("money" if isinstance(next(iter(ends), None), Money) else "number", name.span))
        means = t.Graduated(t.Name("amount", name.span), bands, span)
        places = (t.Parameter("of", amount, kind),)
        return t.Definition(
            name=name,
            heading=heading,
            means=means,
            when=None,
            parameters=places,
            relation=False,
            measure=None,
            span=span,
        )

    def band(self, meta: Meta, c: list[Any]) -> t.Band:
        return t.Band(c[0], c[1], self._span(meta))

    def top_band(self, meta: Meta, c: list[Any]) -> t.Band:
        return t.Band(c[0], None, self._span(meta))

    def parameter_clause(self, meta: Meta, c: list[Any]) -> t.ParameterClause:
        heading = next(x for x in c if isinstance(x, t.Heading))
        dated = tuple(x for x in c if isinstance(x, t.Dated))
        return t.ParameterClause(self._word(c[0]), heading, first(c, "standing"), dated, self._span(meta))

    def standing(self, meta: Meta, c: list[Any]) -> Named:
        return Named("standing", c[1])

    def dated(self, meta: Meta, c: list[Any]) -> t.Dated:
        days = [self._date(x) for x in c if isinstance(x, Token)]
        return t.Dated(days[0], days[1] if len(days) > 1 else None, c[-1], self._span(meta))

    def step(self, meta: Meta, c: list[Any]) -> t.StepClause:
        label, head = self._word(c[0]), self._word(c[1])
        return t.StepClause(label, head, c[2], c[3], self._when(c), self._span(meta))

    def steps(self, meta: Meta, c: list[Any]) -> t.Steps:
        return t.Steps(self._word(c[0]), tuple(c[1]), self._span(meta))

    def precedence(self, meta: Meta, c: list[Any]) -> t.Precedence:
        return t.Precedence(tuple(c[0]), self._span(meta))

    def proof_in(self, meta: Meta, c: list[Any]) -> Named:
        return Named("in", *c[0])

    def proof(self, meta: Meta, c: list[Any]) -> t.Proof:
        rules = tuple(tagged(c, "in") or ())
        return t.Proof(tuple(c[0]), rules, self._word(c[-2]), c[-1], self._span(meta))

    # --- the conflicts part ---

    def target(self, meta: Meta, c: list[Any]) -> t.Target:
        edition = first(c, "edition")
        return t.Target(self._word(c[0]), edition or "")

    def for_matters(self, meta: Meta, c: list[Any]) -> Named:
        return Named("matters", *c[0])

    def for_issues(self, meta: Meta, c: list[Any]) -> Named:
        return Named("issues", *c[0])

    def as_roles(self, meta: Meta, c: list[Any]) -> Named:
        return Named("roles", *c[0])

    def towards_anyone(self, meta: Meta, c: list[Any]) -> Named:
        return Named("towards_anyone")

    def towards_members(self, meta: Meta, c: list[Any]) -> Named:
        return Named("towards", *c[0])

    def rank(self, meta: Meta, c: list[Any]) -> Named:
        return Named("rank", self._whole(c[0]))

    def cap(self, meta: Meta, c: list[Any]) -> Named:
        return Named("cap", c[0].value)

    def reciprocal(self, meta: Meta, c: list[Any]) -> Named:
        return Named("reciprocal", True)

    def from_date(self, meta: Meta, c: list[Any]) -> Named:
        return Named("from", self._date(c[0]))

    def until_date(self, meta: Meta, c: list[Any]) -> Named:
        return Named("until", self._date(c[0]))

    def revocable(self, meta: Meta, c: list[Any]) -> Named:
        return Named("notice", required_length(c[0]))

    def as_amended(self, meta: Meta, c: list[Any]) -> Named:
        return Named("as_amended", True)

    def accept_law(self, meta: Meta, c: list[Any]) -> t.Accepts:
        return self._accepts(c[0], False, c[1:], meta)

    def accept_forum(self, meta: Meta, c: list[Any]) -> t.Accepts:
        return self._accepts(t.Target(self._word(c[0])), True, c[1:], meta)

    def respect_rules(self, meta: Meta, c: list[Any]) -> t.Accepts:
        return replace(self._accepts(c[0], False, c[1:], meta), respects=True)

    def _accepts(self, target: t.Target | t.HomeLaw, forum: bool, terms: list[Any], meta: Meta) -> t.Accepts:
        self._once(terms, meta)
        towards = tagged(terms, "towards")
        return t.Accepts(
            target=target,
            forum=forum,
            matters=self._collect(terms, "matters"),
            issues=self._collect(terms, "issues"),
            roles=self._collect(terms, "roles"),
            towards=tuple(towards) if towards else None,
            rank=first(terms, "rank"),
            cap=first(terms, "cap"),
            reciprocal=bool(first(terms, "reciprocal")),
            from_date=first(terms, "from"),
            until_date=first(terms, "until"),
            notice=first(terms, "notice"),
            as_amended=bool(first(terms, "as_amended")),
            reference=self._reference([x for x in terms if isinstance(x, Named) and x.tag in _OF_REFERENCES], meta),
        )

    def _once(self, terms: list[Any], meta: Meta) -> None:
        tags = [x.tag for x in terms if isinstance(x, Named)]
        words = {
            "matters": "for",
            "issues": "on",
            "roles": "as",
            "notice": "revocable",
            "cap": "up to",
            "succeeded": "succeeded by",
        }
        for tag in dict.fromkeys(x for x in tags if tags.count(x) > 1):
            message = f"`{words.get(tag, tag)}` appears {tags.count(tag)} times in one clause"
            lists = tag in ("matters", "issues", "roles", "succeeded")
            help_ = "write it once, with names separated by commas" if lists else "keep one of them"
            self.diagnostics.append(Diagnostic("PR209", message, self._span(meta), help=help_))

    def _collect(self, terms: list[Any], tag: str) -> tuple[t.Word, ...]:
        return tuple(word for x in terms if isinstance(x, Named) and x.tag == tag for word in x)

    def open_to_anyone(self, meta: Meta, c: list[Any]) -> Named:
        return Named("open", "anyone")

    def open_to_members(self, meta: Meta, c: list[Any]) -> Named:
        return Named("open", "members", *c[0])

    def closed_forum(self, meta: Meta, c: list[Any]) -> Named:
        return Named("open", "closed")

    def procedure(self, meta: Meta, c: list[Any]) -> t.Target:
        return self.target(meta, c)

    def stays(self, meta: Meta, c: list[Any]) -> Named:
        return Named("stays", True)

    def succeeded(self, meta: Meta, c: list[Any]) -> Named:
        return Named("succeeded", *c[0])

    def forum(self, meta: Meta, c: list[Any]) -> t.ForumClause:
        self._once(c, meta)
        openness = tagged(c, "open") or Named("open", "closed")
        return t.ForumClause(
            name=self._word(c[0]),
            title=self._title(c),
            source=first(c, "source") or "",
            openness=openness[0],
            members_of=tuple(openness[1:]),
            matters=self._collect(c, "matters"),
            procedure=pick(c, t.Target),
            from_date=first(c, "from"),
            until_date=first(c, "until"),
            stays=bool(first(c, "stays")),
            successors=self._collect(c, "succeeded"),
            span=self._span(meta),
        )

    def tie_break(self, meta: Meta, c: list[Any]) -> t.TieBreak:
        return t.TieBreak(self._word(c[0]), c[1], c[2], self._span(meta))
