"""What a forum would say, for people: findings in, plain text out."""

from collections.abc import Iterator

from panarchy_rules.analysis.forum import Cited, ForumFinding, Outcome, Overlay, Said
from panarchy_rules.base.values import LawRef
from panarchy_rules.rulebook.rulebook import Reference

_SAYS = {
    Outcome.OUTSIDE_SCOPE: "the matter is outside the scope of these rules",
    Outcome.NOT_APPLICABLE: "these rules do not apply to the case",
    Outcome.NO_RULE: "no rule speaks",
    Outcome.ANTINOMY: "the rules collide, and none yields",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.RENVOI_CYCLE: "the references go round in a circle",
}


def finding_text(finding: ForumFinding, about: str = "") -> str:
    """One finding, with its rules, the references that were followed, overlays and what it rests on."""
    return "\n".join(_lines(finding, about)) + "\n"


def _lines(finding: ForumFinding, about: str) -> Iterator[str]:
    about = f", {about}" if about else ""
    yield f"{finding.question} before the forum of {finding.provider.provider}{about}: {_headline(finding)}"
    first, *others = finding.steps
    yield from _rules(first.rules)
    for words, value in first.read:
        yield f"      {words}: {value}"
    for said, before in zip(others, finding.steps, strict=False):
        yield f"  {_reference(before)}"
        yield f"  {said.provider.provider} says: {_said(said)}"
        yield from _rules(said.rules)
    if finding.loop:
        yield f"  Circle: {_circle(finding)}"
    yield from (f"  Because {reason}" for reason in finding.reasons)
    if finding.lacking:
        yield f"  Missing facts, the most useful first: {', '.join(finding.lacking)}"
    for overlay in finding.overlays:
        yield from _overlay(overlay)
    yield from _findings(finding)


def _headline(finding: ForumFinding) -> str:
    return _law(finding.law) if finding.law else _SAYS[finding.outcome]


def _law(law: LawRef | None) -> str:
    return f"the law of {law.provider}" if law else "no law"


def _said(said: Said) -> str:
    return _law(said.law) if said.law else _SAYS[said.outcome]


def _reference(said: Said) -> str:
    reference = said.reference
    how = _words(reference) if reference else ""
    return f"{said.provider.provider} refers to {_law(said.law)} as a whole ({how})"


def _words(reference: Reference) -> str:
    return f"renvoi {reference.renvoi}, {_on_cycle(reference)}"


def _on_cycle(reference: Reference) -> str:
    return f"on cycle {reference.neutral.provider if reference.neutral else reference.on_cycle}"


def _circle(finding: ForumFinding) -> str:
    """The circle, and what the code says to which the references come back."""
    around = " -> ".join(law.provider for law in finding.loop)
    back = finding.loop[0]
    said = (step.reference for step in finding.steps if step.provider == back and step.reference)
    return "; ".join([around, *(f"{back.provider} says {_on_cycle(reference)}" for reference in said)])


def _rules(rules: tuple[Cited, ...]) -> Iterator[str]:
    for rule in rules:
        cited = " ".join(part for part in (rule.title, f"({rule.source})" if rule.source else "") if part)
        yield f"    by {rule.rule}: {cited}" if cited else f"    by {rule.rule}"


def _overlay(overlay: Overlay) -> Iterator[str]:
    if overlay.law:
        yield f"  Overlay: mandatory rules of the law of {overlay.law.provider}"
    else:
        lacking = f", lacking {', '.join(overlay.lacking)}" if overlay.lacking else ""
        yield f"  Overlay: not settled{lacking}{''.join(f', {reason}' for reason in overlay.reasons)}"
    yield from _rules(overlay.rules)


def _findings(finding: ForumFinding) -> Iterator[str]:
    pairs = [pair for step in finding.steps for pair in step.findings]
    pairs += [pair for overlay in finding.overlays for pair in overlay.findings]
    for words, value in dict.fromkeys(pairs):
        yield f"  Rests on a judge's finding: {words} is {value}"
