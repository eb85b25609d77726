"""The syntax tree: what an author wrote, clause by clause, with positions and without meaning.

Nodes are frozen values. Spans take no part in comparisons, so two texts that say the same compare equal.
"""

from dataclasses import dataclass

from panarchy_rules.syntax.tree.conclusions import (
    Accepts,
    Change,
    Conclusion,
    Declines,
    Fails,
    Gives,
    Heading,
    Means,
    Norm,
    Order,
    Overlays,
    Owes,
    Reference,
    Target,
    Undercuts,
)
from panarchy_rules.syntax.tree.examples import (
    ExampleClause,
    Expect,
    GivenFact,
    GivenLaw,
    GivenUnder,
)
from panarchy_rules.syntax.tree.files import (
    Adopts,
    Ambiguity,
    ClassOf,
    Dates,
    Edition,
    Governs,
    Header,
    Language,
    LaterIndex,
    LeaveNotice,
    OwnLawNever,
    OwnLawRank,
    References,
    Uses,
)
from panarchy_rules.syntax.tree.forums import (
    ForumClause,
    TieBreak,
)
from panarchy_rules.syntax.tree.kinds import (
    Enumeration,
    KindName,
    KindSyntax,
    ListKind,
)
from panarchy_rules.syntax.tree.norms import (
    ActClause,
    ActField,
    GivenAct,
    RemedyClause,
)
from panarchy_rules.syntax.tree.rules import (
    Definition,
    Precedence,
    RuleClause,
    StepClause,
    Steps,
)
from panarchy_rules.syntax.tree.terms import (
    Absent,
    Aggregate,
    Arithmetic,
    Between,
    Clock,
    Compare,
    Conduct,
    Constant,
    DatePart,
    During,
    Elapsed,
    Expression,
    Extremum,
    HomeLaw,
    IsBreached,
    IsGiven,
    IsOwed,
    Junction,
    ListOf,
    Name,
    NameOf,
    Not,
    OneOf,
    OnlyMember,
    Overlap,
    Overlaps,
    PeriodFrom,
    Picked,
    Proposed,
    Quantified,
    RankOf,
    Rounded,
    Under,
    Union,
    Within,
)
from panarchy_rules.syntax.tree.vocabulary import (
    Declared,
    FactClause,
    HeadClause,
    QuestionClause,
)
from panarchy_rules.syntax.tree.words import (
    Word,
)

Clause = (
    Header | Language | Uses | Adopts | Edition | References | Dates | LaterIndex | Ambiguity | Governs | OwnLawNever
    | OwnLawRank | LeaveNotice | ClassOf | Declared | FactClause | QuestionClause | HeadClause | RuleClause
    | ActClause | RemedyClause
    | Definition | StepClause | Steps | Precedence | ForumClause | TieBreak | ExampleClause
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of law text."""

    path: str
    clauses: tuple[Clause, ...]


__all__ = [
    "Absent",
    "Accepts",
    "ActClause",
    "ActField",
    "Adopts",
    "Aggregate",
    "Ambiguity",
    "Arithmetic",
    "Between",
    "Change",
    "ClassOf",
    "Clause",
    "Clock",
    "Compare",
    "Conclusion",
    "Conduct",
    "Constant",
    "DatePart",
    "Dates",
    "Declared",
    "Declines",
    "Definition",
    "During",
    "Edition",
    "Elapsed",
    "Enumeration",
    "ExampleClause",
    "Expect",
    "Expression",
    "Extremum",
    "FactClause",
    "Fails",
    "File",
    "ForumClause",
    "GivenAct",
    "GivenFact",
    "GivenLaw",
    "GivenUnder",
    "Gives",
    "Governs",
    "HeadClause",
    "Header",
    "Heading",
    "HomeLaw",
    "IsBreached",
    "IsGiven",
    "IsOwed",
    "Junction",
    "KindName",
    "KindSyntax",
    "Language",
    "LaterIndex",
    "LeaveNotice",
    "ListKind",
    "ListOf",
    "Means",
    "Name",
    "NameOf",
    "Norm",
    "Not",
    "OneOf",
    "OnlyMember",
    "Order",
    "Overlap",
    "Overlaps",
    "Overlays",
    "Owes",
    "OwnLawNever",
    "OwnLawRank",
    "PeriodFrom",
    "Picked",
    "Precedence",
    "Proposed",
    "Quantified",
    "QuestionClause",
    "RankOf",
    "Reference",
    "References",
    "RemedyClause",
    "Rounded",
    "RuleClause",
    "StepClause",
    "Steps",
    "Target",
    "TieBreak",
    "Under",
    "Undercuts",
    "Union",
    "Uses",
    "Within",
    "Word",
]
