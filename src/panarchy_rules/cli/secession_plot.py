"""Draw how the orders compare as neighbours grow alike: a world and its plan in, an SVG or PNG file out."""

from fractions import Fraction
from pathlib import Path

from panarchy_rules.analysis.secession.compare import Comparison, compare
from panarchy_rules.base.progress import told
from panarchy_rules.base.whole_files import written_whole
from panarchy_rules.casefile.secession import Secession
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.cli.exits import misuse

_STEPS = tuple(Fraction(step, 10) for step in range(11))
_PANELS = (
    ("Adults under a law they do not accept", "unconsented", "adults"),
    ("Adults whose preferred law was taken", "taken", "adults"),
    ("Disputes decided under a law both accept", "decided_under_accepted", "disputes"),
    ("Disputes that no law decides", "cut_off", "disputes"),
)


def plot(file: Path, world: LawWorld, plan: Secession) -> None:
    """Draw four panels over homogeneity. Raises Stopped if this cannot be drawn."""
    if plan.population is None:
        raise misuse("people written by hand have no homogeneity to draw over", "write `[population]` in its place")
    if file.suffix not in (".svg", ".png"):
        raise misuse(f"`{file.name}` ends in neither `.svg` nor `.png`", "name the file so that its form is clear")
    try:
        from matplotlib import rcParams
        from matplotlib.figure import Figure
    except ImportError:
        help_ = 'install it with `pip install "panarchy_rules[report]"`'
        raise misuse("drawing needs matplotlib, which is not installed", help_) from None
    rcParams["svg.hashsalt"] = "panarchy_rules"  # Otherwise no two files are alike.
    found = [compare(world, plan, step) for step in told(_STEPS, "homogeneities")]
    figure = Figure(figsize=(11, 8), layout="constrained")
    for axes, (title, key, of) in zip(figure.subplots(2, 2).flat, _PANELS, strict=True):
        for number, column in enumerate(found[0].columns):
            axes.plot([int(step * 100) for step in _STEPS], [_per_cent(one, number, key, of) for one in found])
            axes.lines[-1].set_label(column.name)
        axes.set_title(title, fontsize=11)
        axes.set_xlabel("homogeneity of districts, %")
        axes.set_ylabel("%")
        axes.set_ylim(-3, 103)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    with written_whole(file) as part:
        figure.savefig(part, metadata={"Date": None} if file.suffix == ".svg" else {"Software": None})


def _per_cent(found: Comparison, column: int, key: str, of: str) -> float:
    measures = found.columns[column].measures
    whole = found.adults if of == "adults" else measures.disputes
    return float(100 * getattr(measures, key)) / (whole or 1)
