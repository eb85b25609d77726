"""Every result of the closed lists is reached by a claim, and says where it failed, for whom, and what cures it."""

import re

import pytest

from panarchy_rules.base.cures import CURES
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile.judgment import IssueJudgment
from tests.support.reached import PAGE, reaching
from tests.support.world_suites import judgments

UNDECIDED = [status for status in Status if status not in DECIDED]


@pytest.mark.parametrize("result", [*Status, *NoteCode])
def test_a_result_is_reached(result: str) -> None:
    """Some claim expects the status, or the note."""
    assert reaching(result)


@pytest.mark.parametrize("status", UNDECIDED)
def test_a_case_that_is_not_decided_says_what_there_is_to_say(status: Status) -> None:
    """Where it failed, between whom, along which consents, why, and what would cure it."""
    seen = 0
    for _, claim in reaching(status)[:8]:
        for judgment in judgments(claim):
            for issue in (one for one in judgment.issues if one.status is status):
                assert issue.failed in [step.step for step in issue.steps]
                assert issue.claimant != issue.respondent
                assert issue.reasons or issue.lacking
                assert edges(issue)
                assert issue.cures[-1] == CURES[status]
                seen += 1
    assert seen


def edges(issue: IssueJudgment) -> list[object]:
    """Whatever is said of consents: chains, contested steps, clauses that led nowhere, or how far each side got."""
    chains = [chain for law in issue.laws for chain in law.chains] + [*issue.forum.chains]
    contested = [edge for one in issue.challenges for edge in one.edges]
    return [*chains, *contested, *issue.refused, *issue.frontiers, *issue.incidental]


def test_every_status_that_is_no_decision_has_a_cure() -> None:
    """The list of cures is as closed as the list of statuses."""
    assert set(CURES) == set(UNDECIDED)


@pytest.mark.parametrize("result", [*Status, *NoteCode])
def test_the_page_says_truly_where_a_result_is_reached(result: str) -> None:
    """`python -m tests.support.reached` writes it; a suite may reach more than the page says, and nothing less."""
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| [{result}]"))
    named = re.findall(r"\[(\w+)\]\(\.\./", row)

    assert named
    assert set(named) <= {suite.stem for suite, _ in reaching(result)}
