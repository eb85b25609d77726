"""`panarchy diff`: two worlds and past disputes in, those that come out otherwise in the second world out."""

import argparse
from pathlib import Path

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.law_files import FILE_NAME
from panarchy_rules.base.progress import told
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import FORM
from panarchy_rules.cli.exits import Exit, Stopped, misuse
from panarchy_rules.cli.judgments import judgments_in
from panarchy_rules.cli.output import say, say_json
from panarchy_rules.cli.paths import folder_of, shown
from panarchy_rules.cli.replayed import as_table, as_text, reasons, summary
from panarchy_rules.cli.worlds import content, dispute_in, opened
from panarchy_rules.panarchy import Panarchy, Replayed


def run(arguments: argparse.Namespace) -> Exit:
    """Decide in both worlds, compare and print."""
    if len(arguments.place) < 2:
        raise misuse("`panarchy diff` needs two worlds", "write `panarchy diff OLD_WORLD NEW_WORLD`")
    old, new = (opened(folder_of(typed))[0] for typed in arguments.place[:2])
    asked = _disputes([*arguments.place[2:], *(arguments.replay or ())], old)
    replayed = tuple(_both(dispute, old, new) for dispute in told(asked, "disputes"))
    differs = any(one.differences for one in replayed)
    if arguments.format == "json":
        tables = [as_table(one) for one in replayed]
        say_json({"status": "different" if differs else "same", "disputes": tables})
    else:
        why = [f"changed: {reason}" for reason in reasons(replayed)] or ["changed: nothing that a judgment reads"]
        say("\n".join([*why, "", *as_text(replayed), "", summary(replayed)]))
    return Exit.FINDINGS if differs else Exit.OK


def _both(dispute: Dispute, old: Panarchy, new: Panarchy) -> Replayed:
    found = old.check(dispute)
    if found:
        raise Stopped(found)
    return new.replay(old.resolve(dispute).model_copy(update={"world": new.name}))


def _disputes(named: list[str], old: Panarchy) -> tuple[Dispute, ...]:
    if not named and not old.disputes:
        raise misuse("the old world has no disputes", "name some with `--replay`")
    return tuple(d for each in named for d in _named(each, old)) if named else tuple(old.disputes.values())


def _named(typed: str, old: Panarchy) -> tuple[Dispute, ...]:
    """A dispute by its id or file, or those of archived judgments; of a folder all that are in it."""
    if typed in old.disputes:
        return (old.disputes[typed],)
    path = shown(Path(typed))
    if path.is_dir():
        return _in_folder(path)
    if not path.is_file():
        known = f"its disputes are {listed(old.disputes)}" if old.disputes else "it has none"
        message = f"the old world has no dispute {quoted(typed)}, and there is no such file"
        raise misuse(message, did_you_mean(typed, old.disputes, known))
    return _in_file(path)


def _in_folder(folder: Path) -> tuple[Dispute, ...]:
    """The disputes and judgments of a folder, in the order of their names; of a world, its disputes."""
    place = folder / "disputes" if (folder / FILE_NAME).is_file() else folder
    files = sorted(path for path in place.glob("*") if path.suffix in (".toml", ".json") and path.is_file())
    if not files:
        raise misuse(f"there is no dispute in {quoted(str(place))}", "name a folder with `.toml` or `.json` files")
    return tuple(dispute for path in files for dispute in _in_file(path))


def _in_file(path: Path) -> tuple[Dispute, ...]:
    """A dispute, or those of archived judgments."""
    if path.suffix == ".json" and FORM.encode() in content(path):
        return tuple(judgment.dispute for judgment in judgments_in(path).judgments)
    return (dispute_in(path)[0],)
