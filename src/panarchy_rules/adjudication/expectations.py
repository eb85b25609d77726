"""Compare a judgment with what its dispute expects: both in, what does not come out so out."""

from collections.abc import Iterator
from dataclasses import dataclass

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
        forums = tuple(dict.fromkeys(i.forum.forum or "none" for i in judgment.issues))
        yield from _same("forum", (expect.forum,), forums)
    if expect.orders is not None:
        yield from _same("orders", expect.orders, tuple(str(order) for order in judgment.orders))
    if expect.notes is not None:
        yield from _same("notes", expect.notes, tuple(str(note.code) for note in judgment.notes))
    if expect.grounds is not None:
        yield from _same("grounds", expect.grounds, judgment.grounds)
    if expect.named_by is not None:
        yield from _same("named by", expect.named_by, judgment.named_by)
    if expect.lacking is not None:
        yield from _same("lacking", expect.lacking, judgment.lacking)
    if expect.bridges is not None:
        found = {bridge.text for issue in judgment.issues for bridge in issue.bridges}
        missing = [bridge for bridge in expect.bridges if bridge not in found]
        if missing:
            yield Unmet("bridges", ", ".join(missing), ", ".join(sorted(found)))
    heard = [issue.proceedings for issue in judgment.issues if issue.proceedings]
    if expect.stages is not None:
        yield from _same("stages", expect.stages, tuple(dict.fromkeys(s for one in heard for s in one.stages)))
    if expect.void is not None:
        void = (f"{act.on} {act.by} {act.act}" for one in heard for act in one.acts if act.fate == "void")
        yield from _same("void", expect.void, tuple(dict.fromkeys(void)))
    for issue in expect.issues:
        yield from _issue(issue, [i for i in judgment.issues if i.issue == issue.issue])


def _same(what: str, expected: tuple[str, ...], found: tuple[str, ...]) -> Iterator[Unmet]:
    """The same members; order does not matter."""
    if sorted(map(str, expected)) != sorted(found):
        yield Unmet(what, ", ".join(map(str, expected)), ", ".join(found))


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
