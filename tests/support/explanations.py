"""The judgments of every world under examples/ as text, one file a world.

`python -m tests.support.explanations` writes them anew; read the difference as a clerk of court would.
"""

from pathlib import Path

from panarchy_rules.panarchy import Panarchy
from tests.support.checkout import ROOT

FOLDER = ROOT / "tests" / "goldens" / "explanations"
WORLDS = tuple(manifest.parent for manifest in sorted((ROOT / "examples").rglob("panarchy.toml")))


def golden(world: Path) -> Path:
    """Where the texts of a world stand."""
    return FOLDER / f"{'_'.join(world.relative_to(ROOT / 'examples').parts)}.md"


def page(folder: Path) -> str:
    """All disputes of a world, each as it is explained."""
    world = Panarchy.load(folder)
    texts = (f"```text\n{world.text(world.resolve(name))}```\n" for name in sorted(world.disputes))
    return "\n".join((f"# {world.title or world.name}\n", *texts))


def refresh() -> None:
    """Write all files, and remove those of worlds that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = {golden(world) for world in WORLDS}
    for old in sorted(FOLDER.glob("*.md")):
        if old not in kept:
            old.unlink()
    for world in WORLDS:
        golden(world).write_text(page(world), encoding="utf-8")


if __name__ == "__main__":
    refresh()
