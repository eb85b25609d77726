"""Compare a judgment with what its dispute expects: both in, what does not come out so out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.chain_words import chain_text
from panarchy_rules.casefile.dispute import Dispute, Expectation, IssueExpectation
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment


@dataclass(frozen=True, slots=True)
class Unmet:
    """One expectation that is not met: what was compared, what was expected, what was found."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected or 'nothing'}, found {self.found or 'nothing'}"


def unmet(dispute: Dispute, judgment: Judgment) -> tuple[Unmet, ...]:
    """Every expectation of the dispute that the judgment does not meet."""
    expect = dispute.expect
    return tuple(_compare(expect, judgment)) if expect else ()


def _compare(expect: Expectation, judgment: Judgment) -> Iterator[Unmet]:
    if expect.status is not None and expect.status != judgment.status:
        yield Unmet("status", str(expect.status), str(judgment.status))
    if expect.law is not None:
        yield from _same("law", (expect.law,) if expect.law != "none" else (), judgment.laws)
    if expect.laws is not None:
        yield from _same("laws", expect.laws, judgment.laws)
    if expect.forum is not None:
        yield from _same("forum", (expect.forum,), forums(judgment))
    if expect.orders is not None:
        yield from _same("orders", expect.orders, tuple(str(order) for order in judgment.orders))
    if expect.notes is not None:
        yield from _same("notes", expect.notes, tuple(str(note.code) for note in judgment.notes))
    if expect.grounds is not None:
        yield from _same("grounds", expect.grounds, judgment.grounds)
    if expect.named_by is not None:
        yield from _same("named by", expect.named_by, judgment.named_by)
    if expect.chains is not None:
        yield from _same("chains", expect.chains, law_chains(judgment.issues), "; ")
    if expect.forum_chains is not None:
        yield from _same("forum chains", expect.forum_chains, forum_chains(judgment.issues), "; ")
    if expect.lacking is not None:
        yield from _same("lacking", expect.lacking, judgment.lacking)
    if expect.bridges is not None:
        found = {bridge.text for issue in judgment.issues for bridge in issue.bridges}
        missing = [bridge for bridge in expect.bridges if bridge not in found]
        if missing:
            yield Unmet("bridges", ", ".join(missing), ", ".join(sorted(found)))
    if expect.stages is not None:
        yield from _same("stages", expect.stages, stages(judgment))
    if expect.void is not None:
        yield from _same("void", expect.void, void(judgment))
    if expect.set_off is not None:
        yield from _same("set-off", expect.set_off, set_off(judgment), "; ")
    if expect.netted is not None:
        yield from _same("netting", expect.netted, netted(judgment), "; ")
    for issue in expect.issues:
        yield from _issue(
            issue, [i for i in judgment.issues if i.issue == issue.issue and issue.claim in (None, i.claim)]
        )


def forums(judgment: Judgment) -> tuple[str, ...]:
    """The forums of all issues."""
    return tuple(dict.fromkeys(issue.forum.forum or "none" for issue in judgment.issues))


def stages(judgment: Judgment) -> tuple[str, ...]:
    """Where the proceedings are."""
    return tuple(
        dict.fromkeys(
            stage for issue in judgment.issues for stage in (issue.proceedings.stages if issue.proceedings else ())
        )
    )


def void(judgment: Judgment) -> tuple[str, ...]:
    """The acts that are void."""
    heard = (issue.proceedings for issue in judgment.issues if issue.proceedings)
    acts = (act for one in heard for act in one.acts if act.fate == "void")
    return tuple(dict.fromkeys(f"{act.on} {act.by} {act.act}" for act in acts))


def set_off(judgment: Judgment) -> tuple[str, ...]:
    """What is set off, by which clause, or why it is not."""
    found = ((one, f"{one.law} ({one.clause})" if one.law else "") for one in judgment.set_offs)
    return tuple(
        f"{one.claim} against {one.against}: {f'{one.amount}, {by}' if one.status in DECIDED else one.status}"
        for one, by in found
    )


def netted(judgment: Judgment) -> tuple[str, ...]:
    """What is netted, by which clause, or why it is not; and with what each member is left, and by which consent."""
    lines: list[str] = []
    for one in judgment.nettings:
        by = f"{one.law} ({one.clause})" if one.law else ""
        lines.append(f"{one.group}: {by if one.status in DECIDED else one.status}")
        lines += [f"{who.amount} for {chain_text(who.chain)}" for who in one.positions]
    return tuple(lines)


def law_chains(issues: Iterable[IssueJudgment]) -> tuple[str, ...]:
    """Why the governing laws may bind: the best chain of each party to each of them."""
    found = (chain for issue in issues for law in issue.laws for chain in law.chains)
    return tuple(dict.fromkeys(map(chain_text, found)))


def forum_chains(issues: Iterable[IssueJudgment]) -> tuple[str, ...]:
    """Why the forum may bind each party."""
    return tuple(dict.fromkeys(chain_text(chain) for issue in issues for chain in issue.forum.chains))


def _same(what: str, expected: tuple[str, ...], found: tuple[str, ...], between: str = ", ") -> Iterator[Unmet]:
    """The same members; order does not matter."""
    if sorted(map(str, expected)) != sorted(found):
        yield Unmet(what, between.join(map(str, expected)), between.join(found))


def _issue(expect: IssueExpectation, found: list[IssueJudgment]) -> Iterator[Unmet]:
    if not found:
        yield Unmet(f"issue {expect.issue}", "a decision on it", "")
    for issue in found:
        if expect.status is not None and expect.status != issue.status:
            yield Unmet(f"status of {issue.issue}", str(expect.status), str(issue.status))
        if expect.law is not None:
            yield from _same(f"law of {issue.issue}", (expect.law,), tuple(law.name for law in issue.laws))
        if expect.outcome is not None:
            values = tuple(dict.fromkeys(answer.value or answer.verdict for answer in issue.answers))
            yield from _same(f"outcome of {issue.issue}", (expect.outcome,), values)
        if expect.grounds is not None:
            grounds = tuple(dict.fromkeys(ground.rule for answer in issue.answers for ground in answer.grounds))
            yield from _same(f"grounds of {issue.issue}", expect.grounds, grounds)
        if expect.chains is not None:
            yield from _same(f"chains of {issue.issue}", expect.chains, law_chains([issue]), "; ")
