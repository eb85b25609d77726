"""Check claims that are made together: those on one debt, and that none is counted in two ways."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from panarchy_rules.base.boundary import Unfit, quoted


class _Claim(Protocol):
    @property
    def claimant(self) -> str: ...
    @property
    def respondent(self) -> str: ...
    @property
    def set_off(self) -> str | None: ...
    @property
    def debt(self) -> str | None: ...
    @property
    def net(self) -> str | None: ...


def check_debts(claims: Sequence[_Claim]) -> None:
    """Claims on one debt have one creditor and several debtors, or one debtor and several creditors."""
    for name, places in _groups((n, claim.debt) for n, claim in enumerate(claims)):
        mine = [claims[place] for place in places]
        creditors, debtors = [claim.claimant for claim in mine], [claim.respondent for claim in mine]
        where = ("claims", places[-1], "debt")
        if len(mine) < 2:
            cure = "name the same debt in each claim on it, or leave it out"
            raise Unfit(f"only one claim is on the debt {quoted(name)}", cure, "PR358", where)
        fits = (len(set(creditors)) == 1) != (len(set(debtors)) == 1)
        if not fits or len(set(zip(creditors, debtors, strict=True))) < len(mine):
            message = f"the claims on the debt {quoted(name)} have neither one creditor nor one debtor"
            raise Unfit(message, "one creditor claims from each debtor once, or each creditor from one", "PR358", where)
    for number, claim in enumerate(claims):
        if sum(name is not None for name in (claim.debt, claim.net, claim.set_off)) > 1:
            message = "a claim is set off, netted, or on a shared debt, and no two of these"
            raise Unfit(message, "keep one of `set_off`, `net` and `debt`", "PR358", ("claims", number))


def _groups(named: Iterable[tuple[int, str | None]]) -> Iterator[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for place, name in named:
        if name is not None:
            groups.setdefault(name, []).append(place)
    yield from groups.items()
