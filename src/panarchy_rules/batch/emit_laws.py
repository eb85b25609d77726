"""Write in SQL which law governs each row: a plan and the form of the table in, queries and their names out."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp

from panarchy_rules.backends.sql.expressions import column, if_, whole
from panarchy_rules.batch.cells import ABSENT
from panarchy_rules.batch.consents import Claim
from panarchy_rules.batch.emit_cells import given, marked, refused
from panarchy_rules.batch.laws import ASK_LAW, NO_LAW
from panarchy_rules.batch.plan import Issue, Plan
from panarchy_rules.casefile.table_map import ColumnCell, MemberCell

TABLE = "disputes"
MOST_ROUTES = 50_000


class Laws:
    """The laws of a plan, in SQL. What it has to look up becomes a query of its own among `ctes`."""

    def __init__(self, plan: Plan, given: Any, claim: Claim, ctes: list[tuple[str, exp.Query]]) -> None:
        self.plan, self.given, self.claim, self.ctes = plan, given, claim, ctes

    def party(self, role: str) -> exp.Expr:
        """The place of the provider whose member stands in a role; -1 if only the interpreter can tell."""
        party = self.plan.mapped.parties[role]
        providers = {name: place for place, name in enumerate(self.plan.world.providers)}
        consents = self.plan.issues[0].consents
        if isinstance(party, MemberCell):
            known: Mapping[Any, int] = providers
            if party.words:
                known = {n: providers[word] for n, word in enumerate(party.words) if word in providers}
            name = party.member_of
        else:
            of = {person: consents.provider(self.claim, person) for person in self.plan.world.everyone}
            known = {person: providers[provider] for person, provider in of.items() if provider is not None}
            if not isinstance(party, ColumnCell):
                return whole(known.get(party, -1))
            name = party.column
        return self._placed(f"who is {role}", known, name)

    def _placed(self, title: str, known: Mapping[Any, int], name: str) -> exp.Expr:
        """The place of a cell in a list, by a look into a table beside; -1 if it is not in it."""
        if title not in dict(self.ctes):
            rows = [[_written(cell), whole(place)] for cell, place in known.items()] or [[exp.null(), whole(-1)]]
            self.ctes.append((title, _values(rows, ("cell", "place"))))
        here = exp.column(name, table=TABLE, quoted=True)
        table = exp.Table(this=exp.to_identifier(title, quoted=True))
        same = exp.EQ(this=exp.column("cell", table="known", quoted=True), expression=here)
        found = exp.select(exp.Max(this=exp.column("place", table="known", quoted=True))).from_(table.as_("known"))
        return exp.Coalesce(this=found.where(same).subquery(), expressions=[whole(-1)])

    def named(self, fact: str) -> exp.Expr:
        """The place of the provider whose law a fact names; -2 for none, -1 if only the interpreter can tell."""
        cell = self.plan.mapped.facts[fact]
        if not isinstance(cell, ColumnCell):
            raise refused(f"`{fact}` names a law and is no column")
        providers = {name: place for place, name in enumerate(self.plan.world.providers)}
        known: Mapping[Any, int] = providers
        if cell.words:
            known = {n: providers[word] for n, word in enumerate(cell.words) if word in providers}
        read = marked(cell, given(self.given, cell.column), self._placed("laws by name", known, cell.column))
        # Not applicable is no law; what is not known is for the interpreter.
        ifs = [
            exp.If(this=exp.EQ(this=read.copy(), expression=whole(ABSENT)), true=whole(-2)),
            exp.If(this=exp.LT(this=read.copy(), expression=whole(0)), true=whole(-1)),
        ]
        return exp.Case(ifs=ifs, default=read)

    def rows(self, issue: Issue) -> str:
        """Write the rows with the place of their law on an issue, and say under what name."""
        providers = list(self.plan.world.providers)
        routes: list[list[exp.Expr]] = []
        facts: dict[str, int] = {}
        laws = {p: self.plan.law(issue, self.claim, p) for p in providers}
        names = {role: f"{role}_of_" for role in ("claimant", "respondent")}
        persons = self._representatives(issue, names)
        for one, claimant in enumerate(providers):
            for other, respondent in enumerate(providers):
                pair = (persons["claimant"].get(claimant, ""), persons["respondent"].get(respondent, ""))
                if "" in pair or pair[0] == pair[1]:  # Nobody can make such a claim.
                    routes.append([*map(whole, (one, other, ASK_LAW, 0)), exp.Literal.string("")])
                    continue
                route = issue.consents.route(self.claim, claimant, respondent, pair)
                place = NO_LAW if route.law is None else laws[route.law.provider]
                if route.ask or place is None:
                    place = ASK_LAW
                if place == NO_LAW and not route.fact:
                    continue
                fact = 0 if not route.fact or route.ask else facts.setdefault(route.fact, len(facts) + 1)
                routes.append([*map(whole, (one, other, place, fact)), exp.Literal.string(str(route.forum))])
        if len(routes) > MOST_ROUTES:
            raise refused(f"{len(routes)} pairs of providers have a law in common")
        by_provider = [laws[p] for p in providers]
        title = f"routes on {issue.name}"
        self.ctes.append((title, _values(routes or [[*map(whole, (-9, -9, -9, 0)), exp.Literal.string("")]],
                                         ("one", "other", "law", "fact", "forum"))))  # fmt: skip
        rows = f"rows on {issue.name}"
        self.ctes.append((rows, self._rows(title, facts, by_provider)))
        return rows

    def _representatives(self, issue: Issue, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Some member of each provider for each role; the two are different persons."""
        found: dict[str, dict[str, str]] = {}
        for role, prefix in names.items():
            party = self.plan.mapped.parties[role]
            if isinstance(party, MemberCell):
                found[role] = {provider: f"{prefix}{provider}" for provider in self.plan.world.providers}
                continue
            people = [party] if isinstance(party, str) else list(self.plan.world.everyone)
            if role == "respondent":  # The last and not the first, so that a claimant is another.
                people.reverse()
            members: dict[str, str] = {}
            for person in people:
                provider = issue.consents.provider(self.claim, person)
                if provider is not None:
                    members.setdefault(provider, person)
            found[role] = members
        return found

    def _rows(self, title: str, facts: Mapping[str, int], laws: Sequence[int | None]) -> exp.Select:
        """The facts with the place of the law: of a route, or of the law that a fact names."""
        base = exp.column("law", table="route", quoted=True)
        ifs = [
            exp.If(this=exp.LT(this=exp.column(role, table="facts", quoted=True), expression=whole(0)),
                   true=whole(ASK_LAW)) for role in ("claimant", "respondent")
        ]  # fmt: skip
        ifs.append(exp.If(this=exp.Is(this=base.copy(), expression=exp.null()), true=whole(NO_LAW)))
        for fact, number in facts.items():
            named = exp.column(f"named {fact}", table="facts", quoted=True)
            places = {p: ASK_LAW if law is None else law for p, law in enumerate(laws)}
            law = exp.Case(
                ifs=[exp.If(this=exp.EQ(this=named.copy(), expression=whole(p)), true=whole(place)) for p, place in
                     {-2: NO_LAW, **places}.items()],
                default=whole(ASK_LAW),
            )  # fmt: skip
            is_mine = exp.EQ(this=exp.column("fact", table="route", quoted=True), expression=whole(number))
            free = [exp.LT(this=base.copy(), expression=whole(0)), exp.EQ(this=law.copy(), expression=base.copy()),
                    exp.EQ(this=law.copy(), expression=whole(ASK_LAW))]  # fmt: skip
            ifs.append(exp.If(this=is_mine, true=if_(exp.or_(*free), law, whole(NO_LAW))))
        place = exp.Case(ifs=ifs, default=base)
        table = exp.Table(this=exp.to_identifier(title, quoted=True)).as_("route")
        same = exp.and_(
            *(
                exp.EQ(this=exp.column(side, table="route", quoted=True),
                       expression=exp.column(role, table="facts", quoted=True))
                for side, role in (("one", "claimant"), ("other", "respondent"))
            )
        )  # fmt: skip
        fields = [exp.column(f"f{n}", table="facts", quoted=True) for n in range(len(self.plan.table))]
        return (
            exp.select(exp.column("row", table="facts", quoted=True), *fields, exp.alias_(place, "law", quoted=True),
                       exp.column("forum", table="route", quoted=True))
            .from_(exp.Table(this=exp.to_identifier("facts", quoted=True))).join(table, on=same, join_type="left")
        )  # fmt: skip


def _written(cell: object) -> exp.Expr:
    return whole(cell) if isinstance(cell, int) else exp.Literal.string(str(cell))


def _values(rows: Sequence[Sequence[exp.Expr]], names: Sequence[str]) -> exp.Select:
    values = exp.Values(
        expressions=[exp.Tuple(expressions=list(row)) for row in rows],
        alias=exp.TableAlias(
            this=exp.to_identifier("listed"), columns=[exp.to_identifier(name, quoted=True) for name in names]
        ),
    )
    return exp.select(*(column(name) for name in names)).from_(values)
