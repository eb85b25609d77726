"""Understand a command: the words after `panarchy` in, a verb with its arguments out. Raises Stopped with PR800.

The table of verbs makes both the parser and the help, so that neither knows a word the other lacks.
"""

import argparse
import re
import textwrap
from collections.abc import Sequence
from typing import NoReturn

from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.records import dataclass
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.cli.exits import misuse

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Place:
    """Words that follow the verb. Those that may be missing have what stands for them instead."""

    name: str
    about: str
    many: bool = False
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A word with `--` and its value; without `value` it is a switch, and with `many` it may be repeated."""

    name: str
    about: str
    value: str = ""
    choices: tuple[str, ...] = ()
    otherwise: str | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing `panarchy` can do. `module` in this package has `run`, and is imported only to do it.

    A name may be of two words, such as `graph coverage`.
    """

    name: str
    module: str
    about: str
    place: Place
    options: tuple[Option, ...] = ()
    # What JSON says of mistakes, and of what cannot be read.
    statuses: tuple[str, str] = ("findings", "unreadable")

    @property
    def usage(self) -> str:
        """The verb with all that may follow it."""
        place = f"{self.place.name}..." if self.place.many and " " not in self.place.name else self.place.name
        words = [f"[{place}]" if self.place.otherwise else place]
        words += [f"[--{option.name}{f' {_value(option)}' if option.value else ''}]" for option in self.options]
        return " ".join(["panarchy", self.name, *words])


_FORMAT = Option("format", "how to print what is found", "FORMAT", ("text", "json"), "text")
_PAGE_FORMAT = Option("format", "how to print it", "FORMAT", ("text", "markdown", "html", "json"), "text")
_JUDGMENT_FORMAT = Option(
    "format",
    "how to print it; `expect` is the table `[expect]` for the dispute's file",
    "FORMAT",
    ("text", "markdown", "html", "json", "expect"),
    "text",
)
_WORLD = Option("world", "the folder of the world, if not the one the file stands in", "DIR")
_AS_OF = Option("as-of", "the day whose editions and consents count; otherwise the last the world speaks of", "DATE")
_MATTER = Option("matter", "only this matter; otherwise all that have no narrower one", "MATTER")
_ISSUE = Option("issue", "the issue that is asked about; otherwise the whole of a claim", "ISSUE")
_MINIMUM_KIND = Option(
    "minimum-kind",
    "the weakest kind of consent that counts, if it is to be stronger than the manifest says",
    "KIND",
)
_STORE = "a file that ends in `.sqlite` or `.db`, or the folder of a world that has such a register"
_WORLDS = "a world's folder, a file or folder in it, or a folder with several worlds"
_LAW_FILES = "a file that ends in `.law` or `.law.md`, or a folder with such files in it or below"
_ASKED = Place(
    "RULEBOOK QUESTION",
    "a rulebook's file, and a head, question, definition or `ROLE owes ROLE HEAD` or `ROLE may ACT`",
    many=True,
)
_GIVEN = Option("given", "facts as in an example, such as `price is 9 EUR`; may be repeated", "FACTS", many=True)
_AT_JUDGMENT = Option("at-judgment", "what is not proved counts against the one who has to prove it")
_FACTS = Option("facts", "a TOML or JSON file with facts as under `[facts]` of a dispute", "FILE")

VERBS = (
    Verb(
        "new",
        "new",
        "write a small world that works, to change into your own",
        Place("NAME", "the name of the world and of its folder"),
        (
            Option("dir", "where to make the folder; otherwise here", "DIR", otherwise="."),
            Option("literate", "write the laws as Markdown, in files that end in `.law.md`"),
            _FORMAT,
        ),
    ),
    Verb(
        "check",
        "check",
        "look for mistakes in worlds, without deciding anything",
        Place("PATH", f"{_WORLDS}; otherwise this folder", many=True, otherwise="."),
        (_FORMAT,),
    ),
    Verb(
        "fmt",
        "fmt",
        "write files of law in canonical form, without changing what they say",
        Place("PATH", f"{_LAW_FILES}; otherwise this folder", many=True, otherwise="."),
        (
            Option("check", "write nothing, and say which files are not in canonical form"),
            Option("diff", "write nothing, and show what would change"),
            _FORMAT,
        ),
    ),
    Verb(
        "lint",
        "lint",
        "look for what is legal to write and probably not meant",
        Place("PATH", f"{_WORLDS}; otherwise this folder", many=True, otherwise="."),
        (Option("fix", "mend what can be mended without changing what the law says"), _FORMAT),
    ),
    Verb(
        "test",
        "run_tests",
        "compare the examples in rulebooks and the `[expect]` of disputes with what comes out",
        Place("PATH", f"{_WORLDS}; otherwise this folder", many=True, otherwise="."),
        (
            Option("coverage", "say how much of the law was tried, as exact counts, and what was not"),
            Option(
                "fail-under", "the least share of each kind, such as `100%` or `rules=100%,conditions=2/3`", "SHARE"
            ),
            _FORMAT,
        ),
    ),
    Verb(
        "eval",
        "evaluate",
        "put a question to one rulebook, without a world",
        _ASKED,
        (_GIVEN, _FACTS, _AT_JUDGMENT, _FORMAT),
    ),
    Verb(
        "ask",
        "ask",
        "interview somebody, asking only what matters, until a rulebook gives its verdict",
        _ASKED,
        (
            _GIVEN,
            _FACTS,
            Option("save", "keep the answers in this JSON file, and go on with those in it", "FILE"),
            _AT_JUDGMENT,
            _FORMAT,
        ),
    ),
    Verb(
        "explain",
        "explain",
        "say why a rulebook answers as it does, why not otherwise, and what would change it",
        _ASKED,
        (
            _GIVEN,
            _FACTS,
            Option("why-not", "what kept this rule from deciding", "RULE"),
            Option("change", "the smallest changes of single facts that would change the verdict"),
            _AT_JUDGMENT,
            Option("budget", "how many changes may be tried; otherwise 1000", "NUMBER", otherwise="1000"),
            _FORMAT,
        ),
    ),
    Verb(
        "resolve",
        "resolve",
        "decide a dispute, or all disputes of a world",
        Place("DISPUTE", "a dispute's file, or a world's folder; with `--world` also the id of a dispute"),
        (_WORLD, _MINIMUM_KIND, _JUDGMENT_FORMAT),
        ("REFUSED", "UNREADABLE"),
    ),
    Verb(
        "why",
        "why",
        "say why a dispute comes out as it does, why not under another law, and what would change it",
        Place("DISPUTE", "a dispute's file; with `--world` also the id of a dispute"),
        (
            _WORLD,
            Option("why-not", "only what keeps this law from governing, such as `ulex` or `ulex 1.2`", "LAW"),
            Option("change", "only the facts and agreements that would change the judgment"),
            Option("budget", "how many disputes may be tried; otherwise 1000", "NUMBER", otherwise="1000"),
            _FORMAT,
        ),
        ("REFUSED", "UNREADABLE"),
    ),
    Verb(
        "batch",
        "batch",
        "decide a table of disputes, in constant memory; what was stopped goes on where it stopped (extra `batch`)",
        Place("TABLE", "a file that ends in `.parquet`, `.arrow`, `.feather`, `.ipc`, `.arrows` or `.csv`"),
        (
            Option("map", "the TOML file that says which column is what", "FILE"),
            _WORLD,
            Option("to", "the folder of the results; it is made if it is not there", "FOLDER"),
            Option("as", "how the results are written", "FORM", ("parquet", "arrow"), "parquet"),
            Option("engine", "what decides the rows", "ENGINE", ("kernel", "duckdb", "postgres", "spark"), "kernel"),
            Option("at", "where the engine is: a connection string of PostgreSQL, or the address of Spark", "PLACE"),
            Option("sample", "how many rows of each part the interpreter decides again", "NUMBER", otherwise="20"),
            Option("emit-sql", "only write the SQL that decides such a table: duckdb, postgres or spark", "DIALECT"),
            Option("explain", "only say why this row comes out as it does, by its number from 1", "ROW"),
            _FORMAT,
        ),
    ),
    Verb(
        "verify",
        "verify",
        "check the chains and orders of a judgment again, without the engine that found them",
        Place("JUDGMENT", "a file that `panarchy resolve --format json` wrote"),
        (_WORLD, _FORMAT),
    ),
    Verb(
        "replay",
        "replay",
        "decide an archived judgment's dispute again, and say what differs and what was changed",
        Place("JUDGMENT", "a file that `panarchy resolve --format json` wrote"),
        (_WORLD, _FORMAT),
    ),
    Verb(
        "diff",
        "diff",
        "decide disputes in two worlds, such as before and after an amendment, and say which come out otherwise",
        Place("OLD_WORLD NEW_WORLD", "the folders of two worlds; further words are disputes", many=True),
        (
            Option(
                "replay",
                "a dispute: its id in the old world, its file, a file of judgments, or a folder of such files; "
                "otherwise all of the old world",
                "DISPUTE",
                many=True,
            ),
            _FORMAT,
        ),
    ),
    Verb(
        "forum",
        "forum",
        "say what a provider's own forum would say to cases, without deciding anything",
        Place(
            "RULEBOOKS CASES",
            "rulebooks (a file, folder or world); a JSON file of cases, or a dispute",
            many=True,
        ),
        (
            Option(
                "of", "whose forum; otherwise the only provider, or the one that the fact `forum` names", "PROVIDER"
            ),
            Option("question", "the question which law governs; otherwise the only one, or `governing_law`", "NAME"),
            Option("case", "only this case, and at length", "ID"),
            Option("each", "ask once for each member of the lists at these paths, such as `defendant,issue`", "PATHS"),
            Option("as-of", "the day whose editions count; otherwise the last", "DATE"),
            _FORMAT,
        ),
    ),
    Verb(
        "register import",
        "register_import",
        "record the entries of a file of JSON lines in a register store, all or none",
        Place("STORE", f"{_STORE}; it is made if it is not there"),
        (Option("from", "the file of JSON lines", "FILE"), _FORMAT),
    ),
    Verb(
        "register export",
        "register_export",
        "write the entries of a register store as JSON lines",
        Place("STORE", _STORE),
        (Option("to", "the file to write", "FILE"), Option("plain", "leave out hashes, salts and signatures"), _FORMAT),
    ),
    Verb(
        "register append",
        "register_append",
        "record new acts in a register store, all or none",
        Place("STORE", f"{_STORE}; it is made if it is not there"),
        (Option("from", "a file with one act on each line, without numbers", "FILE"), _FORMAT),
    ),
    Verb(
        "register verify",
        "register_verify",
        "check every hash and signature of a register store",
        Place("STORE", _STORE),
        (Option("checkpoint", "a checkpoint that was kept elsewhere", "NUMBER:HASH"), _FORMAT),
    ),
    Verb(
        "register checkpoint",
        "register_checkpoint",
        "print the number and hash of the last entry, to be kept elsewhere",
        Place("STORE", _STORE),
        (_FORMAT,),
    ),
    Verb(
        "graph",
        "graph",
        "draw which laws and forums accept or lead to which",
        Place("WORLD", "the folder of a world; otherwise this folder", otherwise="."),
        (
            Option(
                "to",
                "the form of the graph",
                "FORM",
                ("mermaid", "dot", "graphml", "cytoscape", "svg", "json"),
                "mermaid",
            ),
            _AS_OF,
            Option("matter", "draw only what holds for this matter", "MATTER"),
            Option("persons", "draw the persons and their consents too"),
            _FORMAT,
        ),
    ),
    Verb(
        "graph coverage",
        "graph_coverage",
        "say who can settle what with whom",
        Place("WORLD", "the folder of a world; otherwise this folder", otherwise="."),
        (_AS_OF, _MATTER, _ISSUE, _FORMAT),
    ),
    Verb(
        "graph cures",
        "graph_cures",
        "find the fewest new acceptance clauses that give all members a law in common",
        Place("WORLD", "the folder of a world; otherwise this folder", otherwise="."),
        (_AS_OF, _MATTER, _ISSUE, _FORMAT),
    ),
    Verb(
        "graph clauses",
        "graph_clauses",
        "say which acceptance clauses lead nowhere, which are one-sided, and which laws go in a circle",
        Place("WORLD", "the folder of a world; otherwise this folder", otherwise="."),
        (_AS_OF, _FORMAT),
    ),
    Verb(
        "graph shopping",
        "graph_shopping",
        "say how a dispute would come out under another membership or forum",
        Place("DISPUTE", "a dispute's file, or a world's folder; with `--world` also the id of a dispute"),
        (_WORLD, _FORMAT),
        ("REFUSED", "UNREADABLE"),
    ),
    Verb(
        "secession",
        "secession",
        "compare territorial monopoly, territorial secession and personal secession by numbers",
        Place("WORLD", "the folder of a world with a `secession.toml`; otherwise this folder", otherwise="."),
        (Option("plot", "draw the orders over homogeneity, as SVG or PNG (extra `report`)", "FILE"), _FORMAT),
    ),
)

NO_CACHE = Option("no-cache", "neither read nor keep what was compiled before")
"""What every verb takes."""

_BY_NAME = {verb.name: verb for verb in VERBS}
_HELP = ("-h", "--help", "help")


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked: a verb with its arguments, or a text to show."""

    verb: Verb | None
    arguments: argparse.Namespace
    show: str = ""


def understand(words: Sequence[str], version: str) -> Command:
    """The command in some words. Raises Stopped if there is none."""
    if not words:
        raise misuse("what to do is missing", f"the verbs are {listed(_BY_NAME)}; `panarchy --help` explains them")
    first, rest = words[0], list(words[1:])
    if first == "--version":
        return Command(None, argparse.Namespace(), f"panarchy {version}\n")
    if first in _HELP and not any(" ".join(rest[:count]) in _BY_NAME for count in (1, 2)):
        return Command(None, argparse.Namespace(), overview())
    if first in _HELP:
        return Command(None, argparse.Namespace(), explanation(_split_verb(rest)[0]))
    verb, rest = _split_verb(words)
    if any(word in _HELP[:2] for word in rest):
        return Command(None, argparse.Namespace(), explanation(verb))
    return Command(verb, _parsed(verb, rest))


def overview() -> str:
    """What `panarchy --help` shows."""
    lines = ["panarchy: laws without territory, and disputes between their members", "", "usage: panarchy VERB ...", ""]
    lines += _table([(verb.name, verb.about) for verb in VERBS])
    lines += ["", "`panarchy VERB --help` says what a verb takes; `panarchy --version` prints the version."]
    lines += [f"`--{NO_CACHE.name}` after any verb: {NO_CACHE.about}."]
    return "\n".join(lines) + "\n"


def explanation(verb: Verb) -> str:
    """What `--help` shows after a verb."""
    rows = [(verb.place.name, verb.place.about)]
    rows += [(f"--{o.name} {_value(o)}".rstrip(), _about(o)) for o in verb.options]
    about = f"{verb.about[0].upper()}{verb.about[1:]}."
    return "\n".join([f"usage: {verb.usage}", "", *textwrap.wrap(about, _WIDTH), "", *_table(rows)]) + "\n"


def _value(option: Option) -> str:
    return "|".join(option.choices) if option.choices else option.value


def _about(option: Option) -> str:
    return f"{option.about}; otherwise {option.otherwise}" if option.choices else option.about


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows) + 4
    lines: list[str] = []
    for left, right in rows:
        wrapped = textwrap.wrap(right, _WIDTH - width)
        lines.append(f"  {left:<{width - 2}}{wrapped[0]}")
        lines += [" " * width + line for line in wrapped[1:]]
    return lines


def _split_verb(words: Sequence[str]) -> tuple[Verb, list[str]]:
    """The verb, of two words if there is such a one, and what follows it."""
    pair = " ".join(words[:2])
    if pair in _BY_NAME:
        return _BY_NAME[pair], list(words[2:])
    return _verb(words[0]), list(words[1:])


def _verb(word: str) -> Verb:
    if word in _BY_NAME:
        return _BY_NAME[word]
    if word.startswith("-"):
        raise misuse(f"{quoted(word)} is not an option of `panarchy`", "begin with a verb, or write `panarchy --help`")
    cure = did_you_mean(word, _BY_NAME, f"the verbs are {listed(_BY_NAME)}")
    raise misuse(f"{quoted(word)} is not a verb of `panarchy`", cure)


class _Parser(argparse.ArgumentParser):
    """argparse, with its own sentences kept from the reader."""

    def __init__(self, verb: Verb) -> None:
        super().__init__(prog=f"panarchy {verb.name}", add_help=False, allow_abbrev=False)
        self.verb = verb
        self.add_argument("place", nargs="*")
        for option in verb.options:
            if option.many:
                self.add_argument(f"--{option.name}", action="append")
            elif option.value:
                self.add_argument(f"--{option.name}", default=option.otherwise)
            else:
                self.add_argument(f"--{option.name}", action="store_true")
        self.add_argument(f"--{NO_CACHE.name}", action="store_true")

    def error(self, message: str) -> NoReturn:
        named = re.search(r"argument (--[a-z-]+)", message)
        wrong = f"{quoted(named[1])} is not written as it should be" if named else "the words do not fit together"
        for option in self.verb.options:
            if named and named[1] == f"--{option.name}":
                wrong = f"{quoted(named[1])} needs a value" if option.value else f"{quoted(named[1])} takes no value"
        raise misuse(wrong, f"write `{self.verb.usage}`")


def _parsed(verb: Verb, words: list[str]) -> argparse.Namespace:
    end = words.index("--") if "--" in words else len(words)
    arguments, strange = _Parser(verb).parse_known_intermixed_args(words[:end])
    if strange:
        word = strange[0].partition("=")[0]
        names = [f"--{option.name}" for option in (*verb.options, NO_CACHE)]
        cure = did_you_mean(word, names, f"write `{verb.usage}`")
        raise misuse(f"{quoted(word)} is not an option of `panarchy {verb.name}`", cure)
    for option in verb.options:
        _check_choice(option, getattr(arguments, option.name.replace("-", "_")))
    # After `--` stand file names only, even those that begin with `-`.
    arguments.place = _places(verb, [*arguments.place, *words[end + 1 :]])
    return arguments


def _check_choice(option: Option, value: object) -> None:
    if option.choices and value not in option.choices:
        cure = did_you_mean(str(value), option.choices, f"it can be {listed(option.choices)}")
        raise misuse(f"`--{option.name}` cannot be {quoted(value)}", cure)
    if value == "":
        raise misuse(f"`--{option.name}` needs a value", "")


def _places(verb: Verb, given: list[str]) -> list[str]:
    if not given and verb.place.otherwise is None:
        raise misuse(f"`panarchy {verb.name}` needs a {verb.place.name}", f"write `{verb.usage}`")
    if len(given) > 1 and not verb.place.many:
        raise misuse(f"{quoted(given[1])} is one word too many", f"write `{verb.usage}`")
    if "" in given:
        raise misuse(f"{verb.place.name} is empty", f"write `{verb.usage}`")
    return given or [str(verb.place.otherwise)]
