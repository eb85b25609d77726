"""Write one SQL text that decides a table where it lies: a plan and the form of the table in, the text out.

The text reads a table `disputes`. It gives a row for each dispute and obligation, named by the one column that the map
keeps. What the interpreter would have to decide has a verdict that says so.
"""

from datetime import date
from typing import Any

from sqlglot import exp

from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.sql.dialects import Dialect
from panarchy_rules.backends.sql.expressions import column, whole
from panarchy_rules.backends.sql.query import FactField, query
from panarchy_rules.backends.sql.words import FOR_THE_INTERPRETER, in_words
from panarchy_rules.batch.consents import Claim
from panarchy_rules.batch.emit_cells import day_in_sql, fact_in_sql, given, marked, refused
from panarchy_rules.batch.emit_laws import TABLE, Laws
from panarchy_rules.batch.laws import NO_LAW
from panarchy_rules.batch.plan import CLOCK, Issue, Plan, Slot
from panarchy_rules.batch.results import slot_name
from panarchy_rules.casefile.table_map import ColumnCell


def emitted(plan: Plan, given: Any, dialect: Dialect) -> str:
    """The text for a table with a schema. Raises Refused if the map says what SQL cannot."""
    return _Emitting(plan, given, dialect).text()


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
        self.ctes: list[tuple[str, exp.Query]] = []
        self.laws = Laws(plan, given, Claim(dispute.matter, dispute.anchor), self.ctes)

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
        read = {name: one for source in self.plan.held for name, one in
                fact_in_sql(source, self.given, self.dialect).items()}  # fmt: skip
        for place, name in enumerate(self.plan.table):
            made = read[name] if name in read else self._clock(name)
            chosen.append(exp.alias_(exp.cast(made, "BIGINT"), f"f{place}", quoted=True))
        for role in ("claimant", "respondent"):
            chosen.append(exp.alias_(self.laws.party(role), role, quoted=True))
        for fact in self._law_facts():
            chosen.append(exp.alias_(self.laws.named(fact), f"named {fact}", quoted=True))
        return exp.select(*chosen).from_(exp.Table(this=exp.to_identifier(TABLE, quoted=True)))

    def _law_facts(self) -> list[str]:
        return [s.declared.name for s in self.plan.sources if s.declared.kind.name == "law" and s.role is None]

    def _clock(self, name: str) -> exp.Expr:
        (key,) = (key for key, clock in CLOCK.items() if clock == name)
        stated = getattr(self.plan.mapped.dispute, key)
        if isinstance(stated, date):
            return whole(stated.toordinal())
        value = given(self.given, stated.column)
        return marked(stated, value, day_in_sql(value, self.dialect), never=True)

    # --- verdicts ---

    def _issue(self, issue: Issue) -> list[exp.Select]:
        rows = self.laws.rows(issue)
        return [part for slot in issue.slots for part in self._slot(issue, slot, rows)]

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
