"""Proceedings, debts and nettings in the compact notation of the suites."""

from collections.abc import Iterator, Mapping

from panarchy_rules.casefile.chain_words import chain_text
from panarchy_rules.casefile.judgment import DebtFinding, NettingFinding
from panarchy_rules.casefile.proceedings_finding import ActFinding, Chance, DutyFinding, ProceedingsFinding


def proceedings_lines(found: ProceedingsFinding | None) -> Iterator[str]:
    """Lines for a judgment; none if nothing was recorded before a forum with a procedure."""
    if found is None:
        return
    stages = " and ".join(found.stages) or "at no stage that the procedure names"
    yield f"  Proceedings under {found.procedure}: {stages}"
    for act in found.acts:
        yield f"    {_act(act)}"
        yield from (f"      {reason}" for reason in act.reasons)
    if found.lacking:
        yield f"    where they are depends on: {', '.join(found.lacking)}"
    for chance in found.next:
        yield f"    {_chance(chance)}"
    for duty in found.duties:
        yield f"    {_duty(duty)}"


def _act(act: ActFinding) -> str:
    what = _what(act.act, act.content)
    fate = {"counts": "", "void": ": void", "open": ": it is not known whether this counts"}[act.fate]
    return f"{act.on} {act.by}: {what}{fate}"


def _what(act: str, content: Mapping[str, str]) -> str:
    said = ", ".join(f"{name} {value}" for name, value in content.items())
    return f"{act} ({said})" if said else act


def _chance(chance: Chance) -> str:
    after = f" after {chance.after}" if chance.after else ""
    until = f" no later than {chance.until}" if chance.until else ""
    depends = f", depending on {', '.join(chance.depends_on)}" if chance.depends_on else ""
    what = _what(chance.act, chance.content)
    return f"next: {chance.person} has power to {what}{after}{until}{depends} ({', '.join(chance.rules)})"


def _duty(duty: DutyFinding) -> str:
    must = "must" if duty.must else "must not"
    until = f" no later than {duty.until}" if duty.until else ""
    return f"duty: {duty.person} {must} {duty.act}{until}: {duty.state} ({duty.rule})"


def netting_lines(one: NettingFinding) -> Iterator[str]:
    """A group of claims, what of them is netted, and what each member is left with."""
    cited = ", ".join(words for words in (one.clause, one.source) if words)
    under = f" under {one.law} ({cited})" if one.law else ""
    yield f"Netting {one.group}: {one.status}{under}" + (f": {one.reason}" if one.reason else "")
    yield from (f"  claim {part.claim}: {part.amount or part.reason}" for part in one.claims)
    for position in one.positions:
        yield f"  {position.person} is left with {position.amount}; {chain_text(position.chain)}"
    yield from (f"  Missing: {fact}" for fact in one.lacking)
    if one.disagree:
        yield f"  The laws of the claims do not agree: {', '.join(one.disagree)}"


def debt_lines(one: DebtFinding) -> Iterator[str]:
    """A debt with the part of each of its debtors or creditors."""
    yield f"Debt {one.debt} as {one.head}, among several {one.side}: {one.status}"
    for part in one.parts:
        share = "jointly" if part.joint else f"{part.share} of {part.whole}"
        cited = ", ".join(words for words in (part.clause, part.source) if words)
        yield f"  {part.person}: {part.amount} on claim {part.claim}, {share}, under {part.law} ({cited})"
    if one.most:
        yield f"  In all no more than {one.most}"
    yield from (f"  {line}" for line in (one.reason,) if line)
    yield from (f"  Missing: {fact}" for fact in one.lacking)
