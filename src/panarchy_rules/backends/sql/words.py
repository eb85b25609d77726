"""Say a verdict in words, in SQL: a query for whole numbers in, one with verdict, value, unit and rules out."""

from collections.abc import Callable

from sqlglot import exp

from panarchy_rules.backends.lowered.answered import ANTINOMY, LACUNA, SETTLED, UNDETERMINED
from panarchy_rules.backends.lowered.program import Program
from panarchy_rules.backends.lowered.rules import FAILS, NO_DECISION, VALUE
from panarchy_rules.backends.sql.dialects import QUOTIENT, Dialect
from panarchy_rules.backends.sql.expressions import column, if_, whole

VERDICTS = {SETTLED: "settled", LACUNA: "lacuna", ANTINOMY: "antinomy", UNDETERMINED: "undetermined"}
FOR_THE_INTERPRETER = "for the interpreter"


def in_words(dialect: Dialect) -> Callable[[exp.Select, Program | None], exp.Select]:
    """What puts verdicts into words. A value counts so many `parts` of its unit."""

    def told(numbers: exp.Select, program: Program | None) -> exp.Select:
        says = {VALUE: "value", FAILS: "claim fails"}
        says |= {NO_DECISION + n: f"no decision as {c}" for n, c in enumerate(program.codes)} if program else {}
        settled = exp.EQ(this=column("status"), expression=whole(SETTLED))
        has_value = exp.and_(settled, exp.EQ(this=column("says"), expression=whole(VALUE)))
        chosen = {
            "verdict": _matched("status", VERDICTS, FOR_THE_INTERPRETER),
            "said": if_(settled.copy(), _matched("says", says, ""), _text("")),
            "value": if_(has_value, column("value"), exp.null()),
            "parts": whole(program.scale if program else 1),
            "unit": _text(program.unit or program.kind.name if program else ""),
            "rules": _rules(program, dialect),
        }
        made = [exp.alias_(text, name, quoted=True) for name, text in chosen.items()]
        return exp.select(column("row"), *made).from_(numbers.subquery("numbers"))

    return told


def _text(words: str) -> exp.Expr:
    return exp.Literal.string(words)


def _matched(name: str, words: dict[int, str], otherwise: str) -> exp.Expr:
    ifs = [
        exp.If(this=exp.EQ(this=column(name), expression=whole(number)), true=_text(word))
        for number, word in words.items()
    ]
    return exp.Case(ifs=ifs, default=_text(otherwise))


def _rules(program: Program | None, dialect: Dialect) -> exp.Expr:
    """The names of the rules in the mask, one after the other."""
    if program is None or not program.labels:
        return _text("")
    parts = []
    for place, label in sorted(enumerate(program.labels), key=lambda one: one[1]):
        bit = exp.Mod(this=exp.paren(QUOTIENT[dialect](column("mask"), whole(1 << place))), expression=whole(2))
        parts.append(if_(exp.EQ(this=exp.paren(bit), expression=whole(1)), _text(f"{label} "), _text("")))
    named = exp.Trim(this=exp.Concat(expressions=parts, safe=True, coalesce=False))
    has_some = exp.In(this=column("status"), expressions=[whole(SETTLED), whole(ANTINOMY)])
    return if_(has_some, named, _text(""))
