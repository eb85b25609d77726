"""What the pages of `docs/diagnostics/` show wrong gives their code, and what they show right does not."""

import re
from pathlib import Path

import pytest

from panarchy_rules.adjudication.check_register import check_register, joined
from panarchy_rules.adjudication.check_rulebooks import check_rulebooks
from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.analysis.lint import lint
from panarchy_rules.backends.interpreter.examples import run_examples
from panarchy_rules.base.codes import CODES
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.law_files import FILE_NAME
from panarchy_rules.casefile.manifest import read_manifest
from panarchy_rules.casefile.read_dispute import read_dispute
from panarchy_rules.casefile.secession import FILE_NAME as PLAN_NAME
from panarchy_rules.casefile.secession import read_secession
from panarchy_rules.casefile.table_map import read_table_map
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Register, read_register
from tests.support.checkout import ROOT
from tests.support.suites import compiled, law_blocks

PAGES = ROOT / "docs/diagnostics"
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# The world in which a page shows an entry of the register or a dispute alone.
WORLD = {
    "mesa.law": b"rulebook mesa\nmatter contract\ngoverns contract\nfact price is money\n",
    "ulex_1_0.law": b"rulebook ulex\nthis is edition 1.0 in force from 2017-01-01\nforum ulex_panel open to anyone\n",
    "ulex_1_2.law": b"rulebook ulex\nthis is edition 1.2 in force from 2019-01-01\nforum ulex_panel open to anyone\n",
}
MEMBERS = b"""{"entry": 1, "act": "join", "person": "ana", "provider": "mesa", "recorded": "2025-01-01"}
{"entry": 2, "act": "join", "person": "ben", "provider": "mesa", "recorded": "2025-01-01"}
"""


def shown(code: str, heading: str) -> str:
    """The part of a page below one of its headings."""
    page = PAGES / f"{code}.md"
    text = page.read_text("utf-8") if page.exists() else ""  # That it is there is tested with the repository.
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


LINTED = [code for code in sorted(CODES) if "PR910" <= code < "PR950"]


def can_be_run(code: str) -> bool:
    """Whether the page shows files; commands and descriptions are for people only."""
    if code in LINTED:
        return False
    kinds = {match[1] for match in BLOCK.finditer(shown(code, "Wrong"))}
    return bool(kinds & {"law", "jsonl", "toml"}) and code != "PR702"


def codes_given(part: str, code: str, folder: Path) -> list[str]:
    """Every code that the files shown give, in order."""
    if code == "PR409":
        (folder / FILE_NAME).write_text(BLOCK.findall(part)[0][1], "utf-8")
        return [one.code for one in read_manifest(folder)[1]]
    if code == "PR371":
        (folder / PLAN_NAME).write_text(BLOCK.findall(part)[0][1], "utf-8")
        return [one.code for one in read_secession(folder)[1]]
    if code == "PR710":
        return [one.code for one in read_table_map("map.toml", BLOCK.findall(part)[0][1].encode())[1]]
    blocks = BLOCK.findall(part)
    register = "".join(body for word, body in blocks if word == "jsonl").encode()
    dispute = "".join(body for word, body in blocks if word == "toml").encode()
    return [one.code for one in _found(law_blocks(part) or WORLD, register, dispute)]


def _found(texts: dict[str, bytes], register: bytes, dispute: bytes) -> list[Diagnostic]:
    laws, _ = compiled(texts)
    found = list(laws.diagnostics)
    found += [failed.diagnostic for book in laws.rulebooks.values() for failed in run_examples(book)[1]]
    if found:
        return found
    entries, wrong = read_register("register.jsonl", register or (MEMBERS if dispute else b""))
    world = LawWorld(laws.rulebooks, laws.vocabulary, entries if not wrong else Register(()))
    found += [*wrong, *check_register(world)]
    if not dispute:
        return found + list(check_rulebooks(world, joined(world.register)))
    filed, wrong = read_dispute("a.toml", dispute)
    return [*found, *wrong, *(prepare(world, filed).diagnostics if filed else ())]


@pytest.mark.parametrize("code", [code for code in sorted(CODES) if can_be_run(code)])
def test_what_is_shown_wrong_gives_the_code(code: str, tmp_path: Path) -> None:
    """The example has this mistake and no other."""
    assert set(codes_given(shown(code, "Wrong"), code, tmp_path)) == {code}


@pytest.mark.parametrize("code", [code for code in sorted(CODES) if can_be_run(code)])
def test_what_is_shown_right_has_no_mistake(code: str, tmp_path: Path) -> None:
    """The example without the mistake is in order."""
    assert codes_given(shown(code, "Right"), code, tmp_path) == []


def test_every_page_about_law_text_can_be_run() -> None:
    """Only the size of files cannot be shown."""
    about_law_text = {code for code in CODES if code < "PR404"} - {"PR100", "PR106"}

    assert not [code for code in sorted(about_law_text) if not can_be_run(code)]


@pytest.mark.parametrize("code", [code for code in sorted(CODES) if (PAGES / f"{code}.md").exists()])
def test_a_page_has_the_title_of_its_code(code: str) -> None:
    """The page and the catalogue call the mistake by one name."""
    assert (PAGES / f"{code}.md").read_text("utf-8").splitlines()[0] == f"# {code}: {CODES[code].title}"


def test_the_index_lists_every_code() -> None:
    """Whoever looks for a code finds it with its title."""
    index = (PAGES / "README.md").read_text("utf-8")

    assert [code for code in sorted(CODES) if f"[{code}]({code}.md) | {CODES[code].title}" not in index] == []


@pytest.mark.parametrize("code", LINTED)
def test_the_linter_says_so_of_what_is_shown_wrong_only(code: str) -> None:
    """The example is no mistake of the language, and mended it is not found any more."""
    for heading, expected in (("Wrong", True), ("Right", False)):
        laws, texts = compiled(law_blocks(shown(code, heading)))
        said = {one.diagnostic.code for one in lint(laws.rulebooks.values(), texts).findings}

        assert list(laws.diagnostics) == []
        assert (code in said) is expected
