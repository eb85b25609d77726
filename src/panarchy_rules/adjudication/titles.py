"""Find who has a claim that was assigned more than once: the assignees and the debtor in, one of them or none out.

Only a registry that the debtor and all assignees accept can say it; it is a law that answers a question (DOMAIN C28).
"""

from collections.abc import Iterator, Mapping

from panarchy_rules.adjudication.characterise import Classed
from panarchy_rules.adjudication.govern import LawFinding, answers_of, find_law
from panarchy_rules.adjudication.issue_status import Standing
from panarchy_rules.adjudication.report import bridges, governing
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.base.values import Person, show
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.title import Title
from panarchy_rules.choice_of_law.bridges import Bridge
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.rulebook.verdict import Lacuna, Settled, Undetermined, Verdict


@dataclass(frozen=True, slots=True)
class TitleAsked:
    """A title question: as filed, and as a claim between the first assignee and the debtor, the others joined.

    `classed` says how their codes class it.
    """

    title: Title
    claim: ClaimAtIssue
    classed: Classed


@dataclass(frozen=True, slots=True)
class TitleFound:
    """Who has the claim; or the status and reasons why nobody is found, and what would cure it."""

    finding: j.TitleFinding
    person: str | None
    stands: Standing | None
    bridges: tuple[Bridge, ...] = ()


def find_title(asked: TitleAsked, creditor: str) -> TitleFound:
    """Who has the claim, by the registry common to all whom it concerns."""
    claim, title = asked.claim, asked.title
    law = _law(asked)
    made = j.TitleFinding(
        question=title.question,
        matter=claim.matter,
        anchor=claim.anchor,
        to=tuple(sorted(title.to)),
        laws=tuple(governing(claim, route) for route in law.routes),
    )
    if law.status is not None:
        return _none(made, _without(asked, law), law.bridges, tuple(_said(asked)))
    verdicts = answers_of(claim, law, title.question)
    stands = _unsettled(made, verdicts)
    if stands:
        return _none(made, stands, (), ())
    named = {show(verdict.value) for verdict in verdicts if isinstance(verdict, Settled)}
    person = named.pop() if len(named) == 1 else ""
    if person not in (*title.to, creditor):
        reason = f"{_names(made)} gives it to {person or 'several'}, and not to one of them"
        return _none(made, Standing(Status.DOUBLE_TITLE, (), (reason,)), (), ())
    return TitleFound(made.model_copy(update={"answer": person}), person, None)


def _law(asked: TitleAsked) -> LawFinding:
    """The registry common to all, if the codes of all whom it concerns class the question alike."""
    classed = asked.classed
    if classed.status:
        return LawFinding(classed.status, lacking=classed.lacking, reasons=classed.lines)
    return find_law(asked.claim, asked.title.question)


def with_titles(asked: Mapping[str, TitleAsked], issues: tuple[j.IssueJudgment, ...]) -> tuple[j.IssueJudgment, ...]:
    """The issues; where a claim was assigned more than once, orders pay whoever has it, or nobody is paid."""
    return tuple(
        _with(one, find_title(asked[one.claim], one.claimant)) if one.claim in asked else one for one in issues
    )


def _with(issue: j.IssueJudgment, found: TitleFound) -> j.IssueJudgment:
    words = found.finding.reason or f"{_names(found.finding)} gives the claim to {found.person}"
    steps = (*issue.steps, j.StepTaken(step="title", found=words))
    known: dict[str, object] = {"title": found.finding, "steps": steps}
    if found.stands is None:
        person = None if found.person == issue.claimant else found.person
        orders = tuple(
            order.model_copy(update={"assignee": person}) if order.creditor == issue.claimant else order
            for order in issue.orders
        )
        return issue.model_copy(update={**known, "orders": orders})
    if issue.status not in DECIDED:
        return issue.model_copy(update=known)
    open_ = {
        "status": found.stands.status,
        "orders": (),
        "recognitions": (),
        "lacking": found.stands.lacking,
        "reasons": found.stands.reasons,
        "bridges": bridges(found.bridges),
    }
    return issue.model_copy(update={**known, **open_})


def _none(made: j.TitleFinding, stands: Standing, bridges: tuple[Bridge, ...], said: tuple[str, ...]) -> TitleFound:
    stands = replace(stands, reasons=(*stands.reasons, *said))
    return TitleFound(
        made.model_copy(update={"reason": "; ".join(stands.reasons), "said": said}), None, stands, bridges
    )


def _names(made: j.TitleFinding) -> str:
    return " and ".join(dict.fromkeys(law.name for law in made.laws))


def _without(asked: TitleAsked, law: LawFinding) -> Standing:
    """No registry is common to all. Where it is open what is asked, or by which facts, that is all that is said."""
    if law.status in (Status.UNDETERMINED, Status.CHARACTERISATION_SPLIT):
        return Standing(law.status, law.lacking, law.reasons)
    everyone = " and ".join((*sorted(asked.title.to), asked.claim.respondent))
    return Standing(Status.DOUBLE_TITLE, (), (f"{everyone} have accepted no registry in common",))


def _unsettled(made: j.TitleFinding, verdicts: tuple[Verdict, ...]) -> Standing | None:
    missing = dict.fromkeys(fact for one in verdicts if isinstance(one, Undetermined) for fact in one.missing)
    if all(isinstance(one, Settled) for one in verdicts):
        return None
    silent = all(isinstance(one, Lacuna) for one in verdicts)
    status = Status.LAW_SILENT if silent else Status.UNDETERMINED
    return Standing(status, tuple(missing), (f"{_names(made)} does not settle {made.question}",))


def _said(asked: TitleAsked) -> Iterator[str]:
    """What a registry says that one assignee and the debtor have in common, and not all."""
    for person in sorted(asked.title.to) if asked.classed.status is None else ():
        record = replace(asked.claim.record, roles={**asked.claim.record.roles, "claimant": person})
        pair = replace(asked.claim, claimant=person, joined=(), record=record)
        found = find_law(pair, asked.title.question)
        laws = dict.fromkeys(route.law for route in found.routes)
        for law, verdict in zip(laws, answers_of(pair, found, asked.title.question), strict=False):
            if isinstance(verdict, Settled) and isinstance(verdict.value, Person):
                both = f"{person} and {pair.respondent}"
                yield f"{law}, which {both} have in common, gives it to {verdict.value.name}"
