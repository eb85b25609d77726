"""Judge a dispute in which consents are contested: a dispute and how to judge one world in, its issues out.

What is contested is unknown, and unknown facts never choose a law: every issue is judged with and without each
consent that is still contested. If the result is the same it stands, along the chains that do not rest on any of
them. If not, it is reported (DOMAIN C5).
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from panarchy_rules.adjudication import report
from panarchy_rules.adjudication.challenged import Settled, bars, settle, struck, without
from panarchy_rules.adjudication.prepare import Prepared, prepare
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld

Way = frozenset[int]  # The challenges that succeed, by their places in the dispute.
Judge = Callable[[Prepared, Prepared], tuple[j.IssueJudgment, ...]]


def contested(world: LawWorld, dispute: Dispute, judge: Judge) -> tuple[j.IssueJudgment, ...]:
    """Every issue. `judge` judges all of them, given the claims as laws see them and as forums see them."""
    ways = _Ways(world, dispute, judge)
    return tuple(_issue(ways, number) for number in range(len(ways.issues(frozenset()))))


def uncontested(dispute: Dispute) -> Dispute:
    """The dispute, if nothing were contested."""
    return dispute.model_copy(update={"challenges": ()})


class _Ways:
    """The issues in every way the challenges may go, each judged once."""

    def __init__(self, world: LawWorld, dispute: Dispute, judge: Judge) -> None:
        self.world, self.dispute, self.judge = world, uncontested(dispute), judge
        self.challenges = dispute.challenges
        self._judged: dict[Way, tuple[j.IssueJudgment, ...]] = {}
        self._forums = self.prepared(frozenset(range(len(self.challenges))), "forum")

    def issues(self, way: Way) -> tuple[j.IssueJudgment, ...]:
        """All issues in one way."""
        if way not in self._judged:
            self._judged[way] = self.judge(self.prepared(way, "law"), self.prepared(way, "forum"))
        return self._judged[way]

    def prepared(self, way: Way, against: str) -> Prepared:
        """The claims without what counts for nothing, as a consent to laws or to forums, in one way."""
        void = [self.challenges[number] for number in sorted(way)]
        made = prepare(without(self.world, struck(void, against)), self.dispute)
        barred = bars(void, against)
        return replace(made, claims=tuple((name, replace(claim, barred=barred)) for name, claim in made.claims))

    def settled(self, number: int) -> tuple[Settled, ...]:
        """How every challenge counts for one claim on one issue."""
        return settle(self.world, self.claim(number), self.challenges)

    def claim(self, number: int) -> ClaimAtIssue:
        """The claim without anything that is contested as a consent to a forum."""
        return self._forums.claims[number][1]


def _issue(ways: _Ways, number: int) -> j.IssueJudgment:
    settled = ways.settled(number)
    void = frozenset(n for n, one in enumerate(settled) if one.counts == "void")
    open_ = [n for n, one in enumerate(settled) if one.counts == "open"]
    subsets = [frozenset(some) for size in range(len(open_) + 1) for some in combinations(open_, size)]
    judged = {some: ways.issues(void | some)[number] for some in subsets}
    findings = tuple(_finding(ways.claim(number), one, judged.values()) for one in settled)
    last = judged[frozenset(open_)]
    if len({decided_on(one) for one in judged.values()}) > 1:
        last = _reported(ways, judged, number)
    steps = (*last.steps[:1], *map(_step, findings), *last.steps[1:])
    return last.model_copy(update={"challenges": findings, "steps": steps})


def decided_on(issue: j.IssueJudgment) -> tuple[object, ...]:
    """What must not depend on a contested consent, or on anything else that is not known."""
    orders = (order.model_copy(update={"chain": None}) for order in (*issue.orders, *issue.unimposed))
    open_ = (issue.possible_laws, issue.lacking)
    return issue.status, _laws(issue), issue.forum.status, issue.forum.forum, open_, *map(str, orders)


def _laws(issue: j.IssueJudgment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(law.name for law in issue.laws))


def _reported(ways: _Ways, judged: Mapping[Way, j.IssueJudgment], number: int) -> j.IssueJudgment:
    """An issue that depends on what is contested: nothing is decided, and what could be is said.

    If it is undecided in every way for one reason, that is its status still.
    """
    first, *_, last = judged.values()  # With all that is contested, and without any of it.
    everyone = tuple(sorted(ways.claim(number).everyone))
    issues = list(judged.values())
    laws = tuple(dict.fromkeys(law for one in issues for law in (*_laws(one), *one.possible_laws)))
    undecided = {one.status for one in issues} == {first.status} and first.status not in DECIDED
    status = first.status if undecided else Status.CONSENT_CHALLENGED
    reasons = tuple(_in_words(ways.challenges, way, one) for way, one in judged.items())
    agree = " and ".join(everyone) + " agree on "
    kept = ("claim", "issue", "matter", "anchor", "claimant", "respondent", "joined", "together")
    return j.IssueJudgment(
        **{name: getattr(last, name) for name in kept},
        status=status,
        frontiers=first.frontiers,
        possible_laws=laws,
        forum=_forum(issues),
        proceedings=first.proceedings if all(one.proceedings == first.proceedings for one in issues) else None,
        lacking=tuple(dict.fromkeys(fact for one in issues for fact in one.lacking)),
        reasons=reasons,
        bridges=tuple(j.Bridge(act="agree", authors=everyone, target=law, text=agree + law) for law in laws),
        steps=(*first.steps[:1], j.StepTaken(step="law", found=f"{status}: {'; '.join(reasons)}")),
    )


def _forum(issues: Iterable[j.IssueJudgment]) -> j.ForumFinding:
    """The forum, with the chains that rest on nothing contested, if it is the same in every way."""
    found = [one.forum for one in issues]
    if len({(one.status, one.forum) for one in found}) == 1:
        return found[-1]
    names = tuple(dict.fromkeys(one.forum for one in found if one.forum))
    reason = "which forum, if any, depends on a consent that is contested"
    return j.ForumFinding(status=Status.CONSENT_CHALLENGED, candidates=names, reason=reason)


def _in_words(challenges: tuple[Challenge, ...], way: Way, issue: j.IssueJudgment) -> str:
    void = " and ".join(challenges[number].what for number in sorted(way))
    come = " and ".join(_laws(issue)) or str(issue.status)
    before = f" before {issue.forum.forum}" if issue.forum.forum else f", {issue.forum.status}"
    return f"{'without ' + void if void else 'with all that is contested'}: {come}{before}"


def _finding(claim: ClaimAtIssue, one: Settled, judged: Iterable[j.IssueJudgment]) -> j.ChallengeFinding:
    """How a challenge counts, and the first steps of the chains that rest on what it contests."""
    asked = one.challenge
    chains = [chain for issue in judged for law in issue.laws for chain in (*law.chains, *law.also)]
    chains += [chain for issue in judged for chain in issue.forum.chains]
    edges = {chain.edges[0 if asked.entry else -1]: None for chain in chains if _rests_on(chain, asked)}
    return j.ChallengeFinding(
        what=asked.what,
        by=asked.by,
        ground=asked.ground,
        against=asked.against,
        entry=asked.entry,
        edges=tuple(edges),
        counts=one.counts,
        reason=one.reason,
        forum=asked.found_by if one.routes else None,
        code=str(one.by_law.code) if one.by_law else None,
        chains=tuple(report.chain(claim, r.person, r.path, r.assuming) for r in one.routes),
        cures=one.cures,
    )


def _rests_on(chain: j.Chain, asked: Challenge) -> bool:
    if asked.entry:
        return chain.edges[0].entry == asked.entry
    return chain.party == asked.whose and chain.edges[-1].target == asked.to


def _step(one: j.ChallengeFinding) -> j.StepTaken:
    found = f"{one.by} contests {one.what} ({one.ground}): {one.counts}; {one.reason}"
    return j.StepTaken(step="consents", found=found, by=tuple(_words(edge) for edge in one.edges))


def _words(edge: j.Edge) -> str:
    """A step of a chain in few words."""
    return f"{edge.author}, entry {edge.entry}" if edge.entry else f"{edge.author}, {edge.clause}"
