"""Check what a judgment says of contested consents: a world and an issue in, the worlds that count or objections out.

Nothing is grown or selected: a contested consent that still counts for nothing is taken out of the register, and
every chain has to hold without it.
"""

from collections.abc import Callable, Iterator

from panarchy_rules.adjudication.challenged import without
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.base.results import Status
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.casefile.judgment import Chain, ChallengeFinding, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Join, Ratify, Submit
from panarchy_rules.verification.edges import EdgeCheck

Sound = Callable[[LawWorld, Chain, str], Iterator[str]]


def that_counts(world: LawWorld, issue: IssueJudgment, against: str) -> LawWorld:
    """The world without every contested consent to laws, or to forums, that is not held valid."""
    gone = [c.entry for c in issue.challenges if c.entry and c.counts != "valid" and against in c.against]
    return without(world, gone) if gone else world


def undisputed(judgment: Judgment) -> Judgment:
    """The judgment of a dispute in which nothing is contested: its names need not be looked up again."""
    if not judgment.dispute.challenges:
        return judgment
    return judgment.model_copy(update={"dispute": judgment.dispute.model_copy(update={"challenges": ()})})


def check_challenges(world: LawWorld, judgment: Judgment, issue: IssueJudgment, sound: Sound) -> Iterator[str]:
    """Everything that is wrong with how challenges count. `sound` objects to a chain to a forum."""
    asked = judgment.dispute.challenges
    said = [(c.what, c.by, c.ground, c.against, c.entry) for c in issue.challenges]
    if said != [(c.what, c.by, c.ground, c.against, c.entry) for c in asked]:
        yield "its challenges are not those of the dispute"
        return
    if not asked:
        yield from ("no consent is contested",) if issue.status is Status.CONSENT_CHALLENGED else ()
        return
    if issue.status is Status.CONSENT_CHALLENGED and all(c.counts != "open" for c in issue.challenges):
        yield "no consent is contested any more"
    alone = without(world, [c.entry for c in asked if c.entry and "forum" in c.against])
    check = EdgeCheck.of(alone, undisputed(judgment), issue, {})
    for finding, challenge in zip(issue.challenges, asked, strict=True):
        if finding.counts == "open" and not finding.cures:
            yield f"nothing is said to settle the contest of {finding.what}"
        if finding.forum is not None:
            yield from _found(judgment, issue, finding, challenge)
            for chain in finding.chains:
                yield from sound(alone, chain, finding.forum)
        elif not _ratified(world, issue, challenge):
            yield from _by_law(check, finding, challenge)
        if finding.counts != "valid":
            yield from _rests(issue, challenge)


def _by_law(check: EdgeCheck, finding: ChallengeFinding, challenge: Challenge) -> Iterator[str]:
    """What the home law of the challenger, or the law that the consent names, says is asked again."""
    entry = check.entries.get(challenge.entry or 0)
    home = check.members.home(challenge.by)
    silence = check.world.rulebooks[home].limits.silence if home else None
    named = check.named(entry) if isinstance(entry, Agree | Submit) else None
    book = check.clauses.book(named) if named else None
    says: tuple[str, str | None] = ("open", None)
    if challenge.against == ("law",) and silence is not None and getattr(entry, "kind", "") in ("conduct", "presumed"):
        says = ("void", str(home))
    elif challenge.against == ("law",) and book and book.limits.validity:
        asked = Evaluation(book, check.before_judgment, check.clauses.text)
        held = asked.established(truth(book.limits.validity.condition, asked, {}))
        says = ({True: "valid", False: "void"}.get(held, "open") if isinstance(held, bool) else "open", named)
    if (finding.counts, finding.code) != says:
        yield (
            f"nobody found {finding.what} {finding.counts}"
            if says[1] is None
            else (f"{says[1]} has {finding.what} {says[0]}, and not {finding.counts}")
        )


def _found(judgment: Judgment, issue: IssueJudgment, finding: ChallengeFinding, challenge: Challenge) -> Iterator[str]:
    """A finding says what the dispute states of it, in time, and binds each party."""
    if (finding.counts, finding.forum) != (challenge.found, challenge.found_by):
        yield f"{finding.forum} did not find {finding.what} {finding.counts}"
    today = judgment.dispute.today
    if today and challenge.found_on and challenge.found_on > today:
        yield f"the finding on {finding.what} is later than the judgment"
    for party in (issue.claimant, issue.respondent, *issue.joined):
        if all(chain.party != party for chain in finding.chains):
            yield f"no chain of consent leads {party} to {finding.forum}, which found on {finding.what}"


def _ratified(world: LawWorld, issue: IssueJudgment, challenge: Challenge) -> bool:
    """Whether the member ratified a contested membership: by the anchor, or against their own challenge."""
    entries = world.register.entries
    join = next((e for e in entries if e.entry == challenge.entry), None)
    return isinstance(join, Join) and any(
        isinstance(e, Ratify)
        and (e.person, e.provider) == (join.person, join.provider)
        and e.entry > join.entry
        and (max(e.effective, e.recorded) <= issue.anchor or challenge.by == join.person)
        for e in entries
    )


def _rests(issue: IssueJudgment, challenge: Challenge) -> Iterator[str]:
    """No chain rests on what counts for nothing. An agreement after the event does not rest on it."""
    chains = [chain for law in issue.laws if law.through is None for chain in (*law.chains, *law.also)]
    for chain in (*chains, *issue.forum.chains):
        if chain.party == challenge.whose and chain.edges[-1].target == challenge.to and chain.tier > 0:
            yield f"the chain of {chain.party} to {challenge.to} is contested"
