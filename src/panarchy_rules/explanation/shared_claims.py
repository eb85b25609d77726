"""Write shared debts and netted claims as plain text: what the judgment found of them in, lines out."""

from collections.abc import Iterator

from panarchy_rules.base.results import Status
from panarchy_rules.casefile.judgment import DebtFinding, DebtPart, NettingFinding
from panarchy_rules.explanation.names import Names, begun, counted, spaced
from panarchy_rules.explanation.sentences import chain_text


def debt_lines(one: DebtFinding, names: Names) -> Iterator[str]:
    """A debt with the part of each of its debtors or creditors."""
    title = f"Debt {one.debt} ({names.called('head', one.head)}), among several {one.side}"
    yield title if one.status is Status.DECIDED else f"{title}: {one.status}"
    yield from (f"  {_part(part, names)}" for part in one.parts)
    if one.most:
        yield f"  In all no more than {one.most} is owed, on whatever route it is paid."
    if one.reason:
        yield f"  {begun(names.say(one.reason))}."
    yield from (f"  Missing: {names.fact(fact)}" for fact in one.lacking)


def _part(part: DebtPart, names: Names) -> str:
    share = "the whole, jointly" if part.joint else f"{part.share} of {part.whole}"
    law = f"under {names.law(part.law)} ({part.source or part.clause})"
    return begun(f"{names.person(part.person)}, claim {part.claim}: {part.amount}, {share}, {law}.")


def netting_lines(one: NettingFinding, names: Names) -> Iterator[str]:
    """A group of claims, what of them is netted, and what each member is left with."""
    under = f", under {names.law(one.law)} ({one.source or names.rule(one.law, one.clause or '')})" if one.law else ""
    status = "" if one.status is Status.DECIDED else f": {one.status}"
    yield f"Netting of {spaced(one.group)}{under}{status}"
    if one.reason:
        yield f"  {begun(names.say(one.reason))}."
    for part in one.claims:
        yield f"  Claim {part.claim}: {f'{part.amount} on balance' if part.amount else names.say(part.reason)}."
    for position in one.positions:
        yield f"  {begun(names.person(position.person))} {_position(position.amount)}."
        yield f"    {chain_text(position.chain, names)}"
    yield from (f"  Missing: {names.fact(fact)}" for fact in one.lacking)
    if one.disagree:
        yield f"  The laws of the claims do not agree: {counted(names.say(line) for line in one.disagree)}."


def _position(amount: str) -> str:
    """What a member is left with: something to get, something to pay, or nothing."""
    if amount.startswith("-"):
        return f"has to pay {amount[1:]} on balance"
    return "has nothing to pay or to get on balance" if amount.startswith("0 ") else f"is to get {amount} on balance"
