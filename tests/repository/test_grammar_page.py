"""The page of the grammar is the grammar."""

import re

from panarchy_rules.syntax.ebnf import grammar_page
from panarchy_rules.syntax.grammar import keywords, parser
from panarchy_rules.syntax.make_tables import written
from tests.support.checkout import ROOT

PAGE = (ROOT / "docs/standard/grammar.md").read_text("utf-8")


def test_the_page_is_fresh() -> None:
    """`python -m panarchy_rules.syntax.ebnf docs/standard/grammar.md` writes it."""
    assert grammar_page() == PAGE


def test_the_tables_are_fresh() -> None:
    """`python -m panarchy_rules.syntax.make_tables` writes them, and the command for the page does so, too."""
    assert written() == (ROOT / "grammars/tables.json").read_text("utf-8")


def test_every_word_and_rule_of_the_parser_stands_on_the_page() -> None:
    """Nothing the parser knows is left out."""
    shown = set(re.findall(r"^(\w+) +::=|^\| ([A-Z]+) \|", PAGE, re.MULTILINE))
    named = {one or other for one, other in shown}
    rules = {rule.origin.name for rule in parser().rules if not rule.origin.name.startswith("__")}
    words = {word for word in keywords().values() if f'"{word}"' not in PAGE}

    assert rules - named == set()
    assert words == set()
    assert "->" not in PAGE
