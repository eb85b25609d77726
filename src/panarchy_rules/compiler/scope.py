"""What a term may speak of while it is bound, and where its mistakes go."""

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import Span
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import Signature, Vocabulary
from panarchy_rules.syntax import tree as t

Bound = tuple[m.Term, Kind | None]
NOTHING: m.Term = m.Literal(False)


@dataclass(frozen=True, slots=True)
class Opening:
    """A place that must be filled: `of person`, `in year`. The kind is None until it is found out."""

    preposition: str
    name: str
    kind: Kind | None


class Signatures(Protocol):
    """What is known of the definitions of a rulebook."""

    def openings(self, name: str) -> tuple[Opening, ...]:
        """The places of a definition."""

    def kind(self, name: str) -> Kind | None:
        """The kind of its answer; None if it is not known or there is no such definition."""

    def signature(self, name: str) -> Signature | None:
        """What a definition is asked about; None while some kind is not known."""

    def learn(self, name: str, place: int, kind: Kind) -> None:
        """Note of which kind something is that fills a place."""


@dataclass
class Scope:
    """The names a term may use, and where its mistakes go.

    `local` are parameters and members of lists; those without a kind get one in `learned` where they are used.
    `proposed` is the act that a rule is about, and `duties` are the rules that can be breached.
    `examples` is true where a name in a person's place is a person of that name.
    """

    vocabulary: Vocabulary
    providers: Mapping[str, object]
    definitions: Mapping[str, t.Definition]
    signatures: Signatures
    problems: list[Diagnostic]
    parameters: Mapping[str, t.ParameterClause] = field(default_factory=dict)
    local: Mapping[str, Kind | None] = field(default_factory=dict)
    learned: dict[str, Kind] = field(default_factory=dict)
    elsewhere: bool = False
    tie_break: bool = False
    examples: bool = False
    proposed: Kind | None = None
    duties: frozenset[str] = frozenset()

    def report(self, code: str, message: str, span: Span, help: str = "") -> Bound:
        """Note a mistake and give back a term without a kind."""
        self.problems.append(Diagnostic(code, message, span, help=help))
        return NOTHING, None

    def definition_kind(self, name: str) -> Kind | None:
        """The kind of a definition of the rulebook, or None if it is not known or there is none of that name."""
        return self.signatures.kind(name)

    def inside(self, local: Mapping[str, Kind | None]) -> "Scope":
        """The same with more local names."""
        return replace(self, local={**self.local, **local})

    def silent(self) -> "Scope":
        """The same, with mistakes that nobody hears of."""
        return replace(self, problems=[], learned={})

    def silent_but_learning(self) -> "Scope":
        """The same, with mistakes that nobody hears of, and kinds that count."""
        return replace(self, problems=[])

    def stands_alone(self, name: str) -> bool:
        """Whether a name means something by itself."""
        words = self.vocabulary
        return name == "persons" or any(
            name in known
            for known in (words.facts, words.questions, self.definitions, words.roles, words.acts, self.parameters)
        )

    def openings(self, name: str) -> tuple[Opening, ...]:
        """The places of a fact or definition; the subject of a relation is the first, without a preposition."""
        fact = self.vocabulary.facts.get(name)
        if fact:
            return tuple(Opening(p.preposition, p.name, p.kind) for p in fact.places)
        return self.signatures.openings(name) if name in self.definitions else ()

    def is_relation(self, name: str) -> bool:
        """Whether a name is said of a subject, as in `bob is child of alice`."""
        openings = self.openings(name)
        return bool(openings) and not openings[0].preposition
