import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from panarchy_rules import Panarchy, notebook
from panarchy_rules.analysis.world_graph import world_graph
from tests.support.checkout import ROOT

LAW = 'rulebook harbor\nlanguage 1\nhead toll "Toll"\nrule toll\n  respondent owes claimant 5 EUR as toll\n'


class Shell:
    """The part of IPython's shell that an extension uses."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.shown: dict[Any, Any] = {}
        self.magics: dict[str, Any] = {}
        formatter = SimpleNamespace(
            for_type=self.shown.__setitem__,
            for_type_by_name=lambda module, name, how: self.shown.__setitem__(f"{module}.{name}", how),
            pop=self.shown.pop,
        )
        self.display_formatter = SimpleNamespace(formatters={"text/html": formatter})
        self.magics_manager = SimpleNamespace(magics={"cell": self.magics})

    def register_magic_function(self, how: Any, magic_kind: str, magic_name: str) -> None:
        """Know a magic."""
        assert magic_kind == "cell"
        self.magics[magic_name] = how

    def html(self, value: object) -> Any:
        """A value as it is shown."""
        kind = type(value)
        how = self.shown.get(kind) or self.shown[f"{kind.__module__}.{kind.__name__}"]
        return how(value)


@pytest.fixture
def shell() -> Shell:
    """A shell that has loaded the extension."""
    made = Shell()
    notebook.load_ipython_extension(made)
    return made


@pytest.fixture(scope="module")
def ulex() -> Panarchy:
    """A world with a graph."""
    return Panarchy.load(ROOT / "examples/ulex")


def test_a_judgment_is_its_page(shell: Shell, ulex: Panarchy) -> None:
    """With the routes once its world has a name in the notebook."""
    judgment = ulex.resolve("a")
    alone = shell.html(judgment)
    shell.user_ns["world"] = ulex

    assert "ben pays ana 2000 EUR as remedy" in alone
    assert "<svg" not in alone
    assert "<svg" in shell.html(judgment)


def test_another_world_draws_no_routes(shell: Shell, ulex: Panarchy) -> None:
    """A world with other texts did not give the judgment."""
    shell.user_ns["world"] = Panarchy.build({"a": LAW}, name=ulex.name)

    assert "<svg" not in shell.html(ulex.resolve("a"))


def test_worlds_and_their_graphs_are_drawn(shell: Shell, ulex: Panarchy) -> None:
    """Another graph is left alone."""
    graph = world_graph(ulex.law_world)

    assert "ulex_panel" in shell.html(ulex)
    assert '<div class="wide"><svg' in shell.html(graph)
    assert shell.html(type(graph)()) is None


def test_a_style_reaches_nothing_but_what_it_came_with(shell: Shell, ulex: Panarchy) -> None:
    """Judgments, worlds and graphs stand in somebody else's page."""
    for shown in (ulex.resolve("a"), ulex, world_graph(ulex.law_world)):
        page = shell.html(shown)
        styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        rules = re.sub(r"@media[^{]*\{|^\}", "", "".join(styles), flags=re.MULTILINE)
        selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", rules) for one in rule.split(",")]

        assert selectors
        assert [one for one in selectors if not one.startswith((".panarchy", ".panarchy-graph"))] == []
        assert 'class="panarchy"' in page


def test_a_cell_of_law_becomes_a_world(shell: Shell) -> None:
    """The name of the cell stands for it."""
    found = shell.magics["rulebook"]("harbor", LAW)

    assert str(found) == "harbor is in order", str(found)
    assert list(map(str, shell.user_ns["harbor"].law_world.rulebooks)) == ["harbor 1"]


def test_mistakes_in_a_cell_are_shown_at_their_place(shell: Shell) -> None:
    """As text that is no markup; the cell is mended by running it again."""
    found = shell.magics["rulebook"]("harbor", LAW.replace("as toll", "as <b>toll"))

    assert found.world is None
    assert "error[PR" in str(found)
    assert "harbor:5:" in str(found)
    assert "<b>" not in shell.html(found)
    assert "harbor" not in shell.user_ns
    assert shell.magics["rulebook"]("harbor", LAW).world is not None


def test_cells_are_compiled_together(shell: Shell) -> None:
    """A cell with a mistake keeps the others from being a world, and they say so."""
    shell.magics["rulebook"]("broken", "rulebook broken\nrule")
    found = shell.magics["rulebook"]("harbor", LAW)

    assert str(found) == "the cell broken has mistakes, so there is no world yet"


def test_the_extension_can_be_unloaded(shell: Shell) -> None:
    """Nothing of it stays."""
    notebook.unload_ipython_extension(shell)

    assert (shell.shown, shell.magics) == ({}, {})


def test_it_works_in_the_real_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython itself, where it is installed."""
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    real = InteractiveShell()
    real.run_line_magic("load_ext", "panarchy_rules.notebook")
    found = real.run_cell_magic("rulebook", "harbor", LAW)
    shown = real.display_formatter.format(real.user_ns["harbor"])[0]

    assert found.world is real.user_ns["harbor"]
    assert "<svg" in shown["text/html"]
    assert "is in order" in real.display_formatter.format(found)[0]["text/html"]
    real.run_line_magic("unload_ext", "panarchy_rules.notebook")
    assert "text/html" not in real.display_formatter.format(real.user_ns["harbor"])[0]
