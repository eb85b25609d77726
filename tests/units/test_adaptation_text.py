"""Text and page of a judgment say what was adapted, in the same lines, and what is only noted of the whole."""

from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.explanation.combined import adaptation_lines
from panarchy_rules.explanation.html import html
from panarchy_rules.explanation.markdown import markdown
from panarchy_rules.explanation.names import Names
from panarchy_rules.explanation.page import judgment_page
from panarchy_rules.explanation.text import judgment_text
from tests.support.checkout import ROOT
from tests.support.world_suites import _FENCE as FENCE
from tests.support.world_suites import _setting, _world, read_dispute, world_claims

SUITE = ROOT / "tests/choice_of_law/procedure_and_adaptation.md"


def judged(title: str) -> Judgment:
    """The first judgment of a claim of the suite."""
    claim = next(one for one in world_claims(SUITE) if one.title.startswith(title))
    laws, register = _setting([*FENCE.finditer(claim.shared), *FENCE.finditer(claim.body)])
    dispute = next(block["body"] for block in FENCE.finditer(claim.body) if block["word"] == "dispute")
    return _world(laws, register, ()).resolve(read_dispute(dispute))


def test_text_and_page_have_the_same_lines() -> None:
    """What each law would give, what is owed, and by whose code."""
    judgment = judged("A sum above")
    page = judgment_page(judgment)
    lines = [line.strip() for line in adaptation_lines(judgment.adaptations[0], Names())]

    assert "Harbor code art. 8" in lines[-1]
    for line in lines:
        assert line in judgment_text(judgment)
        assert line in markdown(page).replace("\\", "")
        assert line in html(page)


def test_what_is_only_noted_is_noted_on_the_page_too() -> None:
    """One party's code alone adapts nothing."""
    judgment = judged("One party's code alone")

    assert "ADAPTATION_NEEDED" in judgment_text(judgment)
    assert "ADAPTATION_NEEDED" in markdown(judgment_page(judgment)).replace("\\", "")
    assert judgment.adaptations == ()
