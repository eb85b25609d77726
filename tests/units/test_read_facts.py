"""What an explanation says of the facts that a rule looked at."""

from panarchy_rules.casefile.judgment import IssueJudgment, RuleLine
from panarchy_rules.explanation.names import Names, written
from panarchy_rules.explanation.read_facts import read_lines


def lines(*read: tuple[str, str]) -> list[str]:
    """The lines of a rule that read some facts."""
    rule = RuleLine(law="code 1", rule="tax", question="tax", fate="decides", read=read)
    issue = IssueJudgment.model_construct(proceedings=())
    return [written(line) for line in read_lines([rule], Names(), {}, issue)]


def test_what_is_so_of_none_of_several_is_said_once() -> None:
    """Two ties that are not are named together; one that is, and a single `no`, have lines of their own."""
    found = lines(
        ("ana is child of bob", "no"), ("bob is child of ana", "no"), ("ana is child of eve", "yes"), ("paid", "no")
    )

    assert found == [
        "Ana is child of eve: yes",
        "Paid: no",
        "No, or none, for all others that were asked about: child",
    ]


def test_the_parts_of_a_list_that_is_written_out_are_left_out() -> None:
    """A field of a member is read in the list; a field of a list that is not written out has its line."""
    found = lines(("income of ana", "[{amount is 5 EUR}]"), ("amount of income 1", "5 EUR"), ("amount of debts 1", "1"))

    assert found == ["Income of ana: {amount is 5 EUR}", "Amount of debts 1: 1"]


def test_what_has_no_beginning_or_no_end_says_so() -> None:
    """The ends of time are no days of the calendar."""
    assert lines(("begun", "0001-01-01"), ("ended", "9999-12-31")) == ["Begun: always", "Ended: open"]
