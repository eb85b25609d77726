"""Run the claims of a suite: a Markdown document in, what each claim expects and what is found out.

A claim is a heading of the second level, some prose and fenced blocks:

    ```law       law text, in the file `mesa.law` unless `file=NAME.law` follows the word; with `escaped`,
                 `\\xff` stands for a byte
    ```ask       a question, and behind `given` the facts; `of=PROVIDER` says whom, if several rulebooks are there
    ```expect    the answer to the question just above, or else what is to be said of the law text as a whole:
                 its mistakes, or `all examples hold`, or `no mistakes` if it has no examples; with `lint=PR910`
                 what the linter says under that code

A question is a head, a question of the vocabulary, a definition, `acceptance NAME`, or `ROLE owes ROLE HEAD`.
`python -m tests.support.suites FILE...` writes what is found into the files; read the difference before you keep it.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from panarchy_rules.analysis.lint import lint
from panarchy_rules.backends.interpreter import Accepted, Evaluation, Laws
from panarchy_rules.backends.interpreter.conduct import decided
from panarchy_rules.backends.interpreter.examples import run_examples, verdict_words
from panarchy_rules.base.diagnostics import errors, render
from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler import Compiled, compile_world
from panarchy_rules.rulebook.rulebook import Accepting, Asking, Owing, QuestionId, Rulebook
from panarchy_rules.rulebook.verdict import Lacuna, Settled, Verdict
from panarchy_rules.syntax.parse import parse_bytes

DEFAULT_FILE = "mesa.law"

_BLOCK = re.compile(r"^```(?P<word>law|ask|expect)\b(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CLAIM = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)


class WrongSuite(Exception):
    """A suite does not say what it expects of what."""


@dataclass(frozen=True)
class Claim:
    """One claim of a suite: its heading and the text below it."""

    title: str
    body: str

    def expected(self) -> list[str]:
        """What every `expect` block says."""
        return [block["body"] for block in _BLOCK.finditer(self.body) if block["word"] == "expect"]

    def found(self) -> list[str]:
        """What every `expect` block should say."""
        texts: dict[str, bytes] = {}
        question: tuple[str, str] | None = None
        answers: list[str] = []
        for block in _BLOCK.finditer(self.body):
            match block["word"]:
                case "law":
                    texts[_option(block["info"], "file") or DEFAULT_FILE] = _content(block)
                case "ask":
                    question = block["body"], _option(block["info"], "of")
                case _:
                    lint_code = _option(block["info"], "lint")
                    said = _linted(texts, lint_code) if lint_code else _report(texts)
                    answers.append((_answer(texts, *question) if question else said) + "\n")
                    question = None
        if not answers or question:
            raise WrongSuite(f"`{self.title}` has a question without `expect`, or none at all")
        return answers

    def refreshed(self) -> str:
        """The text below the heading with what is found."""
        found = iter(self.found())
        return _BLOCK.sub(
            lambda b: f"```expect{b['info']}\n{next(found)}```" if b["word"] == "expect" else b[0], self.body
        )


def law_blocks(text: str) -> dict[str, bytes]:
    """The `law` blocks of a text by file name."""
    blocks = [block for block in _BLOCK.finditer(text) if block["word"] == "law"]
    return {_option(block["info"], "file") or DEFAULT_FILE: _content(block) for block in blocks}


def claims(suite: Path) -> list[Claim]:
    """All claims of a suite, in order."""
    return [Claim(match["title"], match["body"]) for match in _CLAIM.finditer(suite.read_text("utf-8"))]


def compiled(texts: dict[str, bytes]) -> tuple[Compiled, dict[str, str]]:
    """A world of law texts by file name, and the texts as they were read."""
    parsed = [parse_bytes(path, content) for path, content in texts.items()]
    return compile_world(parsed), {one.file.path: one.text for one in parsed}


def _option(info: str, name: str) -> str:
    found = re.search(rf"\b{name}=(\S+)", info)
    return found[1] if found else ""


def _content(block: re.Match[str]) -> bytes:
    content = block["body"].encode("utf-8")
    if "escaped" in block["info"].split():
        return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes.fromhex(m[1].decode()), content)
    return content


def _report(texts: dict[str, bytes]) -> str:
    world, shown = compiled(texts)
    if world.diagnostics:
        return "\n\n".join(render(diagnostic, shown) for diagnostic in world.diagnostics)
    results = [run_examples(rulebook, _laws(world)) for rulebook in world.rulebooks.values()]
    failed = [render(one.diagnostic, shown) for _, failures in results for one in failures]
    if failed:
        return "\n\n".join(failed)
    return "all examples hold" if any(count for count, _ in results) else "no mistakes"


def _linted(texts: dict[str, bytes], code: str) -> str:
    """What the linter says under one code."""
    world, shown = compiled(texts)
    if errors(world.diagnostics):
        return "\n\n".join(render(diagnostic, shown) for diagnostic in errors(world.diagnostics))
    found = [one.diagnostic for one in lint(world.rulebooks.values(), shown).findings]
    said = [render(one, shown) for one in found if one.code == code]
    return "\n\n".join(said) or "nothing"


def _answer(texts: dict[str, bytes], asked: str, provider: str) -> str:
    """Put a question: the facts are bound as those of an example at the end of the rulebook."""
    words, _, given = asked.partition("given ")
    path = _file_of(texts, provider)
    example = f'example "asked" {"given " + given if given else ""} expect lacuna on damages\n'
    if path.endswith(".md"):
        example = f"~~~law\n{example}~~~\n"
    world, shown = compiled({**texts, path: texts[path] + b"\n" + example.encode("utf-8")})
    if world.diagnostics:
        raise WrongSuite("\n\n".join(render(diagnostic, shown) for diagnostic in world.diagnostics))
    rulebook = next(one for one in world.rulebooks.values() if one.path == path)
    question = _question(words.removeprefix("at judgment ").split(), rulebook)
    record = replace(rulebook.examples[-1].record, at_judgment=asked.startswith("at judgment "))
    evaluation = Evaluation(rulebook, record, _laws(world))
    verdict = decided(evaluation, question)
    return "\n".join([_words(verdict, question), *_details(verdict, evaluation, question)])


def _file_of(texts: dict[str, bytes], provider: str) -> str:
    rulebooks = [path for path, text in texts.items() if re.search(rb"^rulebook ", text, re.MULTILINE)]
    chosen = [path for path in rulebooks if not provider or path == f"{provider}.law"]
    if len(chosen) != 1:
        raise WrongSuite("say whom you ask with `of=PROVIDER`, whose rulebook is in PROVIDER.law")
    return chosen[0]


def _laws(world: Compiled) -> Laws:
    by_name = {law.provider: rulebook for law, rulebook in world.rulebooks.items()}
    return lambda law: world.rulebooks.get(law) or by_name.get(law.provider)


def _question(words: list[str], rulebook: Rulebook) -> QuestionId:
    match words:
        case ["acceptance", label]:
            return Accepting(label)
        case [bearer, "owes", counterparty, head]:
            return Owing(bearer, counterparty, head)
        case [name] if name in rulebook.vocabulary.heads:
            return Owing("respondent", "claimant", name)
        case [name]:
            return Asking(name)
    raise WrongSuite(f"`{' '.join(words)}` is no question")


def _words(verdict: Verdict, question: QuestionId) -> str:
    if isinstance(question, Accepting):
        if isinstance(verdict, Lacuna):
            return "accepts nothing"
        if isinstance(verdict, Settled) and isinstance(verdict.value, Accepted):
            target = verdict.value.target
            name = target.provider if isinstance(target, LawRef) else f"forum {target}"
            return f"accepts {name} because {', '.join(verdict.grounds)}"
    return verdict_words(verdict)


def _details(verdict: Verdict, evaluation: Evaluation, question: QuestionId) -> Iterator[str]:
    for step in evaluation.steps.get(question, ()):
        yield f"  {step.step}: {f'{step.before} to {step.after}' if step.held else 'does not hold'}"
    if isinstance(verdict, Settled) and verdict.notes:
        yield f"  noting {', '.join(verdict.notes)}"


def _rewrite(suite: Path) -> None:
    text = suite.read_text("utf-8")
    new = _CLAIM.sub(lambda match: f"## {match['title']}\n{Claim(match['title'], match['body']).refreshed()}", text)
    if new != text:
        suite.write_text(new, "utf-8")
        print(f"rewrote {suite}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _rewrite(Path(argument))
