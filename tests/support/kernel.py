"""Ask the kernel as the engine is asked: a rulebook and facts in, a verdict as plain data out."""

from panarchy_rules.backends.lowered.facts import Columns, FactColumn, column_for
from panarchy_rules.rulebook.rulebook import Rulebook

# Fine enough for every number that `generate` writes, which are thousandths at the most.
SCALES = {"money": 1000, "number": 2, "percent": 100}


def columns(rulebook: Rulebook, *, may_be_missing: bool = True) -> Columns:
    """A column for every fact of a rulebook's vocabulary; lists have four places."""
    made: dict[tuple[str, str | None], FactColumn] = {}
    for name, declared in rulebook.vocabulary.facts.items():
        kind = declared.kind.item or declared.kind
        column = column_for(
            declared.kind,
            "EUR" if kind.name == "money" else "",
            scale=SCALES.get(kind.name),
            may_be_absent=may_be_missing,
            may_be_unknown=may_be_missing,
            size=4,
        )
        for role in ("claimant", "respondent") if declared.of_party else (None,):
            if column is not None:
                made[name, role] = column
    return Columns(made)
