"""One question of one law as a function: rulebook, question and columns in, a verdict for every row out.

The function says which rules decided, not what they rest on: for reasons the interpreter is asked again.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from panarchy_rules.backends.kernel.rows import Outside, Row, row_of
from panarchy_rules.backends.kernel.write_one import write_one
from panarchy_rules.backends.lowered.answered import ANTINOMY, LACUNA, SETTLED, UNDETERMINED
from panarchy_rules.backends.lowered.facts import Columns
from panarchy_rules.backends.lowered.program import Program, lower
from panarchy_rules.backends.lowered.rules import FAILS, VALUE
from panarchy_rules.backends.lowered.whole_numbers import FUNCTIONS
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import (
    ClaimFails,
    Days,
    Money,
    Months,
    NoDecision,
    Percent,
    Symbol,
    Value,
    format_scaled,
    show,
)
from panarchy_rules.rulebook.record import Record
from panarchy_rules.rulebook.rulebook import QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict

Decision = tuple[int, int, int, int]
"""Status, what is said, its value, and the grounds as a bit mask of `Program.labels`."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """A question of one law, compiled. `decide` takes a row of the program's columns."""

    program: Program
    rulebook: Rulebook
    source: str
    decide: Callable[[Row], Decision]

    def verdict(self, record: Record) -> Verdict | None:
        """The verdict on a record; None if only the interpreter can tell.

        Of an undetermined verdict the kernel does not know what is missing, of a settled one not its support, and a
        lacuna it ascribes to the question it was asked.
        """
        row = row_of(record, self.program, self.rulebook.vocabulary)
        found = None if isinstance(row, Outside) else self.read(self.decide(row))
        # What nobody has proved may yet be decided by who had to prove it.
        return None if record.at_judgment and not isinstance(found, Settled) else found

    def read(self, decision: Decision) -> Verdict | None:
        """A decision in whole numbers as a verdict."""
        status, says, value, mask = decision
        match status:
            case _ if status == SETTLED:
                grounds = self.labels(mask)
                notes = sorted({self.rulebook.rules[x].note for x in grounds} - {""})
                return Settled(said(self.program, says, value), grounds, notes=tuple(notes))
            case _ if status == LACUNA:
                return Lacuna(str(self.program.question))
            case _ if status == ANTINOMY:
                return Antinomy(self.labels(mask))
            case _ if status == UNDETERMINED:
                return Undetermined(())
            case _:
                return None

    def labels(self, mask: int) -> tuple[str, ...]:
        """The rules in a bit mask, sorted."""
        return tuple(sorted(label for place, label in enumerate(self.program.labels) if mask >> place & 1))


def kernel(rulebook: Rulebook, question: QuestionId, columns: Columns) -> Kernel:
    """Compile one question of one law. Raises Unsupported."""
    program = lower(rulebook, question, columns)
    source = write_one(program)
    return Kernel(program, rulebook, source, compiled(source))


def compiled(source: str) -> Callable[[Row], Decision]:
    """The function `decide` of some source."""
    scope: dict[str, object] = dict(FUNCTIONS)
    exec(compile(source, "<kernel>", "exec"), scope)
    decide: Callable[[Row], Decision] = scope["decide"]  # type: ignore[assignment]
    return decide


def said(program: Program, says: int, value: int) -> Value:
    """What a settled verdict says."""
    if says == FAILS:
        return ClaimFails()
    if says != VALUE:
        return NoDecision(program.codes[says - 2])
    exact = Fraction(value, program.scale)
    match program.kind.name:
        case "money":
            return Money(exact, program.unit)
        case "percent":
            return Percent(exact)
        case "number":
            return exact
        case "days":
            return Days(int(exact))
        case "months":
            return Months(int(exact))
        case "date":
            return date.fromordinal(int(exact))
        case "yes_no":
            return value != 0
        case _:
            return Symbol(program.kind.words[value])


def shown(program: Program, says: int, value: int) -> str:
    """What a settled verdict says, in the words of the language."""
    if says == VALUE and program.kind.name == "money":
        return f"{format_scaled(value, program.scale)} {program.unit}"
    return show(said(program, says, value))
