"""Where generated worlds once found a mistake: each world as short as it was found to be."""

from datetime import date
from typing import Any

import pytest

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.casefile.challenge import Challenge
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.proceedings import RecordedAct
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Agree, End, Entry, Join, Leave, Submit
from tests.support.chains import faults

DAY = date(2021, 3, 1)
ANA_IN_HARBOR = Join(recorded=DAY, person="ana", provider="harbor")
BEN_IN_MESA = Join(recorded=DAY, person="ben", provider="mesa")
BEN_IN_HARBOR = Join(recorded=DAY, person="ben", provider="harbor")
WORDS = """
    vocabulary words
    language 1
    matter sale
    fact urgent is yes_no
    fact host is person
    fact place is one of {north, south}
    fact price is money
"""


def built(laws: dict[str, str], *entries: Entry) -> Panarchy:
    """A world of codes that all govern everything since 2020; a name such as `mesa 2` is a later edition."""
    texts = {"words.law": WORDS}
    for name, body in laws.items():
        provider, _, edition = name.partition(" ")
        since = "2024-01-01" if edition else "2020-01-01"
        force = f"this is edition {edition or 1} in force from {since}"
        texts[f"{name}.law"] = f"rulebook {provider} language 1 uses words {force} governs everything\n{body}"
    return Panarchy.build(texts, entries, ("ana", "ben", "cleo"))


def dispute(facts: dict[str, Any] | None = None, **more: Any) -> Dispute:
    """Ana against Ben about a sale in 2025."""
    parties = {"claimant": "ana", "respondent": "ben"}
    return Dispute(id="d", matter="sale", anchor=date(2025, 6, 15), parties=parties, facts=facts or {}, **more)


# --- Choosing a law ---


def test_a_refusal_is_named_where_only_editions_differ() -> None:
    """Ana's code refuses the one law that is common; that they are bound by different editions is not the reason."""
    world = built(
        {
            "harbor": "acceptance v accept vale reservation r refuse result where result of damages < 1 EUR",
            "harbor 2": "acceptance v accept vale",
            "vale": "rule pay respondent owes claimant 0.50 EUR",
        },
        ANA_IN_HARBOR,
        Join(recorded=date(2024, 2, 1), person="ben", provider="harbor"),
    )

    assert world.resolve(dispute()).status == "REFUSED_PUBLIC_POLICY"


def test_ranks_of_a_code_that_is_not_home_collide_with_nothing() -> None:
    """Ana's second code ranks Vale twice, but only the ranks of her home law order anything."""
    world = built(
        {
            "mesa": "acceptance k accept vale",
            "harbor": "acceptance k accept vale rank 1 acceptance m accept vale rank 0",
            "vale": "rule pay respondent owes claimant 100 EUR",
        },
        Join(recorded=DAY, person="ana", provider="mesa"),
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )

    assert world.resolve(dispute()).laws == ("mesa 1",)


def test_a_preliminary_question_is_agreed_on_by_those_whom_it_concerns() -> None:
    """Ana and Ben agree on Mesa's law after the event; that binds nobody to it with whom Ana has another question."""
    world = Panarchy.build(
        {
            "words.law": f"{WORDS} question bond is one of {{sound, void}}",
            "mesa.law": "rulebook mesa uses words rule b bond is sound\n"
            "rule pay respondent owes claimant 9 EUR when bond is sound",
        },
        [
            Submit(recorded=DAY, person="ana", law="mesa"),
            Agree(recorded=date(2025, 9, 1), parties=("ana", "ben"), law="mesa"),
        ],
        ("ana", "ben", "cleo"),
    )
    asked = {"question": "bond", "matter": "sale", "anchor": date(2025, 6, 15), "claimant": "ana", "respondent": "cleo"}

    (issue,) = world.resolve(dispute(incidental=[asked])).issues

    assert (issue.status, issue.incidental[0].laws) == ("INCIDENTAL_UNRESOLVED", ())


def test_a_frontier_has_what_is_there_in_every_way() -> None:
    """Mesa refers to two laws in the first place; under whatever label, Ana's frontier has neither of them."""
    for label in ("a", "z"):
        world = built(
            {
                "harbor": "acceptance k accept mesa whole",
                "mesa": f"acceptance {label} accept ulex acceptance m accept vale",
                "ulex": "",
                "vale": "",
            },
            ANA_IN_HARBOR,
            BEN_IN_MESA,
        )

        assert world.resolve(dispute()).issues[0].frontiers[0].laws == ("harbor 1",)


def test_laws_ranked_twice_do_not_multiply_without_end() -> None:
    """Every rank of every law that a home law ranks twice is a way to be tried, and ways are counted."""
    twice = [f"acceptance {c}{n} accept v{n} rank {r}" for n in range(30) for c, r in (("k", 1), ("m", 2))]
    laws = {f"v{n}": "rule pay respondent owes claimant 1 EUR" for n in range(30)}
    world = built({"harbor": "\n".join([*twice, "own law never"])} | laws, ANA_IN_HARBOR, BEN_IN_HARBOR)

    (issue,) = world.resolve(dispute()).issues

    assert issue.status == "UNDETERMINED"


def test_not_applicable_is_no_law() -> None:
    """`law of host` leads nowhere where the host belongs to no code, and is not a law of that name."""
    accept = "acceptance k accept law of host"
    world = built({"harbor": accept, "mesa": accept}, ANA_IN_HARBOR, BEN_IN_MESA)

    (issue,) = world.resolve(dispute({"host": "cleo"})).issues

    assert issue.status == "NO_COMMON_LAW"
    assert [frontier.laws for frontier in issue.frontiers] == [("harbor 1",), ("mesa 1",)]


def test_a_chain_to_a_forum_says_what_it_is_conditional_on() -> None:
    """If Ana reaches the court by one clause when it is urgent and by another when not, both are named."""
    world = built(
        {
            "harbor": "acceptance k accept forum court when urgent acceptance m accept forum court when not urgent "
            "rule pay respondent owes claimant 100 EUR",
            "mesa": "forum court open to anyone",
        },
        ANA_IN_HARBOR,
        BEN_IN_HARBOR,
    )

    judgment = world.resolve(dispute())
    (issue,) = judgment.issues
    cases = [(chain.edges[-1].clause, chain.assuming[0].value) for chain in issue.forum.chains if chain.party == "ana"]

    assert issue.status == "DECIDED"
    assert cases == [("k", "yes"), ("m", "no")]
    assert world.verify(judgment) == ()


def test_a_chain_to_a_forum_that_needs_no_fact_is_taken_first() -> None:
    """Ana's oldest code leads to the court only when it is urgent, her second always: the second is cited."""
    world = built(
        {
            "rota": "acceptance k accept forum court when urgent",
            "harbor": "acceptance k accept forum court rule pay respondent owes claimant 100 EUR",
            "mesa": "forum court open to anyone",
        },
        Join(recorded=DAY, person="ana", provider="rota"),
        ANA_IN_HARBOR,
        BEN_IN_HARBOR,
    )

    judgment = world.resolve(dispute())
    (chain,) = (c for c in judgment.issues[0].forum.chains if c.party == "ana")

    assert (chain.edges[0].target, chain.assuming) == ("harbor 1", ())
    assert world.verify(judgment) == ()


def test_a_bridge_cures_whichever_way_the_facts_fall() -> None:
    """Mesa accepts Ulex in the north and Vale in the south: Ana cannot be sure of either, but both may agree on one."""
    world = built(
        {
            "harbor": "",
            "mesa": "acceptance k accept ulex when place is north acceptance m accept vale when place is south",
            "ulex": "",
            "vale": "",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )

    (issue,) = world.resolve(dispute()).issues

    assert {(b.act, b.authors, b.target) for b in issue.bridges} == {
        ("submit", ("ana",), "mesa 1"),
        ("submit", ("ben",), "harbor 1"),
        ("accept", ("harbor",), "mesa 1"),
        ("accept", ("mesa",), "harbor 1"),
        *(("agree", ("ana", "ben"), law) for law in ("harbor 1", "mesa 1", "ulex 1", "vale 1")),
    }


def test_the_order_in_which_facts_are_stated_leaves_no_trace() -> None:
    """A dispute is the same whatever the order of its facts and roles."""
    facts = {"urgent": True, "place": "north"}
    turned = dispute(dict(reversed(facts.items())))

    assert turned.model_dump_json() == dispute(facts).model_dump_json()


def test_two_providers_cannot_publish_a_forum_of_one_name() -> None:
    """Which of them was consented to would hang on whose name comes first in the alphabet."""
    forum = "forum court open to anyone"

    with pytest.raises(Refused, match="court"):
        built({"harbor": forum, "mesa": forum}, ANA_IN_HARBOR, BEN_IN_MESA)


# --- Checking a judgment ---


def test_a_clause_and_its_exception_may_lead_to_the_same_law() -> None:
    """Whether it is urgent or not, Ulex is accepted: the chain holds, and the check says so."""
    accept = "acceptance k accept ulex exception x to k accept ulex when urgent"
    ulex = "rule pay respondent owes claimant 100 EUR forum court open to anyone"
    world = built({"harbor": accept, "mesa": accept, "ulex": ulex}, ANA_IN_HARBOR, BEN_IN_MESA)

    judgment = world.resolve(dispute())

    assert judgment.laws == ("ulex 1",)
    assert world.verify(judgment) == ()


def test_rules_that_cover_every_way_only_together_carry_a_chain() -> None:
    """Wherever it happened, the clause leads to Vale: its exception is taken away where it would hold."""
    accept = """
        acceptance k accept vale
        exception x to k accept ulex when place is not south
        exception xx to x x does not apply when place is north
    """
    vale = "rule pay respondent owes claimant 100 EUR forum court open to anyone"
    world = built({"harbor": accept, "mesa": accept, "ulex": "", "vale": vale}, ANA_IN_HARBOR, BEN_IN_MESA)
    doubtful = accept.replace("when place is north", "when urgent")
    other = built({"harbor": doubtful, "mesa": accept, "ulex": "", "vale": vale}, ANA_IN_HARBOR, BEN_IN_MESA)

    judgment = world.resolve(dispute())
    (issue,) = judgment.issues
    chains = [chain for law in issue.laws for chain in law.chains]

    assert judgment.laws == ("vale 1",)
    assert world.verify(judgment) == ()
    assert [faults(world, judgment, issue, chain, "vale 1") for chain in chains] == [[], []]
    assert other.verify(judgment)
    assert any(faults(other, judgment, issue, chain, "vale 1") for chain in chains)


CLAIMED = {
    "a clause towards others": "acceptance k accept ulex towards members of ulex",
    "a clause nobody mirrors": "acceptance k accept ulex if reciprocal",
    "a clause that is bound to an older edition": "acceptance k accept ulex edition 1",
    "no clause at all": "",
}


@pytest.mark.parametrize("what", CLAIMED)
def test_a_clause_that_does_not_lead_to_the_law_is_objected_to(what: str) -> None:
    """A judgment that says that Harbor's clause led to Ulex 2 is compared with all that the clause says."""
    laws = {"mesa": "acceptance k accept ulex edition 2", "ulex": "", "ulex 2": ""}
    honest = built({"harbor": "acceptance k accept ulex edition 2", **laws}, ANA_IN_HARBOR, BEN_IN_MESA)
    other = built({"harbor": CLAIMED[what], **laws}, ANA_IN_HARBOR, BEN_IN_MESA)

    judgment = honest.resolve(dispute())

    assert judgment.laws == ("ulex 2",)
    assert honest.verify(judgment) == ()
    assert other.verify(judgment)


def test_a_code_that_refuses_to_govern_is_no_end_of_a_chain() -> None:
    """A judgment under Harbor's own law does not hold if Harbor says `own law never`."""
    pay = "rule pay respondent owes claimant 100 EUR"
    honest = built({"harbor": pay}, ANA_IN_HARBOR, BEN_IN_HARBOR)
    other = built({"harbor": f"own law never {pay}"}, ANA_IN_HARBOR, BEN_IN_HARBOR)

    judgment = honest.resolve(dispute())

    assert honest.verify(judgment) == ()
    assert other.verify(judgment)


def test_an_agreement_that_was_displaced_carries_no_chain() -> None:
    """The later agreement prevails, and a judgment by the earlier one is objected to."""
    laws = {"ulex": "rule pay respondent owes claimant 100 EUR", "vale": "rule pay respondent owes claimant 1 EUR"}
    earlier = Agree(recorded=DAY, parties=("ana", "ben"), law="ulex", edition="1")
    later = Agree(recorded=date(2022, 1, 1), parties=("ana", "ben"), law="vale", edition="1")

    judgment = built(laws, earlier).resolve(dispute())

    assert built(laws, earlier).verify(judgment) == ()
    assert built(laws, earlier, later).verify(judgment)


def test_a_submission_for_another_dispute_carries_no_chain() -> None:
    """A submission for one dispute leads to nothing in any other."""
    laws = {"ulex": "rule pay respondent owes claimant 100 EUR"}
    ana = Submit(recorded=DAY, person="ana", law="ulex", edition="1", dispute="d")
    ben = Submit(recorded=DAY, person="ben", law="ulex", edition="1")

    judgment = built(laws, ana, ben).resolve(dispute())

    assert built(laws, ana, ben).verify(judgment) == ()
    assert built(laws, ana.model_copy(update={"dispute": "e"}), ben).verify(judgment)


def test_an_order_above_a_cap_is_objected_to() -> None:
    """Harbor accepts Ulex up to 30 EUR; an order of all the 100 EUR that Ulex awards does not hold."""
    world = built(
        {
            "harbor": "acceptance k accept ulex up to 30 EUR acceptance f accept forum court",
            "mesa": "acceptance k accept ulex acceptance f accept forum court",
            "ulex": "rule pay respondent owes claimant 100 EUR forum court open to anyone",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )

    judgment = world.resolve(dispute())
    (order,) = judgment.orders
    whole = order.model_copy(update={"amount": "100 EUR", "undecided": None})

    assert (order.amount, order.undecided) == ("30 EUR", "70 EUR")
    assert world.verify(judgment) == ()
    assert world.verify(with_orders(judgment, whole))


def test_results_that_rest_on_an_assumption_are_checked_too() -> None:
    """Two laws govern, each if the place is another; what each awards is compared with what it says in its case."""
    ulex = "rule pay respondent owes claimant 100 EUR forum court open to anyone"
    accept = "acceptance k accept ulex when place is north acceptance m accept vale when place is south own law never"
    world = built(
        {"harbor": f"{accept} acceptance f accept forum court", "ulex": ulex, "vale": ulex.split("forum")[0]},
        ANA_IN_HARBOR,
        BEN_IN_HARBOR,
    )

    judgment = world.resolve(dispute())
    (issue,) = judgment.issues
    wrong = [answer.model_copy(update={"value": "7 EUR"}) for answer in issue.answers]

    assert judgment.laws == ("ulex 1", "vale 1")
    assert world.verify(judgment) == ()
    assert world.verify(judgment.model_copy(update={"issues": (issue.model_copy(update={"answers": tuple(wrong)}),)}))


def test_one_person_in_two_roles_owes_under_one_head_twice() -> None:
    """Ben is carrier and respondent, and owes amends as each of them; none of the two is taken for the other."""
    world = Panarchy.build(
        {
            "words.law": f"{WORDS} role carrier head amends remedy exclusion is withdrawal",
            "harbor.law": "rulebook harbor uses words governs everything\n"
            "forum court open to anyone acceptance c accept forum court\n"
            "rule sorry order exclusion against carrier as amends\n"
            "rule due respondent owes claimant 5 EUR as amends",
        },
        [ANA_IN_HARBOR, BEN_IN_HARBOR],
    )
    parties = {"claimant": "ana", "respondent": "ben", "carrier": "ben"}
    judgment = world.resolve(Dispute(id="d", matter="sale", anchor=date(2025, 6, 15), parties=parties))

    assert [order.remedy for order in judgment.orders] == ["payment", "exclusion"]
    assert world.verify(judgment) == ()
    amount = judgment.orders[0].model_copy(update={"amount": "7 EUR"})
    issue = judgment.issues[0].model_copy(update={"orders": (amount, judgment.orders[1])})
    assert world.verify(judgment.model_copy(update={"issues": (issue,), "orders": issue.orders}))


def test_an_apology_is_no_payment() -> None:
    """An amount that is written into another remedy is found, and so is a remedy that is written into a payment."""
    world = Panarchy.build(
        {
            "words.law": f"{WORDS} head amends remedy apology is imposition",
            "harbor.law": "rulebook harbor uses words governs everything "
            "forum court open to anyone acceptance c accept forum court "
            "rule sorry order apology against respondent as amends rule pay respondent owes claimant 5 EUR",
        },
        [ANA_IN_HARBOR, BEN_IN_HARBOR],
    )
    judgment = world.resolve(dispute())
    payment, apology = judgment.orders

    assert world.verify(judgment) == ()
    for orders in (
        (payment, apology.model_copy(update={"amount": "7 EUR"})),
        (payment.model_copy(update={"lasting": "1 year"}), apology),
    ):
        issue = judgment.issues[0].model_copy(update={"orders": orders})
        assert world.verify(judgment.model_copy(update={"issues": (issue,), "orders": orders}))


def test_a_floor_does_not_make_an_amount_of_a_panel_that_is_hung() -> None:
    """Ana's code protects her, but there is no decision that could be raised; the check finds nothing wrong in that."""
    world = built(
        {
            "harbor": "rule floor respondent owes claimant 200 EUR mandatory floor protects members as claimant "
            "acceptance k accept mesa acceptance c accept forum court own law never",
            "mesa": "rule pay respondent owes claimant 100 EUR exception hung to pay no decision as panel_hung "
            "acceptance s respect mandatory rules of harbor acceptance c accept forum court forum court open to anyone",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )
    judgment = world.resolve(dispute())
    (issue,) = judgment.issues
    (rule,) = issue.mandatory_rules

    assert (issue.status, rule.opposable, rule.after) == ("PANEL_HUNG", True, "no decision (panel_hung)")
    assert world.verify(judgment) == ()
    changed = issue.model_copy(update={"mandatory_rules": (rule.model_copy(update={"after": "200 EUR"}),)})
    assert world.verify(judgment.model_copy(update={"issues": (changed,)}))


def test_the_rule_that_names_a_law_is_cited_as_it_is_read() -> None:
    """Ana belongs to Harbor first and to Mesa; only by the second does Mesa's clause lead to Mesa, and by its rule."""
    world = Panarchy.build(
        {
            "words.law": f"{WORDS} question proper_law is law",
            "harbor.law": "rulebook harbor uses words governs everything own law never",
            "mesa.law": "rulebook mesa uses words governs everything own law never acceptance k accept proper_law "
            "rule c0 proper_law is law of respondent rule pay respondent owes claimant 9 EUR "
            "exception c1 to c0 proper_law is law of claimant when under law of respondent, damages are owed",
        },
        [ANA_IN_HARBOR, Join(recorded=DAY, person="ana", provider="mesa"), BEN_IN_MESA],
    )
    parties = {"claimant": "ben", "respondent": "ana"}
    judgment = world.resolve(Dispute(id="d", matter="sale", anchor=date(2025, 6, 15), parties=parties))
    edges = [edge for law in judgment.issues[0].laws for chain in law.chains for edge in chain.edges[1:]]

    assert judgment.laws == ("mesa 1",)
    assert {(edge.clause, edge.named_by) for edge in edges} == {("k", ("c1",))}
    assert world.verify(judgment) == ()


def test_a_cap_is_not_invented_on_an_assumed_chain() -> None:
    """Whether Harbor's reference counts is not known, and Mesa governs either way; on the way there is no cap."""
    world = built(
        {
            "harbor": "own law never acceptance a accept vale whole rank 1 when price > 50 EUR "
            "acceptance b accept mesa rank 2",
            "mesa": "rule pay respondent owes claimant 9 EUR",
            "vale": "acceptance o accept mesa",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )
    judgment = world.resolve(dispute())
    (issue,) = judgment.issues
    law = next(law for law in issue.laws if any(len(chain.edges) > 2 for chain in law.chains))

    assert law.assuming
    assert world.verify(judgment) == ()
    for n, chain in enumerate(law.chains):
        last = chain.edges[-1].model_copy(update={"cap": "1 EUR"})
        capped = chain.model_copy(update={"edges": (*chain.edges[:-1], last)})
        chains = (*law.chains[:n], capped, *law.chains[n + 1 :])
        laws = tuple(one.model_copy(update={"chains": chains}) if one is law else one for one in issue.laws)
        changed = issue.model_copy(update={"laws": laws})
        assert world.verify(judgment.model_copy(update={"issues": (changed,)}))


def test_what_is_kept_together_without_a_contested_consent_has_one_anchor() -> None:
    """Ben contests that he left Mesa; only while he is a member do both codes keep the issues together."""
    words = f"{WORDS} issue cost head cost settles cost"
    code = "uses words governs everything keep together merits, cost rule pay respondent owes claimant 9 EUR"
    world = Panarchy.build(
        {"words.law": words, "mesa.law": f"rulebook mesa {code}"},
        [
            Join(recorded=DAY, person="ana", provider="mesa"),
            BEN_IN_MESA,
            Leave(recorded=DAY, person="ben", provider="mesa"),
        ],
    )
    contested = Challenge(by="ben", entry=3, ground="forgery")
    later = {"merits": date(2025, 6, 20)}
    judgment = world.resolve(dispute(issues=("merits", "cost"), issue_anchors=later, challenges=(contested,)))

    assert {issue.status for issue in judgment.issues} == {"CONSENT_CHALLENGED"}
    assert world.verify(judgment) == ()


def test_proceedings_are_told_where_a_contested_consent_changes_nothing() -> None:
    """The award hangs on facts, one or two of them, and the record is replayed all the same."""
    world = Panarchy.build(
        {
            "words.law": f"{WORDS} act plead",
            "mesa.law": "rulebook mesa uses words governs everything forum court open to anyone procedure mesa "
            "rule power respondent has power to plead rule pay respondent owes claimant 9 EUR when urgent "
            "exception more to pay respondent owes claimant 99 EUR when place is north and law of respondent is mesa",
        },
        [BEN_IN_MESA, Agree(recorded=DAY, parties=("ana", "ben"), law="mesa", edition="1", forum="court")],
        ("ana", "ben"),
    )
    record = (RecordedAct(on=date(2025, 9, 1), by="ben", act="plead"),)
    contested = Challenge(by="ana", entry=1, ground="forgery")
    judgment = world.resolve(dispute(challenges=(contested,), proceedings=record))
    (issue,) = judgment.issues

    assert issue.status == "UNDETERMINED"
    assert issue.proceedings is not None
    assert world.verify(judgment) == ()


def test_a_forum_that_all_consented_to_sits_in_the_place_of_no_other() -> None:
    """Vale's bench would also take the place of Mesa's arbiter, whose provider has ended."""
    world = built(
        {
            "harbor": "rule pay respondent owes claimant 9 EUR acceptance a accept forum arbiter "
            "acceptance b accept forum bench",
            "mesa": "forum arbiter open to anyone succeeded by bench",
            "vale": "forum bench open to anyone",
        },
        ANA_IN_HARBOR,
        BEN_IN_HARBOR,
        End(recorded=date(2025, 8, 1), provider="mesa"),
    )
    judgment = world.resolve(dispute(filed=date(2025, 9, 1)))
    forum = judgment.issues[0].forum

    assert (forum.forum, forum.in_place_of) == ("bench", None)
    assert {chain.edges[-1].clause for chain in forum.chains} == {"b"}
    assert world.verify(judgment) == ()


def test_what_was_refused_is_the_result_with_the_mandatory_rules_of_its_own_law() -> None:
    """Harbor halves what is owed, and no less than 101 EUR of it may be owed to its member; Mesa refuses that."""
    world = built(
        {
            "harbor": "rule floor respondent owes claimant 101 EUR mandatory floor protects members "
            "step half of damages reduce by 50 % steps of damages half",
            "mesa": "acceptance h accept harbor reservation r refuse result where result of damages > 1 EUR",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )
    judgment = world.resolve(dispute())
    (refused,) = judgment.issues[0].refused_results
    (issue,) = judgment.issues
    less = refused.model_copy(update={"result": "50.50 EUR as damages"})
    changed = issue.model_copy(update={"refused_results": (less,)})

    assert refused.result == "101 EUR as damages"
    assert world.verify(judgment) == ()
    assert world.verify(judgment.model_copy(update={"issues": (changed,)}))


def test_a_clause_that_refers_in_two_ways_is_checked_in_each() -> None:
    """Harbor accepts the whole of Mesa, and its rules alone if a host is named; nobody has said whether one was."""
    world = built(
        {
            "harbor": "own law never acceptance m accept mesa whole exception x to m accept mesa when host is given",
            "mesa": "rule pay respondent owes claimant 9 EUR",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
    )
    judgment = world.resolve(dispute())
    acts = {law.chains[0].edges[-1].act for law in judgment.issues[0].laws}

    assert acts == {"accept", "accept whole"}
    assert world.verify(judgment) == ()


def test_of_several_laws_one_that_always_governs_is_asked_on_the_facts_as_they_are() -> None:
    """Both belong to Harbor and to Mesa, which give the same; whether it was urgent opens a clause, and gives Mesa's
    sum a second rule."""
    world = built(
        {
            "harbor": "rule pay respondent owes claimant 9 EUR acceptance v accept vale up to 5 EUR when urgent",
            "mesa": "rule pay respondent owes claimant 9 EUR rule more respondent owes claimant 9 EUR when not urgent",
            "vale": "",
        },
        ANA_IN_HARBOR,
        BEN_IN_MESA,
        Join(recorded=DAY, person="ana", provider="mesa"),
        BEN_IN_HARBOR,
    )
    judgment = world.resolve(dispute({"urgent": "unknown"}))
    grounds = {answer.law: [ground.rule for ground in answer.grounds] for answer in judgment.issues[0].answers}

    assert grounds == {"harbor 1": ["pay"], "mesa 1": ["more", "pay"]}
    assert world.verify(judgment) == ()


def with_orders(judgment: Judgment, *orders: Any) -> Judgment:
    """The judgment with other orders, decided throughout."""
    (issue,) = judgment.issues
    changed = issue.model_copy(update={"orders": orders, "status": "DECIDED"})
    return judgment.model_copy(update={"issues": (changed,), "orders": orders, "status": "DECIDED"})
