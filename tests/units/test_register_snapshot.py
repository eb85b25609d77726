from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panarchy_rules.register import (
    Agree,
    ClauseRevocation,
    Entry,
    Join,
    Leave,
    Membership,
    Ratify,
    Register,
    Revoke,
    RevokeClause,
    Snapshot,
    Submit,
    as_of,
)
from panarchy_rules.register.fields import ConsentKind

START = date(2025, 1, 1)


def _day(number: int) -> date:
    """The day so many days after the start."""
    return START + timedelta(days=number)


def _join(recorded: int, effective: int | None = None, provider: str = "harbor") -> Join:
    day = _day(recorded if effective is None else effective)
    return Join(recorded=_day(recorded), effective=day, person="ana", provider=provider)


def _leave(recorded: int, effective: int | None = None, provider: str = "harbor") -> Leave:
    day = _day(recorded if effective is None else effective)
    return Leave(recorded=_day(recorded), effective=day, person="ana", provider=provider)


def _agree(recorded: int, effective: int) -> Agree:
    return Agree(recorded=_day(recorded), effective=_day(effective), parties=("ana", "ben"), law="ulex")


def _as_of(day: int, *entries: Entry, notice: int = 0, known: int | None = None) -> Snapshot:
    known_day = None if known is None else _day(known)
    return as_of(Register.of(entries), _day(day), known_day, lambda provider, day: notice)  # noqa: ARG005


def _members(snapshot: Snapshot) -> list[int]:
    return [membership.entry for membership in snapshot.memberships("ana")]


def test_a_membership_tells_where_it_comes_from() -> None:
    """The entry, the day it began, and what it was for can be cited."""
    join = Join(recorded=START, person="ana", provider="harbor", matters=("contract",), kind=ConsentKind.CLICK)

    (membership,) = as_of(Register.of([join]), START).memberships("ana")

    assert membership == Membership(1, "ana", "harbor", START, ("contract",), ConsentKind.CLICK)


@pytest.mark.parametrize(("anchor", "counts"), [(4, False), (5, True), (6, True)])
def test_an_act_counts_from_the_day_it_takes_effect(anchor: int, counts: bool) -> None:
    """The day itself is included."""
    assert bool(_members(_as_of(anchor, _join(0, effective=5)))) == counts


@pytest.mark.parametrize(("anchor", "counts"), [(4, False), (5, True)])
def test_an_act_that_is_dated_back_counts_from_its_recording(anchor: int, counts: bool) -> None:
    """Nobody can choose a law for what has already happened."""
    snapshot = _as_of(anchor, _join(5, effective=0))

    assert bool(_members(snapshot)) == counts
    assert snapshot.backdated == (() if counts else (1,))


def test_nobody_is_a_member_of_old_by_saying_so_later() -> None:
    """A membership dated back begins when it was recorded."""
    (membership,) = _as_of(9, _join(5, effective=0)).memberships("ana")

    assert membership.since == _day(5)


@pytest.mark.parametrize(("anchor", "member"), [(9, True), (10, False), (11, False)])
def test_a_membership_ends_on_the_day_of_leaving(anchor: int, member: bool) -> None:
    """Intervals include their first day and not their last."""
    snapshot = _as_of(anchor, _join(0), _leave(10))

    assert bool(_members(snapshot)) == member
    assert [ended.until for ended in snapshot.ended_memberships("ana")] == ([] if member else [_day(10)])


@pytest.mark.parametrize(("anchor", "member"), [(10, True), (39, True), (40, False)])
def test_notice_runs_from_the_recording_of_the_exit(anchor: int, member: bool) -> None:
    """Under thirty days' notice a member who leaves at once stays for thirty days."""
    snapshot = _as_of(anchor, _join(0), _leave(10, effective=10), notice=30)

    assert bool(_members(snapshot)) == member


def test_a_membership_under_notice_says_so() -> None:
    """It names the entry of the exit and the first day without membership."""
    (membership,) = _as_of(20, _join(0), _leave(10), notice=30).memberships("ana")

    assert (membership.leave, membership.until) == (2, _day(40))


def test_notice_is_asked_of_the_provider_on_the_day_of_recording() -> None:
    """A later edition with a longer notice does not hold someone who has already left."""
    asked: list[tuple[str, date]] = []

    def notice(provider: str, day: date) -> int:
        asked.append((provider, day))
        return 0

    as_of(Register.of([_join(0), _leave(10, effective=20)]), _day(30), None, notice).memberships("ana")

    assert asked == [("harbor", _day(10))]


def test_a_notice_without_end_keeps_the_member() -> None:
    """A number of days beyond the calendar is no crash."""
    (membership,) = _as_of(20, _join(0), _leave(10), notice=10**12).memberships("ana")

    assert membership.until == date.max


def test_leaving_ends_what_was_begun_before_it() -> None:
    """Whoever comes back is a member again."""
    entries = (_join(0), _join(1), _leave(10), _join(20), _join(0 + 20, provider="mesa"))

    assert _members(_as_of(9, *entries)) == [1, 2]
    assert _members(_as_of(15, *entries)) == []
    assert _members(_as_of(25, *entries)) == [4, 5]


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(1, 30))
def test_what_is_recorded_after_the_anchor_changes_nothing(joined: int, anchor: int, effective: int, late: int) -> None:
    """Leaving later, or dating back an exit, does not touch what was so on the day."""
    before = Register.of([_join(joined)])
    after = before.plus(_leave(max(joined, anchor) + late, effective=effective))

    assert as_of(after, _day(anchor)).memberships("ana") == as_of(before, _day(anchor)).memberships("ana")


def _submit(recorded: int, **keys: object) -> Submit:
    return Submit.model_validate({"recorded": _day(recorded), "person": "ana", "law": "ulex", **keys})


def test_a_submission_lasts_until_it_is_taken_back() -> None:
    """Taking it back counts from its day on, and not before."""
    entries = (_submit(0), _submit(1, law="mesa"), Revoke(recorded=_day(10), person="ana", of=1))

    assert [entry.entry for entry in _as_of(9, *entries).submissions("ana")] == [1, 2]
    assert [entry.entry for entry in _as_of(10, *entries).submissions("ana")] == [2]


def test_taking_back_a_submission_cannot_be_dated_back() -> None:
    """Otherwise one could escape what has already happened."""
    revocation = Revoke(recorded=_day(10), effective=_day(2), person="ana", of=1)

    snapshot = _as_of(5, _submit(0), revocation)

    assert [entry.entry for entry in snapshot.submissions("ana")] == [1]
    assert snapshot.backdated == (2,)


def test_being_named_is_not_consenting() -> None:
    """Those towards whom someone submits have submitted to nothing."""
    snapshot = _as_of(5, _submit(0, towards=["ben"]))

    assert snapshot.submissions("ben") == ()
    assert snapshot.persons == ("ana", "ben")


def test_agreements_are_sorted_by_the_day_they_take_effect() -> None:
    """Recording an agreement late does not make it one after the event."""
    snapshot = _as_of(5, _agree(0, 0), _agree(0, 5), _agree(9, 5), _agree(9, 6))

    assert [entry.entry for entry in snapshot.agreements_before] == [1, 2, 3]
    assert [entry.entry for entry in snapshot.agreements_after] == [4]
    assert snapshot.backdated == ()


@pytest.mark.parametrize(("revoked", "stands"), [(4, False), (5, False), (6, True)])
def test_an_agreement_stands_unless_it_was_taken_back_by_the_anchor(revoked: int, stands: bool) -> None:
    """What was agreed on the day stays agreed for that day."""
    together = Revoke(recorded=_day(revoked), persons=("ben", "ana"), of=1)

    assert bool(_as_of(5, _agree(0, 0), together).agreements_before) == stands


def test_an_agreement_after_the_event_can_be_taken_back_after_it() -> None:
    """What all have chosen, all can give up."""
    together = Revoke(recorded=_day(9), persons=("ana", "ben"), of=1)

    assert _as_of(5, _agree(7, 7), together).agreements_after == ()


def test_one_party_alone_cannot_undo_an_agreement() -> None:
    """Even a register that nobody checked gives no effect to it."""
    alone = Revoke(entry=2, recorded=_day(1), person="ana", of=1)
    unchecked = Register((_agree(0, 0).model_copy(update={"entry": 1}), alone))

    assert len(as_of(unchecked, _day(5)).agreements_before) == 1


def test_ratifications_are_listed_for_one_provider() -> None:
    """A member accepts editions of one code at a time."""
    entries = [
        Ratify(recorded=_day(0), person="ana", provider="harbor", edition="2.0"),
        Ratify(recorded=_day(1), person="ana", provider="mesa", edition="1.0"),
        Ratify(recorded=_day(9), person="ana", provider="harbor", edition="3.0"),
    ]

    assert [entry.edition for entry in _as_of(5, *entries).ratifications("ana", "harbor")] == ["2.0"]


def test_clause_revocations_are_listed_as_soon_as_they_are_recorded() -> None:
    """The notice of the clause is not known here, so the days are handed on."""
    entries = [
        RevokeClause(recorded=_day(0), effective=_day(60), provider="mesa", clause="accept_ulex"),
        RevokeClause(recorded=_day(9), effective=_day(1), provider="mesa", clause="accept_rome"),
    ]

    snapshot = _as_of(5, *entries)

    assert snapshot.clause_revocations == (ClauseRevocation(1, "mesa", "accept_ulex", _day(0), _day(60)),)
    assert snapshot.backdated == (2,)


def test_the_register_can_be_read_as_it_was_known() -> None:
    """What a court could not know on a day is left out on request."""
    entries = (_join(0), _agree(3, 1), _leave(4))

    known = _as_of(9, *entries, known=2)

    assert _members(known) == [1]
    assert known.agreements_before == ()
    assert _members(_as_of(9, *entries)) == []
    assert known.persons == ("ana", "ben")


def test_strangers_have_consented_to_nothing() -> None:
    """Someone the register does not name has no memberships and no submissions."""
    snapshot = _as_of(5, _join(0))

    assert snapshot.memberships("cleo") == ()
    assert snapshot.submissions("cleo") == ()
    assert snapshot.ratifications("cleo", "harbor") == ()
