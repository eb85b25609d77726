"""What a forum would say, for programs: findings in, tables out."""

from typing import Any

from panarchy_rules.analysis.cases import CaseResult, found_law
from panarchy_rules.analysis.forum import Cited, ForumFinding, Outcome, Said


def case_table(result: CaseResult) -> dict[str, Any]:
    """One case with everything that was found."""
    return {
        "id": result.case.id,
        "holds": result.holds if result.case.expected else None,
        "problems": [{"code": p.code, "message": p.message, "help": p.help} for p in result.problems],
        "findings": [
            {"about": one.about, **finding_table(one.finding), "unmet": one.unmet or None} for one in result.asked
        ],
        "left_aside": sorted({path for one in result.asked for path in one.facts.left_aside}),
    }


def finding_table(finding: ForumFinding) -> dict[str, Any]:
    """One finding. `law` is null if no law was found; `outcome` says why."""
    return {
        "forum": finding.provider.provider,
        "question": finding.question,
        "outcome": finding.outcome.value,
        "law": found_law(finding) if finding.outcome is Outcome.LAW else None,
        "rules": _rules(finding.rules),
        "steps": [_step(step) for step in finding.steps],
        "loop": [law.provider for law in finding.loop],
        "overlays": [
            {
                "law": overlay.law.provider if overlay.law else None,
                "rules": _rules(overlay.rules),
                "lacking": list(overlay.lacking),
                "reasons": list(overlay.reasons),
                "findings": dict(overlay.findings),
            }
            for overlay in finding.overlays
        ],
        "lacking": list(finding.lacking),
        "reasons": list(finding.reasons),
        "findings": {words: value for step in finding.steps for words, value in step.findings},
    }


def _step(said: Said) -> dict[str, Any]:
    reference = said.reference
    return {
        "provider": said.provider.provider,
        "edition": said.provider.edition,
        "outcome": said.outcome.value,
        "law": said.law.provider if said.law else None,
        "rules": _rules(said.rules),
        "renvoi": reference.renvoi if reference else None,
        "on_cycle": (reference.neutral.provider if reference.neutral else reference.on_cycle) if reference else None,
        "read": dict(said.read),
    }


def _rules(rules: tuple[Cited, ...]) -> list[dict[str, str]]:
    return [{"rule": rule.rule, "id": rule.id, "title": rule.title, "source": rule.source} for rule in rules]
