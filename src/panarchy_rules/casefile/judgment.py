"""The judgment: what was decided on each issue, under which law, and why that law may bind each party.

This is the promised form: `status` stands first, and every field has a published JSON Schema.
Amounts and values are text in the words of the rulebook language, so that no reader rounds them.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.proceedings_finding import ProceedingsFinding
from panarchy_rules.casefile.receipt import Receipt

FORM = "panarchy-judgment/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edge(_Part):
    """One step of a chain: a person's act, or a clause of the law that the step before led to."""

    kind: Literal["consent", "acceptance"] = Field(description="a person's own act, or a clause of a code")
    author: str = Field(description="the person, or the law whose clause it is")
    act: str = Field(description="join, submit, agree, publish; accept, accept whole, on cycle, respect")
    entry: int | None = Field(None, description="the number of the register entry, for acts of persons")
    clause: str | None = Field(None, description="the label of the clause, for acceptances")
    source: str = Field("", description="what the clause cites")
    since: date | None = Field(None, description="from when the act counts")
    left: int | None = Field(None, description="the entry of the exit after which the code still binds, by its tail")
    target: str = Field(description="the law or forum this step leads to")
    named_by: tuple[str, ...] = Field((), description="the rules that named the law, if the clause leaves that to them")
    cap: str | None = Field(None, description="the most that may be imposed through this step")


class Assumption(_Part):
    """Something unknown, and one way it may fall."""

    about: str = Field(description="the fact or clause")
    value: str = Field(description="what was assumed of it")


class Chain(_Part):
    """Why a law or forum may bind one party: their own act, and the clauses that lead on from the law it led to.

    One clause leads on from there; further ones follow only behind a reference to a whole law.
    """

    party: str = Field(description="who is bound")
    tier: int = Field(description="0 agreed after the event, 1 agreed before, 2 own consent, 3 through a clause")
    edges: tuple[Edge, ...] = Field(description="the steps, from the party's own act to the law or forum")
    assuming: tuple[Assumption, ...] = Field((), description="the way unknown facts fall for a forum chain to hold")


class GoverningLaw(_Part):
    """A law that governs, with one best chain for every party and the other chains that lead there too."""

    provider: str = Field(description="whose law it is")
    edition: str = Field(description="which edition")
    chains: tuple[Chain, ...] = Field(description="one chain for each party, the best first")
    also: tuple[Chain, ...] = Field((), description="other chains of the same parties to the same law")
    assuming: tuple[Assumption, ...] = Field((), description="the way unknown facts fall for this law to govern")
    through: str | None = Field(None, description="the forum whose procedure it is; its chains end at that forum")

    @property
    def name(self) -> str:
        """Provider and edition, such as `ulex 1.2`."""
        return f"{self.provider} {self.edition}"


class Ground(_Part):
    """A rule that carried a result."""

    law: str = Field(description="the law it belongs to")
    rule: str = Field(description="its label")
    title: str = Field("", description="its title")
    source: str = Field("", description="what it cites")
    module: str = Field("", description="the module it was adopted from")
    text: str = Field("", description="its words")


class RuleLine(_Part):
    """How one rule fared, and what it read."""

    law: str
    rule: str
    question: str
    fate: str = Field(description="decides, holds, yields, replaced, fails, unproved or unknown")
    by: tuple[str, ...] = Field((), description="the exceptions that replaced it")
    read: tuple[tuple[str, str], ...] = Field((), description="the facts it looked at, with their values")


class StepLine(_Part):
    """One step of an amount."""

    step: str
    before: str
    after: str
    held: bool


class NotProved(_Part):
    """A fact that nobody proved, and who had to prove it."""

    fact: str = Field(description="the fact, in the words of the language")
    by: str = Field(description="the person who had to prove it")


class Answer(_Part):
    """What a law says to one question of the issue."""

    law: str = Field(description="the law that was asked")
    question: str = Field(description="the question in words, with the persons' names")
    debtor: str = Field(description="who would owe")
    creditor: str = Field(description="to whom")
    head: str = Field(description="under which head")
    verdict: Literal["settled", "lacuna", "antinomy", "undetermined"]
    value: str | None = Field(None, description="the amount, `claim fails`, or `no decision (…)`, if settled")
    grounds: tuple[Ground, ...] = Field((), description="the deciding rules; for an antinomy those that collide")
    support: tuple[str, ...] = Field((), description="labels of the rules the grounds rest on")
    lacking: tuple[str, ...] = Field((), description="the missing facts, the most useful first")
    obstacles: tuple[str, ...] = Field((), description="other reasons why nothing could be computed")
    stipulated: tuple[tuple[str, str], ...] = Field(
        (), description="what the parties agreed on and the answer rests on"
    )
    findings: tuple[tuple[str, str], ...] = Field((), description="what a judge found and the answer rests on")
    not_proved: tuple[NotProved, ...] = Field((), description="the facts whose want of proof the answer rests on")
    steps: tuple[StepLine, ...] = Field((), description="every state of the amount")
    trace: tuple[RuleLine, ...] = Field((), description="every rule that had a say")


class Order(_Part):
    """Who pays whom how much, or another remedy against somebody.

    An imposition rests on a chain of consent of the one it is against; a withdrawal needs none.
    """

    debtor: str = Field(description="who pays, or whom the remedy is against")
    creditor: str
    amount: str | None = Field(None, description="such as `2000 EUR`, for payments")
    head: str
    claim: str
    issue: str
    law: str
    undecided: str | None = Field(None, description="what lies above the cap of a chain and is not decided")
    assignee: str | None = Field(None, description="who has taken the claim over and is paid in the creditor's place")
    remedy: str = Field("payment", description="payment, or a remedy that the vocabulary declares")
    kind: Literal["imposition", "withdrawal"] = Field("imposition", description="whether it needs the debtor's consent")
    of: str | None = Field(None, description="what is said of the remedy, such as what is to be returned")
    lasting: str | None = Field(None, description="for how long")
    until: date | None = Field(None, description="the last day on which it is to be done")
    chain: Chain | None = Field(None, description="why it may bind somebody who is no party")
    jointly: tuple[str, ...] = Field((), description="who else owes the same, or is owed it; it is paid once")

    @property
    def terms(self) -> str:
        """A remedy with what is said of it, in the words of the language."""
        of = f" of {self.of}" if self.of is not None else ""
        lasting = f" lasting {self.lasting}" if self.lasting else ""
        until = f" no later than {self.until}" if self.until else ""
        return f"{self.remedy}{of}{lasting}{until}"

    def __str__(self) -> str:
        if self.remedy == "payment":
            jointly = f", once, jointly with {' and '.join(self.jointly)}" if self.jointly else ""
            return f"{self.debtor} pays {self.assignee or self.creditor} {self.amount} as {self.head}{jointly}"
        return f"{self.terms} against {self.debtor} for {self.assignee or self.creditor} as {self.head}"


class Note(_Part):
    """Something worth knowing beside a status."""

    code: NoteCode
    text: str


class Frontier(_Part):
    """The laws one party's own consents lead to, whichever way unknown facts fall."""

    party: str
    home: str | None = Field(description="the party's home law for the matter")
    laws: tuple[str, ...]


class Refused(_Part):
    """An edge that is not there, and why."""

    party: str
    law: str
    clause: str
    reason: str


class Bridge(_Part):
    """A single new consent that would give a common law or forum, and whose it is to give."""

    act: Literal["submit", "accept", "agree"]
    authors: tuple[str, ...]
    target: str
    text: str


class RefusedResult(_Part):
    """A result that a code refuses for its members, and what came in its place."""

    party: str = Field(description="whose code refuses")
    code: str = Field(description="the code with the reservation")
    reservation: str = Field(description="the label of the reservation")
    title: str = Field("", description="its title")
    source: str = Field("", description="what it cites")
    law: str = Field(description="the law whose result is refused")
    result: str = Field(description="the result, as it would have been")
    replacement: str | None = Field(None, description="the law that governs in its place, if there is one")


class MandatoryRule(_Part):
    """A mandatory rule of a party's own code, beside the law that governs."""

    code: str = Field(description="the code it belongs to")
    rule: str = Field(description="its label")
    title: str = Field("", description="its title")
    source: str = Field("", description="what it cites")
    protects: str = Field(description="the member it protects")
    debtor: str
    creditor: str
    head: str
    kind: Literal["at least", "at most"] = Field(description="a floor for a creditor, a ceiling for a debtor")
    value: str = Field(description="what it gives: an amount, or `claim fails`")
    opposable: bool = Field(description="whether it counts against the other side")
    before: str | None = Field(None, description="what the governing law says")
    after: str | None = Field(None, description="what is owed with all mandatory rules applied")
    chains: tuple[Chain, ...] = Field((), description="the chains that let it bind both, if its law does not govern")


class CommonLaw(_Part):
    """A law to which the consents of all parties lead, whether or not it governs."""

    law: str
    certain: bool = Field(description="whether that is so whatever the missing facts are")
    chains: tuple[Chain, ...] = Field((), description="a chain for each party, if it is certain")


class StepTaken(_Part):
    """One step of the pipeline: what was asked, and what came out."""

    step: str = Field(description="the name of the step")
    found: str = Field(description="what came out, in a sentence")
    by: tuple[str, ...] = Field((), description="the clauses and entries it rests on")


class ForumFinding(_Part):
    """The forum, selected apart from the law."""

    status: Status = Field(description="DECIDED, NO_FORUM, FORUM_DECLINED, AMBIGUOUS_FORUM or UNDETERMINED")
    forum: str | None = Field(None, description="its name")
    provider: str | None = Field(None, description="who publishes it")
    in_place_of: str | None = Field(None, description="the forum at which the chains end, if its provider has ended")
    procedure: str | None = Field(None, description="the law of its procedure, at the edition in force on filing")
    chains: tuple[Chain, ...] = ()
    candidates: tuple[str, ...] = Field(
        (), description="the forums left, if several are; the dispute may have chosen one of them"
    )
    lacking: tuple[str, ...] = Field((), description="the facts the forum depends on")
    reason: str = Field("", description="why there is none")
    bridges: tuple[Bridge, ...] = Field((), description="what would give a common forum")


class IncidentalFinding(_Part):
    """A preliminary question as one issue sees it."""

    question: str = Field(description="the question of the vocabulary")
    matter: str
    anchor: date
    claimant: str
    respondent: str
    laws: tuple[GoverningLaw, ...] = Field((), description="the law that its own persons share, with their chains")
    answer: str | None = Field(None, description="what that law answers")
    own: str | None = Field(None, description="what the law that governs the issue answers by itself")
    policy: Literal["", "dependent", "independent"] = Field("", description="which of them counts, if that law says so")
    used: bool = Field(description="whether the answer of the shared law was used")
    reason: str = Field("", description="why there is no answer")


class SetOffFinding(_Part):
    """A claim that was set off against another, or why it was not."""

    claim: str = Field(description="the claim that is set off")
    against: str = Field(description="the claim against which it is set off; its law governs this")
    status: Status = Field(description="DECIDED, or LAW_SILENT, UNDETERMINED or RATE_MISSING")
    law: str | None = Field(None, description="the law of the claim against which it is set off")
    clause: str | None = Field(None, description="the clause that lets claims be set off")
    source: str = Field("", description="what it cites")
    amount: str | None = Field(None, description="what of the claim is used up")
    of: str | None = Field(None, description="what of the other claim is paid by that")
    rate: str | None = Field(None, description="the rate, if they are of different units")
    lacking: tuple[str, ...] = Field((), description="the facts it depends on")
    reason: str = Field("", description="why it is not set off")


class DebtPart(_Part):
    """One claim on a debt that several owe, or are owed."""

    claim: str
    person: str = Field(description="the debtor, or the creditor, whose part it is")
    law: str
    clause: str = Field(description="the clause that says how they stand")
    source: str = Field("", description="what it cites")
    joint: bool = Field(description="whether the whole is owed, and paid once")
    whole: str = Field(description="what is owed under that law before it is shared")
    share: str | None = Field(None, description="the part of the whole, where the debt is several")
    amount: str = Field(description="what is owed on this claim")


class DebtFinding(_Part):
    """A debt that several persons owe one, or one owes several."""

    debt: str = Field(description="its name in the dispute")
    claims: tuple[str, ...] = Field(description="the claims on it")
    head: str
    side: Literal["debtors", "creditors"] = Field(description="of which of them there are several")
    status: Status = Field(description="DECIDED, or why the parts could not be found")
    parts: tuple[DebtPart, ...] = ()
    most: str | None = Field(None, description="the most that is owed in all, on whatever route it is paid")
    lacking: tuple[str, ...] = Field((), description="the facts it depends on")
    reason: str = Field("", description="why the parts could not be found, or do not fit together")


class NettedClaim(_Part):
    """A claim of a group that is to be netted."""

    claim: str
    amount: str | None = Field(None, description="what is owed on it, if it takes part")
    reason: str = Field("", description="why it does not take part")


class NetPosition(_Part):
    """What a member is owed by the group, less what the member owes it; and why the code binds them."""

    person: str
    amount: str = Field(description="less than nothing for one who owes")
    chain: Chain


class NettingFinding(_Part):
    """A group of claims that is netted among the members of one code, or why it is not."""

    group: str = Field(description="its name in the dispute")
    status: Status = Field(description="DECIDED, or why nothing is netted")
    law: str | None = Field(None, description="the code that all parties joined")
    clause: str | None = None
    source: str = ""
    claims: tuple[NettedClaim, ...] = ()
    positions: tuple[NetPosition, ...] = ()
    payments: tuple[tuple[str, str, str], ...] = Field((), description="who pays whom how much")
    lacking: tuple[str, ...] = Field((), description="the facts it depends on")
    disagree: tuple[str, ...] = Field((), description="laws that do not agree on whether claims may be set off here")
    reason: str = Field("", description="why nothing is netted")


class WholeResult(_Part):
    """What one law would give if it governed all issues of a claim."""

    law: str
    amount: str


class AdaptedBy(_Part):
    """A code of a party that declares an adaptation."""

    party: str
    code: str
    source: str = Field("", description="what the clause cites")


class AdaptationFinding(_Part):
    """A claim whose issues are under laws that do not fit together, and what is owed in the place of their sum."""

    claim: str
    debtor: str
    creditor: str
    together: str = Field(description="what the issues give under their own laws")
    whole: tuple[WholeResult, ...] = Field(description="what each of these laws would give for the whole claim")
    kind: Literal["at most", "at least"] = Field(description="no more than the highest, or no less than the lowest")
    amount: str = Field(description="what is owed")
    laws: tuple[str, ...] = Field(description="the laws whose result for the whole that is")
    by: tuple[AdaptedBy, ...] = Field(description="the clauses that say so, one at least for each party")


class RecognitionFinding(_Part):
    """What one provider does with the decision on one issue."""

    provider: str
    claim: str
    issue: str
    result: Literal["recognised", "not recognised", "open"]
    clause: str | None = Field(None, description="the clause of the provider's code")
    source: str = Field("", description="what it cites")
    cap: str | None = Field(None, description="the most that is recognised")
    reason: str = Field("", description="the effect, or the ground on which it is refused")


class TitleFinding(_Part):
    """Who of several has a claim that was assigned more than once."""

    question: str
    matter: str
    anchor: date
    to: tuple[str, ...] = Field(description="who each say that it was assigned to them")
    laws: tuple[GoverningLaw, ...] = Field((), description="the registry that the debtor and all of them accept")
    answer: str | None = Field(None, description="who has it")
    said: tuple[str, ...] = Field((), description="what registries say that only some of them accept")
    reason: str = Field("", description="why there is no answer")


class ClaimAlone(_Part):
    """What a claim would get between its two parties alone, where all parties together have no law. It is an offer."""

    claim: str
    claimant: str
    respondent: str
    status: Status = Field(description="how far it would be decided")
    laws: tuple[GoverningLaw, ...] = Field((), description="the law of the two, with their chains")
    results: tuple[str, ...] = Field((), description="what the respondent would owe, by heads")


class MembershipChange(_Part):
    """A membership that a party began, ended or called home shortly before the event."""

    entry: int = Field(description="the number of the register entry")
    act: Literal["joined", "left", "called home"]
    provider: str
    day: date = Field(description="from when it counted")


class EvasionFinding(_Part):
    """Changes of one party within a time that some code watches, without which the law would stand otherwise."""

    person: str
    changes: tuple[MembershipChange, ...]
    codes: tuple[str, ...] = Field(description="the codes that watch")
    otherwise: str = Field(description="what would be so without the changes")


class ChallengeFinding(_Part):
    """What became of the challenge of a consent, as one issue sees it."""

    what: str = Field(description="the entry or the chain that is contested")
    by: str = Field(description="who contests it")
    ground: str = Field(description="why")
    against: tuple[str, ...] = Field(description="whether the choice of a law is contested, of a forum, or both")
    entry: int | None = Field(None, description="the number of the entry that is contested")
    edges: tuple[Edge, ...] = Field((), description="the steps that rest on it, as far as chains go through it")
    counts: Literal["open", "valid", "void"] = Field(description="open, unless a finding or a ratification counts")
    reason: str = Field(description="why it counts so")
    forum: str | None = Field(None, description="the forum whose finding counts")
    code: str | None = Field(None, description="the law that says so: the one that it names, or a home law")
    chains: tuple[Chain, ...] = Field((), description="why that forum may bind both, whatever it found")
    cures: tuple[str, ...] = Field((), description="what would settle it")


class IssueJudgment(_Part):
    """One issue of one claim."""

    status: Status
    claim: str
    issue: str
    matter: str
    anchor: date
    claimant: str
    respondent: str
    joined: tuple[str, ...] = Field((), description="others who have to share the law, since the matter is indivisible")
    together: tuple[str, ...] = Field((), description="the issues that one law has to govern with this one")
    laws: tuple[GoverningLaw, ...] = Field((), description="one law as a rule; several if they give equal results")
    possible_laws: tuple[str, ...] = Field((), description="laws that could govern, where it is not determined which")
    common_laws: tuple[CommonLaw, ...] = Field((), description="the laws in common, if a rule of the law asks them")
    forum: ForumFinding
    answers: tuple[Answer, ...] = ()
    orders: tuple[Order, ...] = ()
    unimposed: tuple[Order, ...] = Field((), description="impositions on persons whom no chain of theirs binds")
    proceedings: ProceedingsFinding | None = Field(None, description="the record, replayed under the procedure")
    notes: tuple[Note, ...] = ()
    lacking: tuple[str, ...] = Field((), description="facts the decision depends on, the most useful first")
    reasons: tuple[str, ...] = Field((), description="why the status is what it is, in sentences")
    failed: str | None = Field(None, description="the step at which it failed, if it is not decided")
    cures: tuple[str, ...] = Field((), description="what would cure that, the most useful first")
    frontiers: tuple[Frontier, ...] = ()
    refused: tuple[Refused, ...] = Field((), description="clauses that led nowhere, and why")
    bridges: tuple[Bridge, ...] = Field((), description="what would cure a missing common law")
    refused_results: tuple[RefusedResult, ...] = Field((), description="results that a code refuses for its members")
    mandatory_rules: tuple[MandatoryRule, ...] = Field((), description="mandatory rules beside the governing law")
    incidental: tuple[IncidentalFinding, ...] = Field((), description="preliminary questions, answered first")
    recognitions: tuple[RecognitionFinding, ...] = Field((), description="what the providers asked do with it")
    title: TitleFinding | None = Field(None, description="who has a claim that was assigned more than once")
    alone: tuple[ClaimAlone, ...] = Field((), description="each claim of a joint issue between its two parties alone")
    evasions: tuple[EvasionFinding, ...] = Field((), description="changes of membership that a code watches")
    challenges: tuple[ChallengeFinding, ...] = Field((), description="consents that a party contests")
    readings: tuple["IssueJudgment", ...] = Field((), description="the issue in each class, where codes differ on it")
    steps: tuple[StepTaken, ...] = Field((), description="every step that was taken, in order")


class Judgment(_Part):
    """The judgment of a dispute."""

    status: Status = Field(description="that of the issues if they agree; else the first that is not decided")
    form: str = Field(FORM, description="the version of this form")
    world: str = Field("", description="the name of the world it was resolved in")
    minimum_kind: Literal["express", "click", "conduct", "proxy", "inherited", "presumed"] = Field(
        "presumed", description="the weakest kind of consent that counted"
    )
    issues: tuple[IssueJudgment, ...]
    orders: tuple[Order, ...] = Field((), description="the orders of all issues, less what is set off")
    set_offs: tuple[SetOffFinding, ...] = Field((), description="claims set off against each other")
    adaptations: tuple[AdaptationFinding, ...] = Field((), description="claims whose laws do not fit together")
    nettings: tuple[NettingFinding, ...] = Field((), description="groups of claims netted among members of one code")
    debts: tuple[DebtFinding, ...] = Field((), description="debts that several owe, or are owed")
    recognitions: tuple[RecognitionFinding, ...] = Field((), description="what the providers asked do with it")
    notes: tuple[Note, ...] = ()
    dispute: Dispute = Field(description="the dispute as it was filed")
    receipt: Receipt | None = Field(None, description="what was read to reach it; all else is the body")

    def body(self) -> str:
        """The judgment as JSON without its receipt: the same bytes on every version and in any order of files."""
        return self.model_dump_json(exclude={"receipt"})

    @property
    def laws(self) -> tuple[str, ...]:
        """The names of all governing laws."""
        return tuple(dict.fromkeys(law.name for issue in self.issues for law in issue.laws))

    @property
    def grounds(self) -> tuple[str, ...]:
        """The labels of all deciding rules."""
        found = (g.rule for issue in self.issues for answer in issue.answers for g in answer.grounds)
        return tuple(dict.fromkeys(found))

    @property
    def named_by(self) -> tuple[str, ...]:
        """The labels of the rules that named the governing laws, where clauses leave that to rules."""
        chains = (chain for issue in self.issues for law in issue.laws for chain in law.chains)
        return tuple(dict.fromkeys(rule for chain in chains for edge in chain.edges for rule in edge.named_by))

    @property
    def lacking(self) -> tuple[str, ...]:
        """All facts the decision depends on."""
        return tuple(dict.fromkeys(fact for issue in self.issues for fact in issue.lacking))
