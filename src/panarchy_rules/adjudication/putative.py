"""Ask the laws whether a contested consent is valid: claim and challenge in, what they say or nothing out (DOMAIN C5).

The law that an agreement or submission names says whether it is valid, as if it were. Before that, whoever contests a
consent by conduct, or one that is presumed, may rely on a home law that takes no silence for consent.
"""

from typing import Literal

from panarchy_rules.backends.interpreter.terms import truth
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import law_named
from panarchy_rules.register import Agree, ConsentKind, Entry, Join, Submit

SILENT = (ConsentKind.CONDUCT, ConsentKind.PRESUMED)


@dataclass(frozen=True, slots=True)
class Said:
    """What a law says of a consent. If it is open, `lacking` are the facts that are missing."""

    counts: Literal["open", "valid", "void"]
    code: LawRef
    source: str
    reason: str
    lacking: tuple[str, ...] = ()


def by_the_laws(claim: ClaimAtIssue, one: Challenge, entry: Entry | None) -> Said | None:
    """What the laws say of a contested entry; None if they say nothing, or if a forum is contested too."""
    if one.against != ("law",):
        return None
    return _by_silence(claim, one, entry) or _by_the_law_named(claim, entry)


def _by_silence(claim: ClaimAtIssue, one: Challenge, entry: Entry | None) -> Said | None:
    home = claim.record.home.get(one.by)
    book = claim.world.rulebooks.get(home) if home else None
    silent = isinstance(entry, Join | Submit | Agree) and entry.kind in SILENT
    if home is None or book is None or book.limits.silence is None or not silent:
        return None
    return Said("void", home, book.limits.silence, f"{home}, the home law of {one.by}, takes no silence for consent")


def _by_the_law_named(claim: ClaimAtIssue, entry: Entry | None) -> Said | None:
    law = law_named(claim.world, entry, []) if isinstance(entry, Submit | Agree) else None
    book = claim.world.rulebooks.get(law) if law else None
    if law is None or book is None or book.limits.validity is None:
        return None
    asked, clause = claim.before_judgment(book), book.limits.validity
    held = asked.established(truth(clause.condition, asked, {}))
    if isinstance(held, Unknown):
        reason = f"{law}, the law that it names, has it valid on facts that are not known"
        return Said("open", law, clause.source, reason, held.missing)
    word: Literal["valid", "void"] = "valid" if held else "void"
    return Said(word, law, clause.source, f"by {law}, the law that it names, it is {word}")
