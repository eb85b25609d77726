"""Check a judgment again: world and judgment in, everything that does not hold out.

Every chain is followed edge by edge through the register and the rulebooks themselves.
Nothing here grows a closure, selects a law or imports the parts that do;
only conditions and verdicts are put to the interpreter once more.
"""

from collections.abc import Iterator

from panarchy_rules.adjudication.cures import cures_of, failed_at
from panarchy_rules.adjudication.one_by_one import agreement
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.values import show
from panarchy_rules.casefile.judgment import Chain, GoverningLaw, IncidentalFinding, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import Asking
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.between import check_between
from panarchy_rules.verification.challenges import check_challenges, that_counts, undisputed
from panarchy_rules.verification.complete import check_complete, check_of_itself
from panarchy_rules.verification.edges import EdgeCheck, Step
from panarchy_rules.verification.evasion import check_evasions
from panarchy_rules.verification.kept import prepared_for, prepared_once
from panarchy_rules.verification.members import Members
from panarchy_rules.verification.readings import check_readings
from panarchy_rules.verification.results import check_results
from panarchy_rules.verification.together import check_together


def verify(world: LawWorld, judgment: Judgment) -> tuple[Diagnostic, ...]:
    """Every sentence that says what is wrong; nothing if the judgment holds."""
    place = whole_file(f"judgment of {judgment.dispute.id}")
    found: dict[str, None] = {}
    for issue in judgment.issues:
        alone = undisputed(judgment)
        read = check_readings(world, judgment, issue, _issue)
        for sentence in (*_contested(world, judgment, issue), *_issue(world, alone, issue), *read):
            found[f"issue {issue.issue} of {issue.claim}: {sentence}"] = None
    for sentence in (*_whole(judgment), *check_complete(world, judgment), *check_between(world, judgment)):
        found[sentence] = None
    return tuple(Diagnostic("PR701", sentence, place) for sentence in found)


def _contested(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    def sound(alone: LawWorld, chain: Chain, forum: str) -> Iterator[str]:
        assuming = {a.about: a.value for a in chain.assuming}
        yield from _chain(EdgeCheck.of(alone, undisputed(judgment), issue, assuming), chain, forum)

    yield from check_challenges(world, judgment, issue, sound)


def _issue(whole: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    world, seats = that_counts(whole, issue, "law"), that_counts(whole, issue, "forum")
    if issue.status in DECIDED and not issue.laws:
        yield "it is decided, but no law is named"
    if issue.status in DECIDED and issue.forum.status is not Status.DECIDED:
        yield "it is decided, but no forum is named"
    yield from _parties(world, judgment, issue)
    for law in issue.laws:
        assuming = {a.about: a.value for a in law.assuming}
        check, seat = (EdgeCheck.of(w, judgment, issue, assuming) for w in (world, seats))
        yield from _bound(issue, law.chains, f"law {law.name}")
        for chain in (*law.chains, *law.also):
            yield from _chain(
                seat if law.through else check,
                chain,
                (issue.forum.in_place_of or law.through) if law.through else law.name,
            )
        yield from _procedural(world, judgment, issue, law)
    if issue.forum.forum:
        yield from _bound(issue, issue.forum.chains, f"forum {issue.forum.forum}")
        for chain in issue.forum.chains:
            check = EdgeCheck.of(seats, judgment, issue, {a.about: a.value for a in chain.assuming})
            yield from _chain(check, chain, issue.forum.in_place_of or issue.forum.forum)
        yield from _succeeds(world, judgment, issue)
    for met in issue.common_laws:
        check = EdgeCheck.of(world, judgment, issue, {})
        if met.certain:
            yield from _bound(issue, met.chains, f"common law {met.law}")
        for chain in met.chains:
            yield from _chain(check, chain, met.law)
    for one in issue.incidental:
        yield from _incidental(world, judgment, issue, one)
    check = EdgeCheck.of(world, judgment, issue, {})
    for order in issue.orders:
        yield from _sound(check, order.chain, order.law) if order.chain else ()
    yield from check_together(world, judgment, issue)
    yield from check_evasions(world, judgment, issue)
    if issue.failed != (None if issue.status in DECIDED else failed_at(issue)):
        yield f"it did not fail at {issue.failed}"
    if issue.status not in DECIDED and issue.cures != cures_of(issue):
        yield "what would cure it is said wrongly"
    yield from _alone(world, judgment, issue)
    yield from _title(world, judgment, issue)
    yield from check_of_itself(world, judgment, issue)
    yield from check_results(world, judgment, issue)


def _alone(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """What each claim would get alone rests on chains of its own two parties."""
    if bool(issue.alone) != (issue.status is Status.NO_COMMON_LAW_JOINT):
        yield "claims are offered one by one only where all parties together have no law, and then always"
    if issue.alone and agreement(issue.alone) not in issue.reasons:
        yield "whether the results of the claims one by one would fit together is said wrongly"
    for one in issue.alone:
        own = {"claim": one.claim, "claimant": one.claimant, "respondent": one.respondent, "joined": ()}
        pair = issue.model_copy(update=own)
        for law in one.laws:
            check = EdgeCheck(world, judgment, pair, {a.about: a.value for a in law.assuming})
            yield from _led(check, law, f"law {law.name}")


def _title(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """Who has a claim is said by a registry to which chains of the debtor and of all assignees lead."""
    asked = prepared_once(world, judgment.dispute).titles.get(issue.claim)
    said = issue.title
    if asked is None or said is None:
        if (asked is None) != (said is None):
            yield "whether the claim was assigned more than once is said wrongly"
        return
    claim, first = asked.claim, asked.claim.claimant
    wanted = (asked.title.question, claim.matter, claim.anchor, tuple(sorted(asked.title.to)))
    if (said.question, said.matter, said.anchor, said.to) != wanted:
        yield "the title is not the one of the dispute"
        return
    own = {"claimant": first, "respondent": claim.respondent, "matter": claim.matter, "anchor": claim.anchor}
    pair = issue.model_copy(update={**own, "issue": claim.issue, "joined": claim.joined, "orders": ()})
    for law in said.laws:
        check = EdgeCheck(world, judgment, pair, {a.about: a.value for a in law.assuming}, claim.record)
        check.other = {**dict.fromkeys(said.to, claim.respondent), claim.respondent: first}
        yield from _led(check, law, "the registry")
        if not _answers(check, claim, law, said.question, said.answer):
            yield f"{law.name} does not give the claim to {said.answer}"
    if (issue.status in DECIDED) and said.answer is None:
        yield "it is decided, and nobody is found to have the claim"


def _succeeds(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """A forum hears cases once its provider has ended only through those that it names in its place."""
    named, filed = issue.forum.in_place_of or issue.forum.forum or "", judgment.dispute.filed or issue.anchor
    forum = world.forum(named, issue.anchor)
    members = Members.of(world, issue.anchor, issue.matter)
    ended = forum is not None and members.has_ended(forum.provider, filed)
    if ended != bool(issue.forum.in_place_of):
        yield f"the provider of forum {named} had {'' if ended else 'not '}ended on {filed}"
    if issue.forum.in_place_of and (forum is None or issue.forum.forum not in forum.successors):
        yield f"forum {named} is not succeeded by {issue.forum.forum}"


def _procedural(world: LawWorld, judgment: Judgment, issue: IssueJudgment, law: GoverningLaw) -> Iterator[str]:
    """The law of a forum's procedure governs the issues of procedure, and no others."""
    names = world.vocabulary.procedural
    belongs = any(issue.issue == name or issue.issue.startswith(f"{name}.") for name in names)
    if belongs != (law.through is not None):
        yield f"{law.name} governs, and {'the procedure of the forum' if belongs else 'no procedure'} should"
    if law.through is None:
        return
    forum = world.forum(law.through, issue.anchor)
    provider, edition = (forum.procedure if forum else None) or ("", "")
    book = world.in_force(provider, judgment.dispute.filed or issue.anchor)
    if law.through != issue.forum.forum or law.name != (f"{provider} {edition}" if edition else str(book and book.law)):
        yield f"{law.name} is not the procedure of {law.through}"


def _incidental(world: LawWorld, judgment: Judgment, issue: IssueJudgment, one: IncidentalFinding) -> Iterator[str]:
    """A preliminary question is answered by a law to which the chains of its own persons lead."""
    where = f"preliminary question {one.question}"
    asked = prepared_once(world, judgment.dispute).incidental
    claims = [claim for question, claim in asked if question == one.question]
    persons = [(c.claimant, c.respondent, c.matter, c.anchor) for c in claims]
    if (one.claimant, one.respondent, one.matter, one.anchor) not in persons:
        yield f"{where} is not that of the dispute"
        return
    claim = claims[0]
    own = {"claimant": one.claimant, "respondent": one.respondent, "matter": one.matter, "anchor": one.anchor}
    alone = issue.model_copy(update={**own, "joined": claim.joined, "issue": claim.issue, "incidental": ()})
    for law in one.laws:
        check = EdgeCheck(world, judgment, alone, {a.about: a.value for a in law.assuming}, claim.record)
        yield from _led(check, law, f"the law of {where}")
        if not _answers(check, claim, law, one.question, one.answer):
            yield f"{law.name} does not answer {one.question} with {one.answer}"


def _parties(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """The persons, matter and anchor must be those of the dispute."""
    dispute = judgment.dispute
    claim = dispute.claim_named(issue.claim)
    claimant = claim.claimant if claim else dispute.parties.get("claimant")
    respondent = claim.respondent if claim else dispute.parties.get("respondent")
    if (issue.claimant, issue.respondent) != (claimant, respondent):
        yield "its parties are not those of the dispute"
    prepared = prepared_for(world, judgment).claims
    if issue.joined not in [c.joined for name, c in prepared if name == issue.claim]:
        yield "others have to share the law"
    if (issue.matter, issue.anchor) not in [
        (c.matter, c.anchor) for name, c in prepared if (name, c.issue) == (issue.claim, issue.issue)
    ]:
        yield "its matter or anchor is not that of the dispute"
    assignee = claim.assignee if claim else dispute.assignee
    if issue.title and issue.title.answer != issue.claimant:
        assignee = issue.title.answer
    for order in issue.orders:
        if order.assignee != (assignee if order.creditor == issue.claimant else None):
            yield f"the order that {order} does not go to whoever has the claim"
    if issue.issue not in ((claim.issues if claim else ()) or dispute.issues):
        yield "the dispute does not raise it"


def _led(check: EdgeCheck, law: GoverningLaw, what: str) -> Iterator[str]:
    """Sound chains lead each party to a law."""
    yield from _bound(check.issue, law.chains, what)
    for chain in (*law.chains, *law.also):
        yield from _chain(check, chain, law.name)


def _answers(check: EdgeCheck, claim: ClaimAtIssue, law: GoverningLaw, question: str, answer: str | None) -> bool:
    """Whether a law answers a question as is said, if anything is said."""
    book = check.clauses.book(law.name)
    told = replace(claim, record=check.record)  # With what the law is conditional on.
    verdict = told.evaluation(book).decide(Asking(question)) if book and answer is not None else None
    return answer is None or (isinstance(verdict, Settled) and show(verdict.value) == answer)


def _bound(issue: IssueJudgment, chains: tuple[Chain, ...], what: str) -> Iterator[str]:
    """Each party has a chain."""
    for party in (issue.claimant, issue.respondent, *issue.joined):
        if not any(chain.party == party for chain in chains):
            yield f"no chain of consent leads {party} to {what}"


def _chain(check: EdgeCheck, chain: Chain, end: str) -> Iterator[str]:
    where = f"the chain of {chain.party} to {end}"
    if chain.party not in (check.issue.claimant, check.issue.respondent, *check.issue.joined):
        yield f"{where}: {chain.party} is no party"
        return
    yield from _sound(check, chain, end)


def _sound(check: EdgeCheck, chain: Chain, end: str) -> Iterator[str]:
    """Everything that is wrong with the steps of a chain, whoever is bound by it."""
    where = f"the chain of {chain.party} to {end}"
    if chain.party not in check.other:
        yield f"{where}: nothing is asked of {chain.party}"
        return
    if not chain.edges or chain.edges[0].kind != "consent":
        yield f"{where} does not begin with an act of {chain.party}"
        return
    if chain.edges[-1].target != end:
        yield f"{where} ends at {chain.edges[-1].target}"
    step = Step(chain.party, chain.tier, chain.edges)
    for sentence in check.sentences(step):
        yield f"{where}: {sentence}"


def _whole(judgment: Judgment) -> Iterator[str]:
    all_ = [*(issue.status for issue in judgment.issues), *(one.status for one in judgment.debts)]
    undecided = [status for status in all_ if status not in DECIDED]
    if undecided:
        expected = undecided[0]
    elif any(issue.status is Status.DECIDED_IN_PART for issue in judgment.issues):
        expected = Status.DECIDED_IN_PART
    else:
        expected = Status.DECIDED
    if judgment.status is not expected:
        yield f"the status at the top is {judgment.status}, that of the issues {expected}"
