"""A dispute as it is filed: who, about what, as of which day, on which facts. The model of a dispute file."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from panarchy_rules.base.boundary import Unfit, Where, quoted
from panarchy_rules.base.suggestions import nearest
from panarchy_rules.casefile.challenge import MOST_CHALLENGES, Challenge
from panarchy_rules.casefile.fact_input import MOST_FACTS, count_facts
from panarchy_rules.casefile.fields import (
    Anchors,
    Day,
    Facts,
    Id,
    Label,
    Labels,
    Name,
    NoteName,
    People,
    Several,
    StatusName,
    Text,
)
from panarchy_rules.casefile.proceedings import RecordedAct
from panarchy_rules.casefile.shared_claims import check_debts
from panarchy_rules.casefile.title import Title

_STRICT = ConfigDict(extra="forbid", frozen=True)


class Claim(BaseModel):
    """One of several claims in a dispute, between its own pair of persons."""

    model_config = _STRICT

    id: Id = Field(description="the name of the claim within the dispute")
    claimant: Name = Field(description="the person who claims")
    respondent: Name = Field(description="the person against whom the claim is made")
    matter: Label | None = Field(default=None, description="what the claim is about, if not the matter of the dispute")
    anchor: Day | None = Field(default=None, description="the day whose consents and editions count for this claim")
    issues: Labels = Field(default=(), description="the issues of this claim, if not those of the dispute")
    set_off: Id | None = Field(default=None, description="the claim against which this one is set off")
    assignee: Name | None = Field(default=None, description="who has taken the claim over from the claimant")
    debt: Id | None = Field(default=None, description="the debt it is on, with claims against others or by others")
    net: Id | None = Field(default=None, description="the group of claims with which it is to be netted")

    @model_validator(mode="after")
    def _has_two_sides(self) -> "Claim":
        _refuse_one_person(self.claimant, self.respondent, ())
        _refuse_own_debtor(self.assignee, self.respondent)
        return self


class Earlier(BaseModel):
    """Other proceedings on the same cause: pending, or decided on a day."""

    model_config = _STRICT

    id: Id = Field(description="the name of those proceedings")
    cause: Id = Field(description="the cause they are about, as the dispute names its own")
    forum: Label = Field(description="the forum they are or were before")
    filed: Day = Field(description="the day on which they were filed")
    decided: Day | None = Field(default=None, description="the day of their final decision, if there is one")
    parties: Several[Name] = Field(min_length=2, description="the persons who are parties to them")
    issues: Labels = Field(default=(), description="the issues they are about; all, if none is named")


class Incidental(BaseModel):
    """A preliminary question with an anchor, and as a rule persons, of its own."""

    model_config = _STRICT

    question: Label = Field(description="a question of the vocabulary")
    matter: Label = Field(description="what the question is about")
    anchor: Day = Field(description="the day whose consents and editions count for it")
    claimant: Name = Field(description="one of the persons between whom it stands")
    respondent: Name = Field(description="the other")
    issue: Label = Field(default="merits", description="the issue it belongs to")

    @model_validator(mode="after")
    def _has_two_sides(self) -> "Incidental":
        _refuse_one_person(self.claimant, self.respondent, ())
        return self


class FactStanding(BaseModel):
    """Who asserts a fact, and how far the other side or a judge has come to share it."""

    model_config = _STRICT

    fact: Label = Field(description="a fact that is stated under `facts`")
    of: Several[Text] = Field(default=(), description="what it is about, as under `facts`; everything, if left out")
    asserted_by: Name | None = Field(default=None, description="the role or person that asserts it")
    standing: Literal["admitted", "contested", "proved", "found"] = Field(
        description="a contested fact counts as unknown until it is proved or found by a judge"
    )


class IssueExpectation(BaseModel):
    """What is expected of one issue."""

    model_config = _STRICT

    issue: Label = Field(description="the issue")
    claim: Id | None = Field(default=None, description="the claim it belongs to; every claim, if left out")
    status: StatusName | None = Field(default=None, description="how far the issue can be decided")
    law: Text | None = Field(default=None, description="the law that governs it")
    outcome: Text | None = Field(default=None, description="what is decided on it")
    grounds: Several[Text] | None = Field(default=None, description="labels of the rules that carry the result")
    chains: Several[Text] | None = Field(default=None, description="why its law may bind each party")


class Expectation(BaseModel):
    """What `panarchy test` compares with the judgment. What is left out is not compared."""

    model_config = _STRICT

    status: StatusName | None = Field(default=None, description="how far the dispute can be decided")
    law: Text | None = Field(default=None, description='the law that governs, such as `"ulex 1.2"`')
    laws: Several[Text] | None = Field(default=None, description="the laws that govern, when there are several")
    forum: Text | None = Field(default=None, description="the forum that decides")
    orders: Several[Text] | None = Field(default=None, description="every order, in the words of the judgment")
    notes: Several[NoteName] | None = Field(default=None, description="notes beside the status")
    grounds: Several[Text] | None = Field(default=None, description="labels of the rules that carry the result")
    named_by: Several[Text] | None = Field(default=None, description="labels of the rules that named the law")
    chains: Several[Text] | None = Field(default=None, description="why the governing laws may bind each party")
    forum_chains: Several[Text] | None = Field(default=None, description="why the forum may bind each party")
    lacking: Several[Text] | None = Field(default=None, description="facts without which nothing can be decided")
    bridges: Several[Text] | None = Field(default=None, description="some of the consents that would give a common law")
    stages: Several[Label] | None = Field(default=None, description="where the proceedings are")
    void: Several[Text] | None = Field(default=None, description="acts that are void, as in `2026-07-02 ben choose`")
    set_off: Several[Text] | None = Field(default=None, description="every claim that asks to be set off")
    netted: Several[Text] | None = Field(default=None, description="every group to be netted, and its members")
    issues: Several[IssueExpectation] = Field(default=(), description="what is expected issue by issue")


class Dispute(BaseModel):
    """One dispute. Whether what it names exists is checked when it is resolved."""

    model_config = _STRICT

    id: Id = Field(description="the name of the dispute, such as `a`")
    title: Text = Field(default="", description="one line for readers")
    matter: Label = Field(description="what the dispute is about, such as `contract.service`")
    anchor: Day = Field(description="the day whose consents and editions count, such as 2026-02-01")
    anchors: Anchors = Field(default={}, description="the anchor of each matter, where codes may class the claim anew")
    issue_anchors: Anchors = Field(default={}, description="the anchor of each issue that has one of its own")
    filed: Day | None = Field(default=None, description="the day of filing")
    today: Day | None = Field(default=None, description="the day of judgment; no clock is ever read")
    at_judgment: bool = Field(
        default=False, description="whether what is not proved counts against the one who has to prove it"
    )
    issues: Labels = Field(default=("merits",), min_length=1, description="the questions to decide")
    forum: Label | None = Field(default=None, description="the forum seised")
    parties: People = Field(default={}, description="who has which role: role on the left, person on the right")
    claims: Several[Claim] = Field(default=(), description="several claims between different pairs")
    cause: Id | None = Field(default=None, description="the cause, as earlier proceedings name it")
    earlier: Several[Earlier] = Field(default=(), description="other proceedings, pending or decided")
    incidental: Several[Incidental] = Field(default=(), description="preliminary questions that stand by themselves")
    challenges: Several[Challenge] = Field(default=(), description="consents that a party contests")
    titles: Several[Title] = Field(default=(), description="claims that were assigned more than once")
    enforce_with: Labels = Field(default=(), description="the providers who are asked to recognise the decision")
    assignee: Name | None = Field(default=None, description="who has taken the claim over from the claimant")
    facts: Facts = Field(default={}, description="the facts, by their names in the vocabulary")
    standings: Several[FactStanding] = Field(default=(), description="which facts are asserted, by whom, and contested")
    stipulated: Facts = Field(default={}, description="conclusions the parties agree on, by definition or question")
    proceedings: Several[RecordedAct] | None = Field(
        default=None, description="the record of proceedings: who did what on which day; complete if it is there"
    )
    expect: Expectation | None = Field(default=None, description="what `panarchy test` compares with the judgment")

    def claim_named(self, name: str) -> Claim | None:
        """The claim that is listed under an id, or a time of which is judged under it; None if none is listed."""
        claims = {claim.id: claim for claim in self.claims}
        return claims.get(name) or claims.get(name.rpartition(".")[0])

    @model_validator(mode="after")
    def _is_whole(self) -> "Dispute":
        _check_parties(self)
        _check_claims(self.claims)
        _check_set_off(self.claims)
        check_debts(self.claims)
        _check_standings(self.standings)
        _check_challenges(self.challenges)
        _check_titles(self)
        if self.claims and self.assignee:
            raise Unfit(
                "the dispute has several claims", "write `assignee` behind the claim that is meant", at=("assignee",)
            )
        _refuse_own_debtor(self.assignee, self.parties.get("respondent"))
        count = count_facts(self.facts)
        if count > MOST_FACTS:
            raise Unfit(f"there are {count} facts, and {MOST_FACTS} are allowed", _SPLIT, "PR609", ("facts",))
        return self


_SPLIT = "split the dispute, or leave out what no rule asks for"


def _check_standings(standings: tuple[FactStanding, ...]) -> None:
    """A fact has one standing."""
    seen = set[tuple[str, tuple[str, ...]]]()
    for number, one in enumerate(standings):
        if (one.fact, one.of) in seen:
            message = f"the standing of {quoted(one.fact)} is said twice"
            raise Unfit(message, "say it once", at=("standings", number, "fact"))
        seen.add((one.fact, one.of))


def _check_titles(dispute: Dispute) -> None:
    """A title is to one of the claims, which nobody has taken over for sure."""
    claims = {claim.id: claim.assignee for claim in dispute.claims} or {dispute.id: dispute.assignee}
    for number, one in enumerate(dispute.titles):
        name = one.claim or (next(iter(claims)) if len(claims) == 1 else None)
        if name not in claims:
            help_ = f"name one of {', '.join(claims)}"
            raise Unfit("it is not said which claim was assigned", help_, at=("titles", number))
        if claims[name]:
            message = f"{quoted(str(claims[name]))} has taken the claim over, and others say that they have"
            raise Unfit(message, "leave out `assignee`, or the title", at=("titles", number))


def _check_challenges(challenges: tuple[Challenge, ...]) -> None:
    """A consent is contested once, and not too many are."""
    if len(challenges) > MOST_CHALLENGES:
        message = f"{len(challenges)} consents are contested, and {MOST_CHALLENGES} may be"
        raise Unfit(message, "have some of them settled first", at=("challenges",))
    seen = set[str]()
    for number, one in enumerate(challenges):
        if one.what in seen:
            where = ("challenges", number, "entry" if one.entry else "to")
            raise Unfit(f"{one.what} is contested twice", "contest it once", at=where)
        seen.add(one.what)


def _check_parties(dispute: Dispute) -> None:
    for role in () if dispute.claims else ("claimant", "respondent"):
        if role not in dispute.parties:
            near = nearest(role, dispute.parties)
            cure = f'write `{role} = "name"` under `[parties]`' + (f", and not `{near}`" if near else "")
            raise Unfit(f"no {role} is named", cure, "PR608", ("parties",))
    claimant, respondent = dispute.parties.get("claimant"), dispute.parties.get("respondent")
    if claimant and respondent:
        _refuse_one_person(claimant, respondent, ("parties",))


def _refuse_one_person(claimant: str, respondent: str, table: Where) -> None:
    if claimant == respondent:
        message = f"{quoted(claimant)} is both claimant and respondent"
        raise Unfit(message, "nobody has a dispute with oneself", "PR608", (*table, "respondent"))


def _check_set_off(claims: tuple[Claim, ...]) -> None:
    """A claim is set off against another one between the same two persons, the other way round."""
    by_id = {claim.id: claim for claim in claims}
    for number, claim in enumerate(claims):
        if claim.set_off is None:
            continue
        where = ("claims", number, "set_off")
        other = by_id.get(claim.set_off)
        if other is None:
            raise Unfit(f"there is no claim {quoted(claim.set_off)}", "name another claim of this dispute", at=where)
        if (claim.claimant, claim.respondent) != (other.respondent, other.claimant):
            message = f"{quoted(claim.id)} and {quoted(other.id)} are not mutual"
            raise Unfit(message, "only claims between the same two persons, each against the other", at=where)


def _refuse_own_debtor(assignee: str | None, respondent: str | None) -> None:
    if assignee and assignee == respondent:
        message = f"{quoted(assignee)} has taken a claim against themselves over"
        raise Unfit(message, "nobody owes anything to oneself", "PR608", ("assignee",))


def _check_claims(claims: tuple[Claim, ...]) -> None:
    seen: set[str] = set()
    for number, claim in enumerate(claims):
        if claim.id in seen:
            where = ("claims", number, "id")
            raise Unfit(f"two claims are called {quoted(claim.id)}", "rename one", at=where)
        seen.add(claim.id)
