r"""Run the claims of a suite on whole worlds: a Markdown document in, what each claim expects and what is found out.

A claim is a heading of the second level, some prose and fenced blocks; blocks before the first claim hold for all:

    ```law file=harbor.law   law text; the same file name in a claim replaces the one above
    ```register              one act on each line, in the words of `ACTS` below
    ```dispute               what is in dispute, in parts separated by `;` or line breaks
    ```expect                what the judgment says on the dispute just above; `issue=NAME` picks one issue

An act is `DAY [effective DAY] WHO DOES WHAT`, such as `2025-01-01 ana joins harbor for contract`; a consent that is
not express ends in its kind, such as `by conduct`.
A dispute says `matter contract; ana against ben; anchor 2026-02-01`, and may go on with `filed DAY`, `today DAY`,
`issues a, b`, `forum NAME`, `dora as carrier` and facts such as `urgent is yes` or `offer of claimant is 90 EUR`.
`ben contests entry 4 for forgery as law and forum, found void by court on DAY` challenges a consent.
What was done is written `2026-03-01 ana did choose with candidate judy, seat first`, or `nothing was done`.
Several claims are written `claim one ana against ben`, in the place of `ana against ben`.

An expectation is made of lines `key: value`; only the keys that stand there are compared, and of these all lines.
`python -m tests.support.world_suites FILE...` writes what is found into the files; read the difference.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from panarchy_rules.adjudication.each_class import in_words
from panarchy_rules.adjudication.expectations import unmet
from panarchy_rules.casefile.chain_words import chain_text, edge_text
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import (
    Agree,
    Birth,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Leave,
    Ratify,
    Register,
    Revoke,
    RevokeClause,
    Submit,
)
from tests.support.compact import debt_lines, netting_lines, proceedings_lines
from tests.support.suites import WrongSuite

_FENCE = re.compile(
    r"^```(?P<word>law|register|dispute|expect)\b(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_CLAIM = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_NAME = r"[a-z][a-z0-9_.]*"
_SCOPE = (
    rf"(?: for (?P<matters>{_NAME}(?:, {_NAME})*))?(?: on (?P<issues>{_NAME}(?:, {_NAME})*))?"
    rf"(?: as (?P<as_roles>{_NAME}))?(?: towards (?P<towards>{_NAME}(?:, {_NAME})*))?(?: in dispute (?P<dispute>\S+))?"
)
_LAW = (
    rf"(?=law |forum )(?:law (?P<law>{_NAME})(?: (?P<edition>[\d.]+))?)?"
    rf"(?:(?: and )?forum (?P<forum>{_NAME}))?"
)
_WHO = rf"(?P<who>{_NAME}(?:(?:, | and ){_NAME})*)"
_KIND = f"(?: by (?P<kind>click|conduct|proxy|inherited|presumed)(?: of (?P<by>{_NAME}))?)?"
ACTS: dict[str, type] = {
    rf"{_WHO} joins (?P<provider>{_NAME})(?: for (?P<matters>{_NAME}(?:, {_NAME})*))?{_KIND}": Join,
    rf"{_WHO} leaves (?P<provider>{_NAME})": Leave,
    rf"{_WHO} ratifies (?P<provider>{_NAME}) (?P<edition>[\d.]+)": Ratify,
    rf"{_WHO} calls (?P<provider>{_NAME}) home(?: for (?P<matters>{_NAME}(?:, {_NAME})*))?": Home,
    rf"{_WHO} agree on {_LAW}{_SCOPE}{_KIND}": Agree,
    rf"{_WHO} submits to {_LAW}{_SCOPE}{_KIND}": Submit,
    rf"{_WHO} takes? back (?P<of>\d+)": Revoke,
    rf"{_WHO} was born on (?P<born>[\d-]+)": Birth,
    rf"{_WHO} is a legal person(?P<legal_person>)": Birth,
    rf"{_WHO} is guardian of (?P<ward>{_NAME})(?: until (?P<until>[\d-]+))?": Guardian,
    rf"{_WHO} ends": End,
    rf"{_WHO} revokes (?P<clause>{_NAME})": RevokeClause,
}
_ACT = re.compile(r"(?P<recorded>\d{4}-\d\d-\d\d)(?: effective (?P<effective>\d{4}-\d\d-\d\d))? (?P<rest>.+)")


@dataclass(frozen=True)
class WorldClaim:
    """One claim: its heading, the text below it, and what stands above all claims of the document."""

    title: str
    body: str
    shared: str = ""

    def expected(self) -> list[str]:
        """What every `expect` block says."""
        return [block["body"] for block in _FENCE.finditer(self.body) if block["word"] == "expect"]

    def found(self) -> list[str]:
        """What every `expect` block should say."""
        laws, register = _setting([*_FENCE.finditer(self.shared), *_FENCE.finditer(self.body)])
        dispute: str | None = None
        found = []
        for block in _FENCE.finditer(self.body):
            if block["word"] == "dispute":
                dispute = block["body"]
            elif block["word"] == "expect" and dispute is not None:
                found.append(_found(laws, register, dispute, block))
        if not found:
            raise WrongSuite(f"`{self.title}` expects nothing of a dispute")
        return found

    def refreshed(self) -> str:
        """The text below the heading with what is found."""
        found = iter(self.found())
        return _FENCE.sub(
            lambda b: f"```expect{b['info']}\n{next(found)}```" if b["word"] == "expect" else b[0], self.body
        )


def world_claims(suite: Path) -> list[WorldClaim]:
    """All claims of a suite, in order."""
    text = suite.read_text("utf-8")
    shared = text[: text.index("\n## ") + 1]
    return [WorldClaim(match["title"], match["body"], shared) for match in _CLAIM.finditer(text)]


def _setting(blocks: Iterable[re.Match[str]]) -> tuple[tuple[tuple[str, str], ...], str]:
    laws: dict[str, str] = {}
    register = ""
    for block in blocks:
        if block["word"] == "law":
            laws[_option(block, "file")] = block["body"]
        elif block["word"] == "register":
            register = block["body"]
    return tuple(laws.items()), register


def _option(block: re.Match[str], name: str) -> str:
    found = re.search(rf"\b{name}=(\S+)", block["info"])
    return found[1] if found else ""


@lru_cache(maxsize=32)
def _world(laws: tuple[tuple[str, str], ...], register: str, persons: tuple[str, ...]) -> Panarchy:
    return Panarchy.build(dict(laws), Register.of(entries(register)), persons)


def entries(text: str) -> list[Entry]:
    """The entries of a register written in plain words."""
    return [_entry(line) for line in text.splitlines() if line.strip()]


def _entry(line: str) -> Entry:
    act = _ACT.fullmatch(line.strip())
    found = ((made, re.fullmatch(pattern, act["rest"])) for pattern, made in ACTS.items()) if act else ()
    for made, match in found:
        if act and match:
            return made(**_said(act, match, made))  # type: ignore[no-any-return]
    raise WrongSuite(f"`{line}` is no act")


def _said(act: re.Match[str], match: re.Match[str], made: type) -> dict[str, Any]:
    said: dict[str, Any] = {key: value for key, value in match.groupdict().items() if value is not None}
    people = re.split(r", | and ", said.pop("who"))
    for key in ("matters", "issues", "as_roles", "towards"):
        if key in said:
            said[key] = said[key].split(", ")
    said["of"] = int(said["of"]) if "of" in said else None
    match made.__name__, people:
        case "Agree", _:
            said["parties"] = people
        case "RevokeClause" | "End", [provider]:
            said["provider"] = provider
        case "Revoke", [_, _, *_]:
            said["persons"] = people
        case _, [person]:
            said["person"] = person
    if "legal_person" in said:
        said["legal_person"] = True
    said["recorded"] = act["recorded"]
    said["effective"] = act["effective"]
    return {key: value for key, value in said.items() if value is not None}


def read_dispute(text: str) -> Dispute:
    """A dispute written in plain words."""
    raw: dict[str, Any] = {"id": "d", "parties": {}, "facts": {}}
    for part in re.split(r"[;\n]", text):
        words = part.split()
        match words:
            case []:
                continue
            case ["matter" | "anchor" | "filed" | "today" | "forum" | "id" as key, value]:
                raw[key] = value
            case ["issues", *_]:
                raw["issues"] = part.strip().removeprefix("issues ").split(", ")
            case ["anchor", day, "on", issue]:
                raw.setdefault("issue_anchors", {})[issue] = day
            case ["anchor", day, "for", matter]:
                raw.setdefault("anchors", {})[matter] = day
            case ["cause", name]:
                raw["cause"] = name
            case ["earlier", name, "before", forum, "filed", filed, *rest]:
                raw.setdefault("earlier", []).append(_earlier(name, forum, filed, rest))
            case ["enforce", "with", *_]:
                raw["enforce_with"] = part.strip().removeprefix("enforce with ").split(", ")
            case ["incidental", question, "of", matter, "at", day, "between", one, "and", other]:
                asked = {"question": question, "matter": matter, "anchor": day, "claimant": one, "respondent": other}
                raw.setdefault("incidental", []).append(asked)
            case ["claim", name, claimant, "against", respondent, *more]:
                claim = {"id": name, "claimant": claimant, "respondent": respondent}
                claim |= {"matter": more[1]} if more[:1] == ["of"] else {}
                claim |= {"set_off": more[-1]} if "set" in more else {}
                claim |= {word: more[more.index(word) + 1] for word in ("debt", "net") if word in more}
                raw.setdefault("claims", []).append(claim)
            case [claimant, "against", respondent]:
                raw["parties"] |= {"claimant": claimant, "respondent": respondent}
            case ["nothing", "was", "done"]:
                raw["proceedings"] = []
            case [day, person, "did", act, *said]:
                content = _content(" ".join(said).removeprefix("with "))
                done = {"on": day, "by": person, "act": act, "content": content}
                raw.setdefault("proceedings", []).append(done)
            case ["title", "of", claim, "to", *_, "by", question, "of", matter, "at", day]:
                persons = part.split(" to ")[1].split(" by ")[0].split(", ")
                title = {"to": persons, "question": question, "matter": matter, "anchor": day}
                raw.setdefault("titles", []).append(title | ({} if claim == "it" else {"claim": claim}))
            case [by, "contests", *_]:
                raw.setdefault("challenges", []).append(_challenge(by, part))
            case [person, "as", role]:
                raw["parties"][role] = person
            case [fact, "of", owner, "is", *value]:
                raw["facts"].setdefault(fact, {})[owner] = _value(" ".join(value))
            case [fact, "is", *value]:
                raw["facts"][fact] = _value(" ".join(value))
            case _:
                raise WrongSuite(f"`{part.strip()}` is no part of a dispute")
    return Dispute.model_validate(raw)


_CHALLENGE = re.compile(
    rf"contests (?:entry (?P<entry>\d+)|the chain(?: of (?P<of>{_NAME}))? to (?P<to>{_NAME}(?: [\d.]+)?))"
    r" for (?P<ground>[^,]+?)(?: as (?P<reaches>law and forum|law|forum))?"
    rf"(?:, found (?P<found>valid|void) by (?P<found_by>{_NAME}) on (?P<found_on>[\d-]+))?$"
)


def _challenge(by: str, text: str) -> dict[str, Any]:
    """`ben contests entry 4 for forgery [as law and forum][, found void by court on DAY]`."""
    match = _CHALLENGE.search(text.strip())
    if match is None:
        raise WrongSuite(f"`{text.strip()}` is no challenge")
    said: dict[str, Any] = {"by": by, **{key: value for key, value in match.groupdict().items() if value}}
    said |= {"entry": int(said["entry"])} if "entry" in said else {}
    return said | ({"reaches": said["reaches"].split(" and ")} if "reaches" in said else {})


def _content(text: str) -> dict[str, Any]:
    """`choice for_it, weight 3`: what an act says."""
    fields = (part.split(" ", 1) for part in text.split(", ") if part)
    return {name: _value(value) for name, value in fields}


def _earlier(name: str, forum: str, filed: str, rest: list[str]) -> dict[str, Any]:
    """`earlier p before court filed DAY [decided DAY] on CAUSE by ana and ben [about ISSUE]`."""
    said = dict(zip(rest[::2], rest[1::2], strict=False))
    made: dict[str, Any] = {"id": name, "forum": forum, "filed": filed, "cause": said["on"]}
    made["parties"] = [said["by"], said["and"]]
    made |= {"decided": said["decided"]} if "decided" in said else {}
    return made | ({"issues": [said["about"]]} if "about" in said else {})


def _value(text: str) -> Any:
    if text.startswith("["):
        return [_value(item.strip()) for item in text[1:-1].split(",") if item.strip()]
    if text in ("yes", "no"):
        return text == "yes"
    return int(text) if text.isdigit() else text


# --- what a judgment says --------------------------------------------------------------------------


def judgments(claim: WorldClaim) -> list[Judgment]:
    """The judgment of every dispute of a claim."""
    return [judgment for _, judgment in judged(claim)]


def judged(claim: WorldClaim) -> list[tuple[Panarchy, Judgment]]:
    """The judgment of every dispute of a claim, each with its world."""
    laws, register = _setting([*_FENCE.finditer(claim.shared), *_FENCE.finditer(claim.body)])
    disputes = [block["body"] for block in _FENCE.finditer(claim.body) if block["word"] == "dispute"]
    return [_judged(laws, register, read_dispute(dispute)) for dispute in disputes]


def _judged(laws: tuple[tuple[str, str], ...], register: str, read: Dispute) -> tuple[Panarchy, Judgment]:
    """The world with everybody whom a dispute names, and the judgment."""
    named = {*read.parties.values(), *(v for v in read.facts.values() if isinstance(v, str) and re.fullmatch(_NAME, v))}
    named |= {person for asked in read.incidental for person in (asked.claimant, asked.respondent)}
    named |= {person for other in read.earlier for person in other.parties}
    named |= {person for title in read.titles for person in title.to}
    acts = read.proceedings or ()
    named |= {one.by for one in acts} | {v for one in acts for v in one.content.values() if isinstance(v, str)}
    named |= {name for v in read.facts.values() if isinstance(v, tuple) for name in v if isinstance(name, str)}
    named = {name for name in named if re.fullmatch(_NAME, name)}
    world = _world(laws, register, tuple(sorted(named)))
    return world, world.resolve(read)


def _found(laws: tuple[tuple[str, str], ...], register: str, dispute: str, block: re.Match[str]) -> str:
    read = read_dispute(dispute)
    world, judgment = _judged(laws, register, read)
    objections = [*world.verify(judgment), *unmet(read, judgment)]
    if objections:
        raise WrongSuite(f"the judgment does not verify: {objections[0]}")
    lines = list(_lines(judgment, _option(block, "issue")))
    keys = list(dict.fromkeys(line.split(":")[0] for line in block["body"].splitlines()))
    shown = [(key, [line for line in lines if line.split(":")[0] == key]) for key in keys]
    return "".join(f"{line}\n" for key, some in shown for line in some or [f"{key}: none"])


def _lines(judgment: Judgment, issue: str) -> Iterator[str]:
    issues = [one for one in judgment.issues if not issue or one.issue == issue]
    if not issues:
        raise WrongSuite(f"there is no issue {issue}")
    yield f"status: {issues[0].status if issue else judgment.status}"
    for net in judgment.set_offs:
        said = f"{net.amount} for {net.of}, {net.law} ({net.clause})" if net.amount else f"{net.status}, {net.reason}"
        yield f"set off: {net.claim} against {net.against}, {said}" + (f", {net.rate}" if net.rate else "")
    for group in judgment.nettings:
        yield from (f"netting: {line.strip()}" for line in netting_lines(group))
    for debt in judgment.debts:
        yield from (f"debt: {line.strip()}" for line in debt_lines(debt))
    for order in judgment.orders:
        yield f"left: {order}"
    for unfit in judgment.adaptations:
        whole = ", ".join(f"{one.law} {one.amount}" for one in unfit.whole)
        codes = ", ".join(f"{by.code} for {by.party}" for by in unfit.by)
        yield f"adapted: {unfit.together} to {unfit.kind} {unfit.amount} ({' and '.join(unfit.laws)}); {whole}; {codes}"
    for note in judgment.notes:
        if not any(note in one.notes for one in judgment.issues):
            yield f"note: {note.code}, {note.text}"
    for one in judgment.recognitions:
        cap = f" up to {one.cap}" if one.cap else ""
        yield f"recognition: {one.provider}, {one.result}{cap}: {one.reason}"
    for name in dict.fromkeys(law.name for one in issues for law in one.laws):
        yield f"law: {name}"
    for one in issues:
        yield from _issue(one)


def _issue(issue: IssueJudgment) -> Iterator[str]:
    for law in issue.laws:
        yield from (f"assuming: {a.about} is {a.value}, then {law.name}" for a in law.assuming)
        yield from (chain_text(chain) for chain in law.chains)
        yield from (f"also {chain_text(chain)}" for chain in law.also)
    yield from (f"possible: {law}" for law in issue.possible_laws)
    yield from (f"in common: {met.law}" + ("" if met.certain else ", perhaps") for met in issue.common_laws)
    for line in (line for answer in issue.answers for line in answer.trace):
        yield from (f"read {line.rule}: {what} is {value}" for what, value in line.read)
    instead = f" in place of {issue.forum.in_place_of}" if issue.forum.in_place_of else ""
    yield f"forum: {issue.forum.forum or issue.forum.status}{instead}"
    yield from (f"forum chain of {chain_text(chain)}" for chain in issue.forum.chains)
    if issue.forum.procedure:
        yield f"procedure: {issue.forum.procedure}"
    if issue.forum.reason:
        yield f"no forum because: {issue.forum.reason}"
    for order in issue.orders:
        yield f"order: {order}" + (f", {order.undecided} undecided" if order.undecided else "")
    yield from (f"chain of {chain_text(order.chain)}" for order in issue.orders if order.chain)
    yield from (f"unimposed: {order}" for order in issue.unimposed)
    yield from (line.strip() for line in _proceedings(issue))
    yield from (f"note: {note.code}, {note.text}" for note in issue.notes)
    for one in issue.refused_results:
        instead = one.replacement or "nothing"
        yield f"refused: {one.law}, {one.result}, by {one.code} ({one.reservation}) for {one.party}; instead {instead}"
    for rule in issue.mandatory_rules:
        against = f"{rule.before} becomes {rule.after or 'open'}" if rule.opposable else "not opposable"
        yield f"mandatory: {rule.code}, {rule.rule} for {rule.protects}, {rule.kind} {rule.value}: {against}"
        yield from (f"mandatory chain of {chain_text(chain)}" for chain in rule.chains)
    for first in issue.incidental:
        laws = ", ".join(law.name for law in first.laws) or "no law"
        yield f"incidental {first.question}: {first.answer or 'open'} under {laws}; {first.own or 'open'} here"
    yield from (f"step {step.step}: {step.found}" for step in issue.steps)
    if issue.title:
        laws = " and ".join(law.name for law in issue.title.laws) or "no registry"
        yield f"title: {issue.title.answer or 'nobody'} under {laws}"
        for law in issue.title.laws:
            yield from (f"title chain of {chain_text(chain)}" for chain in law.chains)
        yield from (f"registry: {said}" for said in issue.title.said)
    for one in issue.alone:
        laws = " and ".join(law.name for law in one.laws) or "no law"
        yield f"alone: {one.claimant} against {one.respondent}, {one.status} under {laws}: {', '.join(one.results)}"
    yield from (f"reading: {in_words(one)}" for one in issue.readings)
    yield from (f"would help: {cure}" for cure in issue.cures)
    for one in issue.challenges:
        yield f"contested: {one.what} by {one.by}, {one.ground}: {one.counts}, {one.reason}"
        yield from (f"rests on {one.what}: {edge.author}, {edge_text(edge)}" for edge in one.edges)
        yield from (f"finding chain of {chain_text(chain)}" for chain in one.chains)
        yield from (f"cure: {cure}" for cure in one.cures)
    yield from (f"lacking: {fact}" for fact in issue.lacking)
    yield from (f"because: {reason}" for reason in issue.reasons)
    yield from (f"{frontier.party} reaches: {', '.join(frontier.laws) or 'none'}" for frontier in issue.frontiers)
    yield from (f"{one.law} {one.clause} for {one.party}: {one.reason}" for one in issue.refused)
    yield from (f"bridge: {bridge.text}" for bridge in issue.bridges)
    yield from (f"forum bridge: {bridge.text}" for bridge in issue.forum.bridges)


def _proceedings(issue: IssueJudgment) -> Iterator[str]:
    if issue.proceedings is None:
        return
    yield f"stage: {', '.join(issue.proceedings.stages) or 'none'}"
    for act in issue.proceedings.acts:
        if act.fate != "counts":
            yield f"{act.fate}: {act.on} {act.by} {act.act}, {'; '.join(act.reasons)}"
    yield from (line for line in proceedings_lines(issue.proceedings) if line.strip().startswith(("next:", "duty:")))


def _rewrite(suite: Path) -> None:
    text = suite.read_text("utf-8")
    claims = iter(world_claims(suite))
    new = _CLAIM.sub(lambda match: f"## {match['title']}\n{next(claims).refreshed()}", text)
    if new != text:
        suite.write_text(new, "utf-8")
        print(f"rewrote {suite}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _rewrite(Path(argument))
