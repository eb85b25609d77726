"""The reasons of a decision, without what led nowhere: an issue of a judgment in, a small frozen object out.

They say which law governs and by which chain of consent of each party, what it answers by which rules that read which
facts, and which forum may order it. The judgment says besides what was refused, what would cure it and what else was
looked at. Sentences are made when they are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from panarchy_rules.base.records import dataclass
from panarchy_rules.base.results import Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile import judgment as j


@dataclass(frozen=True, slots=True)
class Answered:
    """What a law says to one obligation, in the words of a judgment. `grounds` are the deciding rules."""

    debtor: str
    creditor: str
    head: str
    verdict: str
    value: str | None
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The laws that govern a claim on an issue, as a rule one or none, and what they say."""

    laws: tuple[LawRef, ...] = ()
    answers: tuple[Answered, ...] = ()


def said_in(issue: j.IssueJudgment) -> Said:
    """What a judgment says on an issue."""
    laws = tuple(LawRef(law.provider, law.edition) for law in issue.laws)
    return Said(laws, tuple(
        Answered(a.debtor, a.creditor, a.head, a.verdict, a.value, tuple(ground.rule for ground in a.grounds))
        for a in issue.answers
    ))  # fmt: skip


class Named(Mapping[str, object]):
    """Those facts of a dispute that some rules name, looked up when somebody reads them."""

    __slots__ = ("_facts", "_names")

    def __init__(self, facts: Mapping[str, object], names: tuple[str, ...]) -> None:
        self._facts, self._names = facts, names

    def __getitem__(self, name: str) -> object:
        if name not in self._names:
            raise KeyError(name)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if name in self._facts)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True)
class AnswerReasons:
    """What a law says to one obligation, by which rules.

    `read` are the facts that these rules name, with what the dispute states of them: of a plain dispute as it was
    filed, else in the words of the language. `lacking` are the facts without which nothing is decided.
    """

    debtor: str
    creditor: str
    head: str
    verdict: str
    value: str | None
    grounds: tuple[j.Ground, ...]
    read: Mapping[str, object] = field(default_factory=dict, compare=False)
    lacking: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The answer as a sentence."""
        rules = "; ".join(_cited(one) for one in self.grounds) or "no rule"
        about = f"{self.head} of {self.debtor} to {self.creditor}"
        return f"{about}: {self.value or self.verdict}, by {rules}"


@dataclass(frozen=True, slots=True)
class ForumReasons:
    """The forum with a chain of consent of each party, or why there is none."""

    status: Status
    forum: str | None
    provider: str | None
    chains: tuple[j.Chain, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a claim on an issue is decided as it is. Where no law governs, `status` says why, and there is no answer."""

    claimant: str
    respondent: str
    matter: str
    issue: str
    anchor: date
    laws: tuple[LawRef, ...]
    chains: tuple[j.Chain, ...]
    forum: ForumReasons
    answers: tuple[AnswerReasons, ...]
    status: Status | None = None

    @property
    def sentences(self) -> Iterator[str]:
        """The reasons in words."""
        if self.status is not None:
            yield f"{self.status}: no law governs between {self.claimant} and {self.respondent}"
        for chain in self.chains:
            yield f"{chain.party}: {', then '.join(_step(edge) for edge in chain.edges)}"
        yield from (answer.words for answer in self.answers)
        yield f"the forum is {self.forum.forum}" if self.forum.forum else f"{self.forum.status}: {self.forum.reason}"


def reasons_in(issue: j.IssueJudgment) -> Reasons:
    """The reasons that an issue of a judgment gives."""
    laws = tuple(LawRef(law.provider, law.edition) for law in issue.laws)
    chains = tuple(chain for law in issue.laws for chain in law.chains)
    answers = tuple(map(_answer, issue.answers))
    status = None if laws else issue.status
    return Reasons(
        issue.claimant, issue.respondent, issue.matter, issue.issue, issue.anchor,
        laws, chains, forum_reasons(issue.forum), answers, status,
    )  # fmt: skip


def forum_reasons(found: j.ForumFinding) -> ForumReasons:
    """The forum, without what would give another one."""
    return ForumReasons(found.status, found.forum, found.provider, found.chains, found.reason)


def _answer(one: j.Answer) -> AnswerReasons:
    decided_by = {ground.rule for ground in one.grounds}
    read = dict(pair for line in one.trace if line.rule in decided_by for pair in line.read)
    return AnswerReasons(one.debtor, one.creditor, one.head, one.verdict, one.value, one.grounds, read, one.lacking)


def _step(edge: j.Edge) -> str:
    by = f"entry {edge.entry}" if edge.kind == "consent" else f"clause {edge.clause} of {edge.author}"
    return f"{edge.act} {edge.target} ({by})"


def _cited(ground: j.Ground) -> str:
    return f"{ground.title or ground.rule} ({ground.source})" if ground.source else ground.title or ground.rule
