"""Open what `eval`, `explain` and `ask` are about: a rulebook's path, facts and words in, inquiry and question out.

Raises Stopped with what is wrong with them.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from panarchy_rules.adjudication.read_laws import library_file
from panarchy_rules.analysis.inquiry import Inquiry, inquire, question_of, questions_of, with_table
from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.documents import Unreadable, decode
from panarchy_rules.base.law_files import FILE_NAME
from panarchy_rules.base.read_json import read_json
from panarchy_rules.base.read_toml import read_toml
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.spans import whole_file
from panarchy_rules.base.suggestions import listed
from panarchy_rules.casefile.fact_input import FactInput, read_fact
from panarchy_rules.casefile.manifest import read_manifest, world_files
from panarchy_rules.cli.exits import Stopped, misuse
from panarchy_rules.cli.law_files import law_files, parsed_file
from panarchy_rules.cli.needed import Needed, needed
from panarchy_rules.cli.paths import existing
from panarchy_rules.cli.worlds import content
from panarchy_rules.rulebook.rulebook import QuestionId


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked what, with the texts that messages point into."""

    inquiry: Inquiry
    question: QuestionId
    texts: Mapping[str, str]


def asked(arguments: argparse.Namespace, *, at_judgment: bool) -> Asked:
    """The inquiry that some arguments mean."""
    path, words = Path(arguments.place[0]), " ".join(arguments.place[1:])
    rulebook = law_files([str(existing(str(path)))])
    if len(rulebook) != 1:
        raise misuse(f"{quoted(path)} is no single rulebook", "name one file that ends in `.law` or `.law.md`")
    inquiry, texts = _opened(rulebook[0], ", ".join(arguments.given or ()))
    if getattr(arguments, "facts", None):
        inquiry = _with_file(inquiry, existing(arguments.facts))
    if not words:
        raise misuse("the question is missing", f"it can be asked {listed(questions_of(inquiry.rulebook))}")
    question = question_of(words, inquiry.rulebook)
    if isinstance(question, Diagnostic):
        raise Stopped([question], {})
    return Asked(inquiry.at_judgment() if at_judgment else inquiry, question, texts)


def _opened(path: Path, given: str) -> tuple[Inquiry, Mapping[str, str]]:
    beside = _beside(path)
    parsed, besides = (tuple(map(parsed_file, files)) for files in (beside.files, beside.besides))
    found = inquire(parsed, str(path), given, library_file, besides)
    if found.inquiry is None:
        raise Stopped(found.diagnostics, found.texts)
    return found.inquiry, found.texts


def _beside(path: Path) -> Needed:
    """The law a rulebook names: of its world, or else of the files in its folder."""
    for folder in path.absolute().parents:
        if (folder / FILE_NAME).is_file():
            manifest, problems = read_manifest(folder)
            if manifest is None:
                raise Stopped(problems)
            files = world_files(folder, manifest.world.rulebooks)
            return needed(path, (one for one in files if one.resolve() != path.resolve()))
    return needed(path, (one for one in law_files([str(path.parent)]) if one.parent == path.parent and one != path))


def _with_file(inquiry: Inquiry, path: Path) -> Inquiry:
    changed, problems = with_table(inquiry, facts_in(path), str(path))
    if problems:
        raise Stopped(problems)
    return changed


def facts_in(path: Path) -> Mapping[str, FactInput]:
    """The table of facts in a TOML or JSON file. Raises Stopped."""
    text = decode(content(path))
    read = read_toml if path.suffix == ".toml" else read_json
    table = read(text) if isinstance(text, str) else text
    if isinstance(table, Unreadable):
        raise Stopped([Diagnostic(table.code or "PR600", table.message, whole_file(str(path)), help=table.help)])
    try:
        return {str(name): read_fact(value) for name, value in table.items()}
    except Unfit as unfit:
        raise Stopped(
            [Diagnostic("PR600", f"a fact {unfit.message}", whole_file(str(path)), help=unfit.cure)]
        ) from None
