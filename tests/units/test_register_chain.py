"""A chain of hashes stands for all entries before it, and a change is found and named."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.register import (
    Agree,
    Checkpoint,
    Entry,
    Join,
    Leave,
    Register,
    chained,
    head,
    read_register,
    salted,
    verify_chain,
    write_register,
)
from panarchy_rules.register.canonical import canonical
from panarchy_rules.register.chain import GENESIS
from panarchy_rules.register.proof import Proof
from panarchy_rules.register.sealing import is_stand_in, seal_name, sealed

DAY = date(2025, 1, 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    TEXTS | NUMBERS | st.booleans(), lambda inside: st.lists(inside) | st.dictionaries(TEXTS, inside), max_leaves=20
)


@given(VALUES)
def test_the_canonical_form_is_that_of_the_standard(value: object) -> None:
    """It is what another program writes that follows RFC 8785."""
    rfc8785 = pytest.importorskip("rfc8785")

    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_keys_are_sorted_as_javascript_does() -> None:
    """A character beyond U+FFFF comes before U+FB33, because its first half does. This is the example of the RFC."""
    table = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}

    assert list(json.loads(canonical(table)).values()) == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize("value", [0.5, None, 2**53, {"a": 1.0}, [None], {1: "a"}, "\ud800", date(2025, 1, 1)])
def test_what_others_might_read_differently_has_no_canonical_form(value: object) -> None:
    """Nothing is rounded or guessed."""
    with pytest.raises(ValueError):  # noqa: PT011 - Each kind has its own words.
        canonical(value)  # type: ignore[arg-type]


def test_the_hash_of_an_entry_is_that_of_a_published_form() -> None:
    """Anyone can compute it from the file, without this library."""
    (entry,) = _register(1).entries
    assert entry.proof is not None
    seal = hashlib.sha256(canonical({"name": "p1", "salt": entry.proof.salts["p1"]})).hexdigest()
    act = {"act": "join", "person": {"sealed": seal}, "provider": "harbor", "recorded": "2025-01-01"}
    whole = {"act": act, "entry": 1, "previous": "0" * 64, "signatures": []}

    assert entry.proof.hash == hashlib.sha256(canonical(whole)).hexdigest()


def test_a_register_without_proofs_has_a_head_too() -> None:
    """The plain form is hashed as it reads."""
    plain = Register.of([Join(recorded=DAY, person="ana", provider="harbor", text="at the desk")])

    assert sealed(plain.entries[0]).body["person"] == "ana"
    assert head(plain).entry == 1
    assert head(plain) == head(chained(plain)) == head(read_register("r", write_register(plain).encode())[0])
    assert head(Register()) == Checkpoint(0, GENESIS)


def test_a_chained_register_is_written_and_read_again() -> None:
    """Hashes and salts stand behind each entry, on the same line."""
    register = _register(3)
    text = write_register(register)

    again, mistakes = read_register(register.path, text.encode())

    assert (again, mistakes) == (register, ())
    assert text.startswith('{"entry": 1, "recorded": "2025-01-01", "act": "join", "person": "p1", "provider": "harbor"')
    assert verify_chain(again, [head(register)]) == ()


def test_salts_are_not_repeated_and_do_not_change() -> None:
    """Two registers of the same acts have different seals, and salting twice changes nothing."""
    entry = Agree(recorded=DAY, parties=("ana", "ben"), law="ulex", text="clause 9")
    once = salted(entry)

    assert salted(once) == once
    assert sealed(once).body != sealed(salted(entry)).body
    assert once.proof is not None
    assert sealed(once).body["parties"] == [
        {"sealed": seal_name(once.proof.salts[name], name)} for name in ("ana", "ben")
    ]


@pytest.mark.parametrize("change", [{"provider": "mesa"}, {"person": "p9"}, {"effective": date(2024, 1, 1)}])
def test_an_altered_entry_is_named(change: dict[str, object]) -> None:
    """Only the entry that was changed is reported, not those behind it."""
    entries = list(_register(6).entries)
    entries[2] = entries[2].model_copy(update=change)

    assert _found(entries) == [("PR510", 3, "entry 3 does not fit its hash")]


def test_an_altered_hash_is_found_on_both_sides() -> None:
    """A hash that was changed fits neither its own entry nor the next one."""
    entries = list(_register(6).entries)
    assert entries[2].proof is not None
    entries[2] = entries[2].model_copy(update={"proof": entries[2].proof.model_copy(update={"hash": "0" * 64})})

    assert [(code, line) for code, line, _ in _found(entries)] == [("PR510", 3), ("PR510", 4)]


def test_a_removed_entry_is_named() -> None:
    """Whether or not those behind it were given new numbers."""
    entries = list(_register(6).entries)
    left = entries[:2] + entries[3:]

    assert _found(left) == [("PR511", 4, "entry 3 is missing")]
    assert _found(_renumbered(left))[0] == ("PR511", 3, "one entry was taken out before entry 3")


def test_removed_entries_at_the_end_are_found_with_a_checkpoint() -> None:
    """Without one nobody can tell that a register was longer."""
    register = _register(6)
    left = register.entries[:4]

    assert _found(left) == []
    assert _found(left, head(register)) == [
        ("PR512", 4, "there is a checkpoint of entry 6, and the register ends at entry 4")
    ]


def test_a_moved_entry_is_named() -> None:
    """Whether or not the entries were given new numbers."""
    first, second, third, *rest = _register(6).entries
    moved = [first, third, second, *rest]

    assert _found(moved) == [("PR511", 2, "entry 2 stands after entry 3")]
    assert _found(_renumbered(moved)) == [
        ("PR511", 2, "entry 2 was entry 3, and was moved"),
        ("PR511", 3, "entry 3 was entry 2, and was moved"),
    ]


def test_an_entry_put_in_between_is_named() -> None:
    """Its hash does not fit, and those behind it have other numbers than they had."""
    entries = list(_register(6).entries)
    longer = _renumbered([*entries[:2], entries[0], *entries[2:]])

    assert _found(longer)[:2] == [
        ("PR511", 3, "entry 3 was put in"),
        ("PR511", 4, "entry 4 was entry 3, and was moved"),
    ]


def test_an_entry_with_its_own_hash_put_in_between_is_found() -> None:
    """Who forges one entry with a hash that fits has not forged the next one."""
    entries = list(_register(6).entries)
    forged = chained(Register((*entries[:2], _renumbered([*entries[:2], entries[0]])[2]))).entries

    found = _found(_renumbered([*forged, *entries[2:]]))

    assert found[0] == ("PR511", 4, "entry 4 was entry 3, and was moved")


def test_an_entry_without_its_hash_is_named() -> None:
    """A new line that was not chained is not taken for an old one."""
    entries = list(_register(3).entries)
    entries[2] = entries[2].model_copy(update={"proof": None})

    assert [(code, line) for code, line, _ in _found(entries)] == [("PR510", 3)]


def test_a_chain_that_was_made_anew_is_found_with_a_checkpoint() -> None:
    """The owner of a register can compute all hashes again, and cannot change what others have kept."""
    register = _register(6)
    kept = head(Register(register.entries[:4]))
    entries = [
        entry.model_copy(update={"provider": "mesa"}) if entry.entry == 2 else entry for entry in register.entries
    ]
    forged = chained(Register(tuple(entries))).entries

    assert _found(forged) == []
    assert [(code, line) for code, line, _ in _found(forged, kept)] == [("PR512", 4)]


def test_two_checkpoints_of_one_entry_cannot_both_hold() -> None:
    """Whoever was shown another register finds out by comparing."""
    register = _register(3)

    assert len(_found(register.entries, head(register), Checkpoint(3, "0" * 64))) == 1


def test_an_entry_that_is_dated_back_is_named() -> None:
    """By the day of the entry before it, or by the day on which a checkpoint was taken."""
    days = [date(2025, 1, 1), date(2025, 3, 1), date(2025, 2, 1)]
    entries = [
        Join(entry=number, recorded=day, person=f"p{number}", provider="harbor") for number, day in enumerate(days, 1)
    ]
    late = chained(Register((entries[0], entries[2].model_copy(update={"entry": 2}))))
    taken = Checkpoint(1, head(Register(late.entries[:1])).hash, date(2025, 2, 15))

    assert _found(entries) == [
        ("PR517", 3, "entry 3 says it was recorded on 2025-02-01, after one of 2025-03-01"),
    ]
    assert _found(late.entries, taken) == [
        ("PR517", 2, "entry 2 says it was recorded on 2025-02-01, and on 2025-02-15 the register ended at entry 1"),
    ]


@given(st.data())
def test_no_character_of_a_register_can_be_changed(data: st.DataObject) -> None:
    """Whatever one character is replaced by, it is reported, or the register still says the same."""
    register = _register(4)
    text = write_register(register)
    place = data.draw(st.integers(0, len(text) - 1))
    other = text[:place] + data.draw(st.sampled_from('0123456789abcdefghijp{}[]",: \n')) + text[place + 1 :]

    changed, mistakes = read_register(register.path, other.encode())

    assert changed == register or mistakes or verify_chain(changed, [head(register)])


def test_a_thousand_breaks_are_reported_shortly() -> None:
    """Who removes the first entry of many gets one screen of messages."""
    found = _found(_renumbered(list(_register(300).entries[1:])))

    assert len(found) < 20
    assert found[0] == ("PR511", 1, "one entry was taken out before entry 1")
    assert found[-1][2] == "287 more entries after it do not fit their hashes"


def test_a_name_of_the_erased_is_a_name() -> None:
    """So that every reader of the register can go on reading it."""
    entry = salted(Join(recorded=DAY, person="ana", provider="harbor"))
    assert entry.proof is not None
    name = "erased_" + seal_name(entry.proof.salts["ana"], "ana")

    erased = Join(recorded=DAY, person=name, provider="harbor")

    assert is_stand_in(name)
    assert sealed(erased).body == sealed(entry).body


def _register(length: int) -> Register:
    entries = (
        salted(Join(entry=number, recorded=DAY, person=f"p{number}", provider="harbor"))
        for number in range(1, length + 1)
    )
    return chained(Register(tuple(entries)))


def _renumbered(entries: Sequence[Entry]) -> list[Entry]:
    return [entry.model_copy(update={"entry": number}) for number, entry in enumerate(entries, 1)]


def _found(entries: Sequence[Entry], *checkpoints: Checkpoint) -> list[tuple[str, int, str]]:
    mistakes: tuple[Diagnostic, ...] = verify_chain(Register(tuple(entries)), checkpoints)
    return [(mistake.code, mistake.span.line, mistake.message) for mistake in mistakes]


def test_a_person_is_erased_everywhere_or_nowhere() -> None:
    """The hashes would hold, and one act would be hidden from those who read names."""
    joins = salted(Join(entry=1, recorded=DAY, person="ana", provider="harbor"))
    assert joins.proof is not None
    stand_in = "erased_" + seal_name(joins.proof.salts["ana"], "ana")
    leaves = salted(Leave(entry=2, recorded=DAY, person="ana", provider="harbor"), joins.proof.salts)
    whole = chained(Register((joins, leaves)))
    joins, leaves = whole.entries
    assert leaves.proof is not None
    hidden = leaves.model_copy(update={"person": stand_in, "proof": Proof(hash=leaves.proof.hash)})

    assert head(Register((joins, hidden))) == head(whole)
    assert _found([joins, hidden], head(whole))[0][:2] == ("PR519", 2)
