"""Write what several claims or laws come to together: findings of a judgment in, lines of text out."""

from collections.abc import Iterator

from panarchy_rules.casefile.judgment import AdaptationFinding, ClaimAlone, WholeResult
from panarchy_rules.explanation.headline import outcome
from panarchy_rules.explanation.names import Names, begun, counted


def alone_lines(alone: tuple[ClaimAlone, ...], names: Names) -> Iterator[str]:
    """What each claim would get between its two parties alone, where all together have no law."""
    if alone:
        yield "Each claim between its two parties alone, which they may still ask for:"
    for one in alone:
        between = f"{begun(names.person(one.claimant))} against {names.person(one.respondent)}"
        under = f" under {counted(names.law(law.name) for law in one.laws)}" if one.laws else ""
        results = f": {'; '.join(_result(result, names) for result in one.results)}" if one.results else ""
        yield f"  {between}: {outcome(one.status)[:1].lower()}{outcome(one.status)[1:]}{under}{results}"


def _result(result: str, names: Names) -> str:
    """A head with what would be owed, such as `damages: 20 EUR`."""
    head, _, value = result.partition(": ")
    return f"{names.say(value)} ({names.called('head', head)})" if value else names.say(result)


def adaptation_lines(one: AdaptationFinding, names: Names) -> Iterator[str]:
    """What laws that do not fit together give, and what is owed in the place of it."""
    debtor, creditor = names.person(one.debtor), names.person(one.creditor)
    yield f"Adapted, on what {debtor} owes {creditor}: {one.amount} in the place of {one.together}"
    yield from (f"  {_whole(result, names)}" for result in one.whole)
    bound = "no more than the highest" if one.kind == "at most" else "no less than the lowest"
    codes = (
        f"{names.law(by.code)}{f' ({by.source})' if by.source else ''}, for {names.person(by.party)}" for by in one.by
    )
    yield f"  To be owed is {bound} of these results: so say {counted(codes)}."


def _whole(result: WholeResult, names: Names) -> str:
    return f"{begun(names.law(result.law))} gives {names.say(result.amount)} for the whole."
