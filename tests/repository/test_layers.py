"""The packages stand in layers, as `pyproject.toml` lists them, and imports go down."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.support.checkout import ROOT

PACKAGE = ROOT / "src/panarchy_rules"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {contract["id"]: contract for contract in CONFIG["tool"]["importlinter"]["contracts"]}
HEIGHTS = {
    package.strip(" ()"): height
    for height, layer in enumerate(reversed(CONTRACTS["layers"]["layers"]))
    for package in layer.split("|")
}


def test_no_package_imports_one_above_or_beside_it() -> None:
    """Each import goes down. The few lines at the root of the package may import anything."""
    wrong = [
        f"{importer} imports {imported}"
        for importer, imported in imports()
        if (home := _package(importer)) and importer != "panarchy_rules" and _climbs(home, imported)
    ]

    assert not wrong


def test_a_library_is_known_only_where_it_belongs() -> None:
    """Lark, networkx and pydantic may be exchanged without touching the rest."""
    wrong = [
        f"{importer} imports {imported}"
        for importer, imported in imports()
        for contract in CONTRACTS.values()
        if imported.partition(".")[0] in contract.get("protected_modules", ())
        and not any(f"{importer}.".startswith(f"{home}.") for home in contract["allowed_importers"])
    ]

    assert not wrong


def test_every_package_has_a_layer() -> None:
    """A new package is placed before it is used."""
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}

    assert packages | modules <= HEIGHTS.keys()


def test_import_linter_agrees() -> None:
    """Where the `dev` extra is installed, imports by way of other modules are checked too."""
    linter = Path(sys.executable).with_name("lint-imports")
    if linter.exists():
        command = [str(linter), "--no-cache", "--no-logo"]
        finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stdout


def imports() -> Iterator[tuple[str, str]]:
    """All pairs of a module and what it imports, in functions as well."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((_module(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((_module(path), f"{node.module}.{alias.name}") for alias in node.names)


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _package(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def _climbs(home: str, imported: str) -> bool:
    library, _, rest = imported.partition(".")
    target = rest.partition(".")[0]
    if library != "panarchy_rules" or target in (home, "__version__"):
        return False
    # What is not a package is a name from the root of the package, which stands above all.
    return HEIGHTS.get(target, len(HEIGHTS)) >= HEIGHTS[home]
