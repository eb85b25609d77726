"""The modules that ship with the package are law without mistakes, and their examples hold."""

import re

import pytest

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.backends.interpreter.examples import run_examples
from panarchy_rules.compiler import compile_world
from panarchy_rules.syntax import parse
from tests.support.checkout import ROOT

MODULES = sorted(path.stem for path in (ROOT / "src/panarchy_rules/library").glob("*.law"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_holds_in_a_rulebook_that_adopts_it(module: str) -> None:
    """A rulebook that adopts nothing else has no mistake, and its examples come out; a procedure has three."""
    world = compile_world([parse("mesa.law", f"rulebook mesa\nadopts {module}\n")], library_file)
    ran = [run_examples(book) for book in world.rulebooks.values()]

    assert [problem.message for problem in world.diagnostics] == []
    assert [failed.diagnostic.message for _, failures in ran for failed in failures] == []
    assert all(not book.vocabulary.acts or len(book.examples) >= 3 for book in world.rulebooks.values())


def test_the_procedure_of_the_how_to_holds() -> None:
    """The blocks of the page, one after the other, are one rulebook without mistakes, and its example comes out."""
    page = (ROOT / "docs/how_to/write_a_procedure.md").read_text("utf-8")
    law = "".join(re.findall(r"^```law\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    world = compile_world([parse("bench.law", law)])
    (count, failures), *_ = [run_examples(book) for book in world.rulebooks.values()]

    assert [problem.message for problem in world.diagnostics] == []
    assert (count, failures) == (1, ())
