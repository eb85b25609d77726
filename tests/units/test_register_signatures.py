"""Signatures say who made an act, and what is forged, repeated, moved or dated back is found and named."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography")

from panarchy_rules import Panarchy
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.casefile import read_manifest
from panarchy_rules.register import (
    Agree,
    Checkpoint,
    ConsentKind,
    End,
    Entry,
    Join,
    Key,
    Leave,
    Register,
    Revoke,
    RevokeClause,
    RevokeKey,
    Submit,
    chained,
    head,
    read_register,
    salted,
    verify_chain,
    write_register,
)
from panarchy_rules.register.canonical import canonical
from panarchy_rules.register.proof import Proof
from panarchy_rules.register.sealing import sealed
from panarchy_rules.register.signatures import NOTHING_SEEN, Signer, sign, signed_bytes
from panarchy_rules.register.storage import RegisterStore
from panarchy_rules.register.verify_signatures import SignatureRules, verify_signatures
from tests.support.checkout import ROOT

DAY = date(2026, 2, 1)
ANA, BEN, EVE, MESA, REGISTRAR = (Signer.of(bytes([number]) * 32) for number in range(1, 6))
REQUIRED = SignatureRules(required=True)
WITH_REGISTRAR = SignatureRules(required=True, registrar=REGISTRAR.public)
ANA_HAS = sign(Key(recorded=DAY, person="ana", key=ANA.public), ANA)
BEN_HAS = sign(Key(recorded=DAY, person="ben", key=BEN.public), BEN)
ANA_JOINS = sign(Join(recorded=DAY, person="ana", provider="mesa"), ANA)


def _register(*entries: Entry) -> Register:
    return chained(Register(tuple(entry.model_copy(update={"entry": n}) for n, entry in enumerate(entries, 1))))


def _found(
    entries: Sequence[Entry], rules: SignatureRules = REQUIRED, *checkpoints: Checkpoint
) -> list[tuple[str, int, str]]:
    """What is found after somebody computed all hashes again."""
    register = _register(*entries)
    return [
        (d.code, d.span.line, d.message)
        for d in (*verify_chain(register, checkpoints), *verify_signatures(register, rules))
    ]


def test_a_signed_register_is_in_order() -> None:
    """Each act is signed by those whose act it is."""
    entries = [
        ANA_HAS,
        BEN_HAS,
        sign(Key(recorded=DAY, provider="mesa", key=MESA.public), MESA),
        ANA_JOINS,
        sign(sign(Agree(recorded=DAY, parties=("ana", "ben"), law="ulex"), ANA), BEN),
        sign(Submit(recorded=DAY, person="ben", forum="panel"), BEN),
        sign(Revoke(recorded=DAY, person="ben", of=6), BEN),
        sign(sign(Revoke(recorded=DAY, persons=("ana", "ben"), of=5), ANA), BEN),
        sign(RevokeClause(recorded=DAY, provider="mesa", clause="accept_ulex"), MESA),
        sign(Leave(recorded=DAY, person="ana", provider="mesa"), ANA),
        sign(End(recorded=DAY, provider="mesa"), MESA),
    ]

    assert _found(entries) == []
    text = write_register(_register(*entries))
    assert read_register("register.jsonl", text.encode()) == (_register(*entries), ())


def test_what_is_signed_is_a_published_form() -> None:
    """Programs in other languages can sign, too."""
    body = {"act": "join", "person": "ana", "provider": "mesa", "recorded": "2026-02-01"}
    whole = {"act": body, "form": "panarchy-signature/1", "seen": {"entry": 0, "hash": "0" * 64}}
    proof = ANA_JOINS.proof or Proof()

    assert signed_bytes(sealed(ANA_JOINS), proof.signatures[0].seen) == canonical(whole)


def _forged(entry: Entry, **changes: Any) -> Entry:
    return entry.model_copy(update=changes)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (
            Join(recorded=DAY, person="ana", provider="mesa"),
            [("PR513", "entry 3 is not signed by `ana`")],
        ),
        (
            _forged(ANA_JOINS, provider="harbor"),
            [("PR514", f"the signature under entry 3 with the key `{ANA.public[:12]}...` does not fit")],
        ),
        (
            _forged(ANA_JOINS, recorded=date(2026, 3, 1), effective=date(2026, 3, 1)),
            [("PR514", f"the signature under entry 3 with the key `{ANA.public[:12]}...` does not fit")],
        ),
        (
            sign(Join(recorded=DAY, person="ana", provider="mesa"), EVE),
            [
                (
                    "PR515",
                    f"entry 3 is signed with the key `{EVE.public[:12]}...`, which is registered for nobody",
                ),
                ("PR513", "entry 3 is not signed by `ana`"),
            ],
        ),
        (
            sign(Join(recorded=DAY, person="ana", provider="mesa"), BEN),
            [
                ("PR515", f"entry 3 is signed with the key `{BEN.public[:12]}...`, which is that of `ben`"),
                ("PR513", "entry 3 is not signed by `ana`"),
            ],
        ),
        (
            sign(Agree(recorded=DAY, parties=("ana", "ben"), law="ulex"), ANA),
            [("PR513", "entry 3 is not signed by `ben`")],
        ),
        (
            sign(Join(recorded=DAY, person="ana", provider="mesa", kind=ConsentKind.PRESUMED), ANA),
            [
                ("PR515", f"entry 3 is signed with the key `{ANA.public[:12]}...`, which is that of `ana`"),
                ("PR513", "entry 3 is not signed by the registrar"),
            ],
        ),
    ],
)
def test_an_entry_its_author_did_not_sign_is_named(entry: Entry, found: list[tuple[str, str]]) -> None:
    """Unsigned, altered after signing, signed by somebody else, or by one of two."""
    assert _found([ANA_HAS, BEN_HAS, entry]) == [(code, 3, message) for code, message in found]


def test_a_repeated_act_is_named() -> None:
    """A signature is good for one entry, wherever its copy stands."""
    entries = [ANA_HAS, ANA_JOINS, sign(Leave(recorded=DAY, person="ana", provider="mesa"), ANA), ANA_JOINS]

    assert _found(entries) == [("PR516", 4, "entry 4 is what was signed as entry 2, once more")]


def test_the_same_act_can_be_done_twice() -> None:
    """Who signs anew, having seen more, acts anew."""
    before = [ANA_HAS, ANA_JOINS, sign(Leave(recorded=DAY, person="ana", provider="mesa"), ANA)]
    again = sign(Join(recorded=DAY, person="ana", provider="mesa"), ANA, head(_register(*before)))

    assert _found([*before, again]) == []


def test_an_entry_that_is_dated_back_is_named() -> None:
    """The day of recording is signed, and no earlier than what is there and what others have seen."""
    late = sign(Join(recorded=date(2026, 1, 1), person="ana", provider="mesa"), ANA)
    kept = head(_register(ANA_HAS))
    taken = Checkpoint(1, kept.hash, date(2026, 2, 20))

    assert _found([ANA_HAS, late]) == [
        ("PR517", 2, "entry 2 says it was recorded on 2026-01-01, after one of 2026-02-01")
    ]
    assert _found([ANA_HAS, ANA_JOINS], REQUIRED, taken) == [
        ("PR517", 2, "entry 2 says it was recorded on 2026-02-01, and on 2026-02-20 the register ended at entry 1")
    ]


def test_what_a_signer_has_seen_cannot_be_taken_out() -> None:
    """Even if every hash is computed again, the next signer's memory tells."""
    ben_joins = sign(Join(recorded=DAY, person="ben", provider="mesa"), BEN)
    before = [ANA_HAS, BEN_HAS, ben_joins]
    after = sign(Join(recorded=DAY, person="ana", provider="mesa"), ANA, head(_register(*before)))
    later = sign(Submit(recorded=DAY, person="ana", law="ulex"), ANA, head(_register(*before)))

    assert _found([*before, after, later]) == []
    # Taken out: the second of them now stands where a number is that its signer knew for another entry.
    assert _found([ANA_HAS, BEN_HAS, after, later]) == [
        ("PR511", 3, "entry 3 was signed by someone who had already seen entry 3"),
        ("PR512", 4, "who signed entry 4 had seen another entry 3"),
    ]
    # Moved forward.
    assert _found([ANA_HAS, after, BEN_HAS, ben_joins])[0] == (
        "PR511",
        2,
        "entry 2 was signed by someone who had already seen entry 3",
    )
    # Put in before, signed by somebody with a key of their own.
    eve = sign(Key(recorded=DAY, person="eve", key=EVE.public), EVE)
    assert _found([ANA_HAS, BEN_HAS, eve, ben_joins, after]) == [
        ("PR512", 5, "who signed entry 5 had seen another entry 3")
    ]


# Keys.


def test_a_key_can_be_exchanged() -> None:
    """The old key signs for the new one and is then revoked; what it signed before stays signed."""
    new = Signer.new()
    entries = [
        ANA_HAS,
        ANA_JOINS,
        sign(sign(Key(recorded=DAY, person="ana", key=new.public), new), ANA),
        sign(RevokeKey(recorded=DAY, person="ana", key=ANA.public), new),
        sign(Leave(recorded=DAY, person="ana", provider="mesa"), new),
    ]

    assert _found(entries) == []
    stolen = sign(Submit(recorded=DAY, person="ana", law="ulex"), ANA)
    assert _found([*entries, stolen]) == [
        ("PR515", 6, f"entry 6 is signed with the key `{ANA.public[:12]}...`, which is revoked"),
        ("PR513", 6, "entry 6 is not signed by `ana`"),
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (Key(recorded=DAY, person="ana", key=EVE.public), "entry 2 is not signed by the key it registers"),
        (sign(Key(recorded=DAY, person="ana", key=EVE.public), ANA), "entry 2 is not signed by the key it registers"),
        (sign(Key(recorded=DAY, person="ana", key=EVE.public), EVE), "entry 2 is not signed by an earlier key"),
        (RevokeKey(recorded=DAY, person="ana", key=ANA.public), "entry 2 is not signed by `ana` or the registrar"),
    ],
)
def test_nobody_slips_a_key_under_somebody_elses_name(entry: Entry, message: str) -> None:
    """A further key needs the new key and one that counts already. Acts about keys are always signed."""
    for rules in (REQUIRED, SignatureRules()):
        assert ("PR513", 2, message) in _found([ANA_HAS, entry], rules)


def test_a_forged_key_signs_nothing() -> None:
    """What is signed with it later is reported, too."""
    entries = [
        ANA_HAS,
        sign(Key(recorded=DAY, person="ana", key=EVE.public), EVE),
        sign(Submit(recorded=DAY, person="ana", law="ulex"), EVE),
    ]

    assert [(code, line) for code, line, _ in _found(entries)] == [("PR513", 2), ("PR515", 3), ("PR513", 3)]


def test_a_registrar_vouches_for_first_keys_and_for_lost_ones() -> None:
    """With a registrar, the first to come is not believed; and who lost a key is not lost."""
    ana_has = sign(ANA_HAS, REGISTRAR)
    new = Signer.new()
    rescued = [
        ana_has,
        sign(sign(Key(recorded=DAY, person="ana", key=new.public), new), REGISTRAR),
        sign(RevokeKey(recorded=DAY, person="ana", key=ANA.public), REGISTRAR),
        sign(Join(recorded=DAY, person="ana", provider="mesa"), new),
        sign(Join(recorded=DAY, person="ben", provider="mesa", kind=ConsentKind.PROXY), REGISTRAR),
    ]

    assert _found(rescued, WITH_REGISTRAR) == []
    assert _found([ANA_HAS], WITH_REGISTRAR) == [("PR513", 1, "entry 1 is not signed by the registrar")]
    stolen = sign(Join(recorded=DAY, person="ana", provider="mesa"), REGISTRAR)
    assert [code for code, _, _ in _found([ana_has, stolen], WITH_REGISTRAR)] == ["PR515", "PR513"]


def test_a_key_under_which_everyone_can_sign_is_refused() -> None:
    """Otherwise its owner could disown whatever they signed."""
    weak = "01" + "00" * 31
    anyones = sign(Key(recorded=DAY, person="ana", key=weak), ANA)
    assert anyones.proof is not None
    signature = anyones.proof.signatures[0].model_copy(update={"key": weak, "signature": "01" + "00" * 63})
    entry = anyones.model_copy(update={"proof": Proof(signatures=(signature,))})

    assert _found([entry]) == [("PR515", 1, "entry 1 registers a key under which anyone can sign")]


def test_nobody_signs_for_a_namesake() -> None:
    """The signatures see seals; a second seal under the same name is another person, and is named."""
    ana, ana_joins = _anew(ANA_HAS, ANA), ANA_JOINS
    eve_as_ana = sign(salted(Key(recorded=DAY, person="ana", key=EVE.public)), EVE)
    revoked = sign(Key(recorded=DAY, person="ana", key=EVE.public), EVE)

    for namesake in (eve_as_ana, revoked, ana_joins):
        register = _register(ana, namesake)
        found = verify_signatures(register, REQUIRED)
        assert ("PR519", "entry 2 names `ana` under another salt than an entry before it") in [
            (d.code, d.message) for d in found
        ]
        assert "PR519" in {d.code for d in verify_chain(register)}


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([ANA_HAS, sign(Key(recorded=DAY, person="eve", key=ANA.public), ANA)], "PR515"),
        ([sign(RevokeKey(recorded=DAY, person="ana", key=ANA.public), ANA)], "PR504"),
        ([ANA_HAS, sign(RevokeKey(recorded=DAY, person="eve", key=ANA.public), ANA)], "PR504"),
    ],
)
def test_a_key_has_one_owner(entries: list[Entry], code: str) -> None:
    """It is registered once, and revoked under the same name."""
    with pytest.raises(Refused) as refused:
        Register.of(entries)

    assert [d.code for d in refused.value.diagnostics] == [code]


# In a store, and in a world.


def test_a_store_refuses_what_is_not_signed_as_its_rules_say(tmp_path: Path) -> None:
    """It checks each entry against the keys and signatures it has, also when it is opened again."""
    ana_has, ana_joins = (_anew(entry, ANA) for entry in (ANA_HAS, ANA_JOINS))
    ana_joins = _with_salts_of(ana_has, ana_joins)
    with RegisterStore.open(tmp_path / "r.sqlite", REQUIRED) as store:
        store.append([ana_has])
        store.append([ana_joins])
        for entry, code in (
            (Leave(recorded=DAY, person="ana", provider="mesa"), "PR513"),
            (_with_salts_of(ana_has, sign(Leave(recorded=DAY, person="ana", provider="mesa"), EVE), EVE), "PR515"),
            (ana_joins, "PR516"),
            (sign(Leave(recorded=DAY, person="ana", provider="mesa"), ANA), "PR519"),
        ):
            with pytest.raises(Refused, match=code):
                store.append([entry])

    with RegisterStore.open(tmp_path / "r.sqlite", REQUIRED) as store:
        with pytest.raises(Refused, match="PR516"):
            store.append([ana_joins])
        leave = sign(store.salted(Leave(recorded=DAY, person="ana", provider="mesa", text="so")), ANA, store.head())
        store.append([leave])
        store.export_jsonl(tmp_path / "r.jsonl")
        store.erase("ana")

        # The signatures are under seals, so that they hold for those who were erased.
        assert store.verify() == ()
        assert verify_signatures(store.read(), REQUIRED) == ()

    with RegisterStore.open(tmp_path / "other.sqlite", REQUIRED) as other:
        assert other.import_jsonl(tmp_path / "r.jsonl").last == 3
        assert other.verify() == ()


def test_a_batch_is_checked_entry_by_entry(tmp_path: Path) -> None:
    """A key counts from the entry behind it, within a batch as well; a refused batch leaves no key behind."""
    key, joins = _anew(ANA_HAS, ANA), None
    joins = _with_salts_of(key, ANA_JOINS)
    with RegisterStore.open(tmp_path / "r.sqlite", REQUIRED) as store:
        with pytest.raises(Refused, match="PR516"):
            store.append([key, joins, joins])
        with pytest.raises(Refused, match="PR515"):
            store.append([joins, key])
        assert store.append([key, joins]).last == 2


MANIFEST = '[world]\nname = "w"\nlanguage = 1\n'


def _world(folder: Path, asked: str, *entries: Entry) -> Path:
    (folder / "panarchy.toml").write_text(MANIFEST + asked, "utf-8")
    (folder / "mesa.law").write_text(
        'rulebook mesa "Mesa"\nlanguage 1\nthis is edition 1 in force from 2020-01-01\ngoverns everything\n', "utf-8"
    )
    (folder / "register.jsonl").write_text(write_register(_register(*entries)), "utf-8")
    return folder


def test_a_world_can_require_signatures(tmp_path: Path) -> None:
    """Then it is not loaded with a register that is not signed."""
    asked = '[register]\nsignatures = "required"\n'
    unsigned = Join(recorded=DAY, person="ana", provider="mesa")

    assert Panarchy.load(_world(tmp_path, "", unsigned)).law_world.register.persons == ("ana",)
    assert Panarchy.load(_world(tmp_path, asked, ANA_HAS, ANA_JOINS)).law_world.register.persons == ("ana",)
    with pytest.raises(Refused, match="entry 1 is not signed by `ana`"):
        Panarchy.load(_world(tmp_path, asked, unsigned))
    with pytest.raises(Refused, match="entry 1 is not signed by the registrar"):
        Panarchy.load(_world(tmp_path, f'{asked}registrar = "{REGISTRAR.public}"\n', ANA_HAS))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ('signatures = "yes"', "`signatures` cannot be `yes`"),
        ('registrar = "me"', "`registrar` must be text of 64 digits from `0` to `f`, not `me`"),
        ("keys = []", "`keys` is not a key in `register`"),
    ],
)
def test_a_mistake_in_the_rules_is_explained(tmp_path: Path, asked: str, message: str) -> None:
    """The `[register]` table has two keys."""
    (tmp_path / "panarchy.toml").write_text(f"{MANIFEST}[register]\n{asked}\n", "utf-8")

    manifest, mistakes = read_manifest(tmp_path)

    assert manifest is None
    assert [(d.code, d.message) for d in mistakes] == [("PR409", message)]


def test_without_the_extra_there_is_a_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which package is missing and how to get it."""
    for name in [name for name in sys.modules if name.startswith("cryptography")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(Refused, match="`cryptography` is not installed") as refused:
        verify_signatures(_register(ANA_HAS), REQUIRED)
    with pytest.raises(Refused, match="PR518"):
        Signer.new()

    assert refused.value.diagnostics[0].help == 'install it with `pip install "panarchy_rules[sign]"`'
    assert verify_signatures(_register(Join(recorded=DAY, person="ana", provider="mesa")), SignatureRules()) == ()


def test_a_private_key_is_not_shown() -> None:
    """Neither when it is printed nor in a message of a failing test."""
    assert ANA.private.hex() not in repr(ANA)
    assert Signer.of(ANA.private).public == ANA.public


def _anew(entry: Entry, signer: Signer) -> Entry:
    """The same act with salts, signed with them."""
    return sign(salted(entry.model_copy(update={"proof": None})), signer, NOTHING_SEEN)


def _with_salts_of(other: Entry, entry: Entry, signer: Signer = ANA) -> Entry:
    """The same act with the salts of an earlier one, signed with them."""
    assert other.proof is not None
    return sign(salted(entry.model_copy(update={"proof": None}), other.proof.salts), signer)


def test_the_python_of_the_reference_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One block after the other, in an empty folder."""
    text = (ROOT / "docs/reference/register.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"date": date, "Join": Join, "Key": Key, "register": _register(ANA_JOINS)}
    monkeypatch.chdir(tmp_path)

    exec(compile("\n".join(blocks), "register.md", "exec"), names)

    assert (len(blocks), names["mistakes"]) == (3, ())
    with RegisterStore.open("register.sqlite") as store:
        assert (len(store.read().entries), store.verify()) == (3, ())
