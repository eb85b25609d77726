"""Compare an archived judgment with the one of today: two judgments or receipts in, what differs out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.records import dataclass
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.casefile.receipt import Receipt, dispute_hash
from panarchy_rules.register import Register
from panarchy_rules.register.chain import Checkpoint, head

_Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a judgment that comes out otherwise. Where only the reasons differ, nothing is said of them."""

    where: str
    what: str
    before: _Said = ()
    after: _Said = ()


def differences(old: Judgment, new: Judgment) -> tuple[Difference, ...]:
    """What differs, issue by issue, then in the whole. Empty if the bodies say the same."""
    found = [*_of_issues(old, new)]
    said = {(one.what, one.before, one.after) for one in found}
    found += [one for one in _told("", _whole(old), _whole(new)) if (one.what, one.before, one.after) not in said]
    if not found and old.body() != new.body():
        found = [*_other("", _plain(old), _plain(new))]
    return tuple(found)


def causes(old: Receipt, new: Receipt, register: Register) -> tuple[str, ...]:
    """What was read otherwise, in sentences. `register` is the one that `new` was made with."""
    return (
        *_version("library", old.library, new.library),
        *_version("language", old.language, new.language),
        *_texts(old.texts, new.texts),
        *_register(old, new, register),
        *(["the dispute is another"] if old.dispute != new.dispute else []),
        *_version("minimum kind of consent", old.minimum_kind, new.minimum_kind),
    )


def altered(receipt: Receipt, dispute: Dispute) -> bool:
    """Whether a dispute is not the one that a receipt was written for."""
    return receipt.dispute != dispute_hash(dispute)


def _of_issues(old: Judgment, new: Judgment) -> Iterator[Difference]:
    before = {(issue.claim, issue.issue): issue for issue in old.issues}
    after = {(issue.claim, issue.issue): issue for issue in new.issues}
    for key in dict.fromkeys((*before, *after)):
        first, then = before.get(key), after.get(key)
        where = _name(first or after[key])
        if first is None or then is None:
            yield Difference(where, "issue", ("there",) if first else (), ("there",) if then else ())
            continue
        told = tuple(_told(where, _issue(first), _issue(then)))
        yield from told or _other(where, _plain(first), _plain(then))


def _name(issue: IssueJudgment) -> str:
    return f"{issue.claim}, {issue.issue}" if issue.claim else issue.issue


def _issue(issue: IssueJudgment) -> dict[str, _Said]:
    """The parts of an issue that a reader looks for first, each in words."""
    return {
        "status": (issue.status.value,),
        "law": tuple(law.name for law in issue.laws),
        "forum": (issue.forum.forum or issue.forum.status.value,),
        "answers": tuple(f"{a.law}, {a.question}: {a.value or a.verdict}" for a in issue.answers),
        "orders": tuple(map(str, issue.orders)),
        "grounds": tuple(f"{g.law} {g.rule}" for a in issue.answers for g in a.grounds),
        "text of the grounds": tuple(g.text for a in issue.answers for g in a.grounds),
        "lacking": issue.lacking,
        "notes": tuple(f"{note.code.value}: {note.text}" for note in issue.notes),
    }


def _whole(judgment: Judgment) -> dict[str, _Said]:
    return {"status": (judgment.status.value,), "orders": tuple(map(str, judgment.orders))}


def _told(where: str, before: Mapping[str, _Said], after: Mapping[str, _Said]) -> Iterator[Difference]:
    for what, said in before.items():
        if said != after[what]:
            yield Difference(where, what, said, after[what])


def _plain(part: Judgment | IssueJudgment) -> Mapping[str, object]:
    return part.model_dump(mode="json", exclude={"receipt", "issues"})


def _other(where: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Difference]:
    for what, said in before.items():
        if said != after[what]:
            yield Difference(where, what.replace("_", " "))


def _version(what: str, before: str, after: str) -> tuple[str, ...]:
    return () if before == after else (f"the {what} was {before} and is {after}",)


def _texts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*before, *after}):
        if name not in after:
            yield f"{name} is gone"
        elif name not in before:
            yield f"{name} was not read before"
        elif before[name] != after[name]:
            yield f"the text of {name} has changed: sha256 {before[name][:12]} is now {after[name][:12]}"


def _register(old: Receipt, new: Receipt, register: Register) -> Iterator[str]:
    """Whether entries came after those the old receipt knows, or those themselves are others."""
    before, after = old.register_head, new.register_head
    if before == after:
        return
    same = head(Register(tuple(e for e in register.entries if e.entry <= before.entry), register.path))
    if same != Checkpoint(before.entry, before.hash):
        yield f"the register up to entry {before.entry} is another: its hash {before.hash[:12]} is not found there"
    elif after.entry == before.entry + 1:
        yield f"the register has a new entry, {after.entry}"
    else:
        yield f"the register has new entries, {before.entry + 1} to {after.entry}"
