"""Write one SQL text that decides a table where it lies: a plan and the form of the table in, the text out.

The text reads a table `disputes`. It gives a row for each dispute and obligation, named by the one column that the map
keeps. What the interpreter would have to decide has a verdict that says so.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from sqlglot import exp

from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.sql.dialects import Dialect
from panarchy_rules.backends.sql.expressions import column, if_, whole
from panarchy_rules.backends.sql.query import FactField, query
from panarchy_rules.backends.sql.words import FOR_THE_INTERPRETER, in_words
from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.spans import whole_file
from panarchy_rules.batch.cells import ABSENT, ODD, UNKNOWN
from panarchy_rules.batch.consents import Claim
from panarchy_rules.batch.decide import ASK_LAW, NO_LAW
from panarchy_rules.batch.plan import CLOCK, Issue, Plan, Slot
from panarchy_rules.batch.results import slot_name
from panarchy_rules.batch.sources import Source
from panarchy_rules.casefile.table_map import ColumnCell, MemberCell

TABLE = "disputes"
MOST_ROUTES = 50_000
_EPOCH = date(1970, 1, 1).toordinal()
_MARKS = {"not_applicable": ABSENT, "unknown": UNKNOWN, "never": ODD}
_DAYS: Mapping[Dialect, Callable[[exp.Expr], exp.Expr]] = {
    "duckdb": lambda day: exp.paren(exp.Sub(this=day, expression=_day_one())),
    "postgres": lambda day: exp.paren(exp.Sub(this=day, expression=_day_one())),
    "spark": lambda day: exp.Anonymous(this="DATEDIFF", expressions=[day, _day_one()]),
}


def _day_one() -> exp.Expr:
    return exp.cast(exp.Literal.string("1970-01-01"), "DATE")


def emitted(plan: Plan, given: Any, dialect: Dialect) -> str:
    """The text for a table with a schema. Raises Refused if the map says what SQL cannot."""
    return _Emitting(plan, given, dialect).text()


def refused(message: str, help: str = "leave `--emit-sql` out; `--engine` decides such tables too") -> Refused:
    """SQL cannot say this."""
    return Refused([Diagnostic("PR717", message, whole_file(""), help=help)])


class _Emitting:
    def __init__(self, plan: Plan, given: Any, dialect: Dialect) -> None:
        self.plan, self.given, self.dialect = plan, given, dialect
        dispute = plan.mapped.dispute
        if not plan.is_plain:
            raise refused("the map names other roles than claimant and respondent")
        if isinstance(dispute.matter, ColumnCell) or isinstance(dispute.anchor, ColumnCell):
            raise refused("`matter` and `anchor` must be the same in all rows", "write one text for each")
        if len(plan.mapped.keep) != 1:
            raise refused("no column names the rows", "let `keep` name one column, whose cells differ in all rows")
        self.claim = Claim(dispute.matter, dispute.anchor)
        self.ctes: list[tuple[str, exp.Query]] = []

    def text(self) -> str:
        """Everything: facts as whole numbers, then for each issue its law, then for each obligation its verdict."""
        self.ctes.append(("facts", self._facts()))
        parts = [part for issue in self.plan.issues for part in self._issue(issue)]
        tree: exp.Query = parts[0]
        for part in parts[1:]:
            tree = exp.union(tree, part, distinct=False)
        for name, made in self.ctes:
            tree = tree.with_(exp.TableAlias(this=exp.to_identifier(name, quoted=True)), as_=made)
        return tree.sql(dialect=self.dialect, pretty=True) + ";\n"

    # --- facts ---

    def _facts(self) -> exp.Select:
        chosen: list[exp.Expr] = [exp.alias_(column(self.plan.mapped.keep[0]), "row", quoted=True)]
        names = {source.label: source for source in self.plan.held}
        for place, name in enumerate(self.plan.table):
            made = self._number(names[name]) if name in names else self._clock(name)
            chosen.append(exp.alias_(exp.cast(made, "BIGINT"), f"f{place}", quoted=True))
        for role in ("claimant", "respondent"):
            chosen.append(exp.alias_(self._party(role), role, quoted=True))
        for fact in self._law_facts():
            chosen.append(exp.alias_(self._named(fact), f"named {fact}", quoted=True))
        return exp.select(*chosen).from_(exp.Table(this=exp.to_identifier(TABLE, quoted=True)))

    def _law_facts(self) -> list[str]:
        return [s.declared.name for s in self.plan.sources if s.declared.kind.name == "law" and s.role is None]

    def _clock(self, name: str) -> exp.Expr:
        (key,) = (key for key, clock in CLOCK.items() if clock == name)
        given = getattr(self.plan.mapped.dispute, key)
        if isinstance(given, date):
            return whole(given.toordinal())
        return self._marked(given, self._day(given.column), never=True)

    def _number(self, source: Source) -> exp.Expr:
        """A fact as the kernel counts it; what is out of its range, or cannot be read, is for the interpreter."""
        held, cell = source.numbers, source.cell
        assert held is not None
        if not isinstance(cell, ColumnCell):
            from panarchy_rules.batch.cells import numbers

            return whole(int(numbers([None], source)[0]))
        return self._marked(cell, self._read(source, cell))

    def _marked(self, cell: ColumnCell, read: exp.Expr, *, never: bool = False) -> exp.Expr:
        name = column(cell.column)
        empty = whole(ODD if never else _MARKS[cell.null])
        ifs = [exp.If(this=exp.Is(this=name.copy(), expression=exp.null()), true=empty)]
        for marks, number in ((cell.unknown, UNKNOWN), (cell.not_applicable, ABSENT)):
            for mark in marks:
                written = whole(mark) if isinstance(mark, int) else exp.Literal.string(mark)
                ifs.append(exp.If(this=exp.EQ(this=name.copy(), expression=written), true=whole(number)))
        return exp.Case(ifs=ifs, default=read)

    def _read(self, source: Source, cell: ColumnCell) -> exp.Expr:
        kind, type_, held = source.declared.kind, self.given.field(cell.column).type, source.numbers
        assert held is not None
        name = column(cell.column)
        if kind.name == "date" and pa.types.is_date32(type_):
            return self._day(cell.column)
        if kind.name == "yes_no" and pa.types.is_boolean(type_):
            return if_(name, whole(1), whole(0))
        if pa.types.is_string(type_) and kind.name in ("one_of", "yes_no"):
            words = {w: n for n, w in enumerate(kind.words)} or {"yes": 1, "true": 1, "no": 0, "false": 0}
            return self._word(name, words)
        if pa.types.is_integer(type_) and kind.name == "one_of" and cell.words:
            places = {n: kind.words.index(word) for n, word in enumerate(cell.words) if word in kind.words}
            return self._word(name, places)
        whole_part = pa.types.is_decimal(type_) and source.factor % 10**type_.scale == 0
        if kind.name in ("date", "one_of") or not (pa.types.is_integer(type_) or whole_part):
            raise refused(f"`{cell.column}` is a column of {type_}, and `{source.declared.name}` is {kind}")
        low, high = -(-held.low // source.factor), held.high // source.factor
        fits = exp.Between(this=name.copy(), low=whole(low), high=whole(high))
        return if_(fits, exp.cast(exp.Mul(this=name, expression=whole(source.factor)), "BIGINT"), whole(ODD))

    def _word(self, name: exp.Expr, places: Mapping[Any, int]) -> exp.Expr:
        ifs = []
        for word, place in places.items():
            written = whole(word) if isinstance(word, int) else exp.Literal.string(word)
            ifs.append(exp.If(this=exp.EQ(this=name.copy(), expression=written), true=whole(place)))
        return exp.Case(ifs=ifs, default=whole(ODD))

    def _day(self, name: str) -> exp.Expr:
        if not pa.types.is_date32(self.given.field(name).type):
            raise refused(f"`{name}` is no column of days")
        return exp.Add(this=_DAYS[self.dialect](column(name)), expression=whole(_EPOCH))

    # --- laws ---

    def _party(self, role: str) -> exp.Expr:
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

    def _named(self, fact: str) -> exp.Expr:
        """The place of the provider whose law a fact names; -2 for none, -1 if only the interpreter can tell."""
        cell = self.plan.mapped.facts[fact]
        if not isinstance(cell, ColumnCell):
            raise refused(f"`{fact}` names a law and is no column")
        providers = {name: place for place, name in enumerate(self.plan.world.providers)}
        known: Mapping[Any, int] = providers
        if cell.words:
            known = {n: providers[word] for n, word in enumerate(cell.words) if word in providers}
        read = self._marked(cell, self._placed("laws by name", known, cell.column))
        # Not applicable is no law; what is not known is for the interpreter.
        ifs = [
            exp.If(this=exp.EQ(this=read.copy(), expression=whole(ABSENT)), true=whole(-2)),
            exp.If(this=exp.LT(this=read.copy(), expression=whole(0)), true=whole(-1)),
        ]
        return exp.Case(ifs=ifs, default=read)

    def _issue(self, issue: Issue) -> list[exp.Select]:
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
        return [part for slot in issue.slots for part in self._slot(issue, slot, rows)]

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

    def _slot(self, issue: Issue, slot: Slot, rows: str) -> list[exp.Select]:
        name = f"{issue.name}.{slot_name(slot)}"
        case = exp.Case(
            ifs=[exp.If(this=exp.EQ(this=column("law"), expression=whole(law)), true=whole(place)) for law, place in
                 enumerate(issue.case_of[slot])] or [exp.If(this=exp.false(), true=whole(-1))],
            default=column("law"),
        )  # fmt: skip
        cases = f"cases on {name}"
        source = exp.Table(this=exp.to_identifier(rows, quoted=True))
        self.ctes.append((cases, exp.select("*", exp.alias_(case, "case", quoted=True)).from_(source)))
        fields = {x: FactField(f"f{n}", one.absent, one.unknown) for n, (x, one) in enumerate(self.plan.table.items())}
        programs: list[Program | str] = [
            lower(one.rulebook, one.question, one.program.columns, lift=True) for one in issue.cases[slot].all
        ]
        decided = query(programs, fields, self.dialect, cases, in_words(self.dialect)).tree
        verdicts = f"verdicts on {name}"
        if decided is not None:
            self.ctes.append((verdicts, decided))
        return [self._out(issue, name, cases, verdicts if decided is not None else None)]

    def _out(self, issue: Issue, name: str, cases: str, verdicts: str | None) -> exp.Select:
        """A row for each dispute: the law, the forum, and the verdict; also where there is no law, or none to ask."""
        law = exp.column("law", table="c", quoted=True)
        books = [
            exp.If(this=exp.EQ(this=law.copy(), expression=whole(n)), true=exp.Literal.string(str(book.law)))
            for n, book in enumerate(issue.laws)
        ]
        missing = exp.Case(
            ifs=[
                exp.If(this=exp.EQ(this=law.copy(), expression=whole(NO_LAW)), true=exp.Literal.string("no law")),
                exp.If(this=exp.LT(this=law.copy(), expression=whole(0)), true=exp.Literal.string(FOR_THE_INTERPRETER)),
                exp.If(
                    this=exp.EQ(this=exp.column("case", table="c", quoted=True), expression=whole(-1)),
                    true=exp.Literal.string("not asked"),
                ),
            ],
            default=exp.Literal.string(FOR_THE_INTERPRETER),
        )
        told: list[exp.Expr] = [
            exp.column(one, table="v", quoted=True) for one in ("said", "value", "parts", "unit", "rules")
        ]
        verdict: exp.Expr = exp.column("verdict", table="v", quoted=True)
        if verdicts is None:
            told = [exp.alias_(exp.null(), one, quoted=True) for one in ("said", "value", "parts", "unit", "rules")]
            verdict = exp.cast(exp.null(), "TEXT")
        made = exp.select(
            exp.alias_(exp.column("row", table="c", quoted=True), self.plan.mapped.keep[0], quoted=True),
            exp.alias_(exp.Literal.string(name), "question", quoted=True),
            exp.alias_(exp.Coalesce(this=verdict, expressions=[missing]), "verdict", quoted=True),
            exp.alias_(exp.Case(ifs=books, default=exp.null()) if books else exp.null(), "law", quoted=True),
            exp.column("forum", table="c", quoted=True),
            *told,
        ).from_(exp.Table(this=exp.to_identifier(cases, quoted=True)).as_("c"))
        if verdicts is None:
            return made
        same = exp.EQ(
            this=exp.column("row", table="v", quoted=True), expression=exp.column("row", table="c", quoted=True)
        )
        joined = exp.Table(this=exp.to_identifier(verdicts, quoted=True)).as_("v")
        return made.join(joined, on=same, join_type="left")


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
