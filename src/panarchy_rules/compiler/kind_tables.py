"""Which kinds may be added, multiplied and divided, and what comes out. What is not listed is refused.

`BUILT_IN` are the words that ask the calendar, or the list of currencies: what they want, and what they give.
"""

from panarchy_rules.rulebook.kinds import DATE, DAYS, MONEY, MONTHS, NUMBER, PERCENT, PERIOD, Kind, list_of

Table = dict[tuple[Kind, Kind], Kind]

SUMS: Table = {
    (MONEY, MONEY): MONEY,
    (NUMBER, NUMBER): NUMBER,
    (PERCENT, PERCENT): PERCENT,
    (DAYS, DAYS): DAYS,
    (MONTHS, MONTHS): MONTHS,
    (DATE, DAYS): DATE,
    (DATE, MONTHS): DATE,
}

PRODUCTS: Table = {
    (MONEY, PERCENT): MONEY,
    (PERCENT, MONEY): MONEY,
    (MONEY, NUMBER): MONEY,
    (NUMBER, MONEY): MONEY,
    (NUMBER, NUMBER): NUMBER,
    (NUMBER, PERCENT): NUMBER,
    (PERCENT, NUMBER): NUMBER,
    (PERCENT, PERCENT): PERCENT,
    (DAYS, NUMBER): DAYS,
    (NUMBER, DAYS): DAYS,
    (MONTHS, NUMBER): MONTHS,
    (NUMBER, MONTHS): MONTHS,
}

RATIOS: Table = {
    (MONEY, NUMBER): MONEY,
    (MONEY, MONEY): NUMBER,
    (NUMBER, NUMBER): NUMBER,
    (PERCENT, NUMBER): PERCENT,
    (PERCENT, PERCENT): NUMBER,
    (DAYS, NUMBER): DAYS,
    (DAYS, DAYS): NUMBER,
    (MONTHS, NUMBER): MONTHS,
    (MONTHS, MONTHS): NUMBER,
}


def made_of(table: Table, left: Kind, right: Kind) -> Kind | None:
    """The kind of what two kinds make. A measure goes with itself as money does, and with no other."""
    measured = {kind for kind in (left, right) if kind.name == "measure"}
    if not measured:
        return table.get((left, right))
    if len(measured) > 1 or MONEY in (left, right):
        return None
    found = table.get((MONEY if left in measured else left, MONEY if right in measured else right))
    return measured.pop() if found == MONEY else found


BUILT_IN: dict[str, tuple[Kind, Kind]] = {
    "calendar_year": (NUMBER, PERIOD),
    "first_day": (PERIOD, DATE),
    "last_day": (PERIOD, DATE),
    "length": (PERIOD, DAYS),
    "dates": (PERIOD, list_of(DATE)),
    "weeks": (PERIOD, list_of(PERIOD)),
    "minor_unit": (MONEY, MONEY),
}
