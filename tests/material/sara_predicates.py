"""The predicates of the neutral tax cases: each as a line that says what its places are and what the rulebook is asked.

`predicate: places; conditions; amounts`. A place is a letter, and `-` is one that nothing is asked of.
A condition is a definition and the letters it is asked about; `not ` turns it round, and `A|B` is either.
One that begins with `?` and letters is asked only if the case fills one of these.
An amount is a letter, a definition and its letters; with `because LABEL` that rule must be its ground.
Some predicates have a line for each number of places.

Where a case *assumes* a predicate, its conditions and amounts are fixed as answers. A place that is left open is then
somebody or something that the case does not name; `*s` is everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PERSONS, HOUSEHOLD, YEAR, DAY = "tsxdoewr", "h", "y", "g"
RECIPIENT, PLAN = "r", "l"
RECORDS = {"m": "marriage", "v": "service", "q": "payment", "l": "plan"}

_LINES = """
s1_a: t y a b; payer_a t y; a taxable_income t y; b income_tax t y
s1_b: t y a b; payer_b t y; a taxable_income t y; b income_tax t y
s1_c: t y a b; payer_c t y; a taxable_income t y; b income_tax t y
s1_d: t s y a b; payer_d t y, consort t s y; a taxable_income t y; b income_tax t y
s2_a: t s h d y; surviving_spouse t y, ?s survivor t s y, ?hd keeper t h d y
s2_a_1: t s h d y; bereaved t s y, keeper t h d y
s2_a_1_A: t s m y; bereaved t s y
s2_a_1_B: t h d y; keeper t h d y
s2_a_2: t s y; remarried t s y|barred_from_joint_return t s y
s2_a_2_A: t - y; remarried t s y
s2_a_2_B: t s y; barred_from_joint_return t s y
s2_b: t h d y; head_of_household t y, ?hd head t h d y
s2_b_1: t h d y; head_by t h d y
s2_b_1_A: t h d y; host t h d y
s2_b_1_A_i: t d y; household_child d t y
s2_b_1_A_i_I: d y; wedded_child d y
s2_b_1_A_i_II: d t y; no_dependant_by_joint_return d t y
s2_b_1_A_ii: t d y; household_dependant d t y
s2_b_1_B: t h d y; keeper_of_parent t h d y
s2_b_2_A: m y; dissolved m y
s2_b_2_B: t s y; nonresident_spouse s t y
s2_b_2_C: t m s y; lost s t y
s2_b_3: t d y; nonresident_alien t y|only_housemate d t y
s2_b_3_A: t y; nonresident_alien t y
s2_b_3_B: t d y; only_housemate d t y
s63: t y a; ; a taxable_income t y
s63_a: t y a; return_itemizes t y; a taxable_income_itemized t y
s63_b: t y a; not return_itemizes t y; a taxable_income_standard t y
s63_c: t y a; ; a standard_deduction t y
s63_c_1: t y a; ; a standard_deduction t y
s63_c_2: t y a; ; a basic_deduction t y
s63_c_2_A: t y a; joint_return_maker t y|surviving_spouse t y; a basic_deduction t y because basic_deduction_double
s63_c_2_A_i: t y; joint_return_maker t y
s63_c_2_A_ii: t y; surviving_spouse t y
s63_c_2_B: t y a; ; a basic_deduction t y because basic_deduction_head
s63_c_2_C: y a; ; a single_figure y
s63_c_3: t a y; ; a additional_deduction t y
s63_c_5: t o y a; exempted t o y; a limited_deduction t y because limited
s63_c_6: t y; denied_by_spouse t s y|nonresident_alien t y|no_natural_person t y
s63_c_6_A: t s - y; denied_by_spouse t s y
s63_c_6_B: t y; nonresident_alien t y
s63_c_6_D: t y; no_natural_person t y
s63_c_7_i: y a; ; a substituted_head_figure y
s63_c_7_ii: y a; ; a substituted_single_figure y
s63_f_1: t y; aged_self t y|aged_through t s y
s63_f_1_A: t y; aged_self t y
s63_f_1_B: t y; aged_through t s y
s63_f_2: t y; blind_self t y|blind_through t s y
s63_f_2_A: t y; blind_self t y
s63_f_2_B: t y; blind_through t s y
s63_f_3: t y a; ; a additional_amount t y because additional_amount_unmarried
s68: t a y; ; a itemized_reduction t y
s68_a: t a y; ; a itemized_reduction t y
s68_b: t a y; ; a applicable_amount t y
s68_b_1: t a y; ; a applicable_amount t y
s68_b_1_A: t a y; ; a applicable_amount t y because applicable_amount_joint
s68_b_1_B: t a y; ; a applicable_amount t y because applicable_amount_head
s68_b_1_C: t a y; ; a applicable_amount t y because applicable_amount
s68_b_1_D: t a y; ; a applicable_amount t y because applicable_amount_separate
s68_f: y; suspended_year y
s151_a: t a y; ; a personal_exemptions t y
s151_b/3: t a y; ; a exemption_amount t t y
s151_b/4: t s a y; exempted_spouse s t y; a exemption_amount s t y
s151_b_applies: t s y; exempted_spouse s t y
s151_c: t x a y; exempted_dependant x t y; a exemption_amount x t y
s151_c_applies: t x y; exempted_dependant x t y
s151_d: t x a y; exempted_on_return x t y; a exemption_amount x t y
s151_d_1: a; ; a exemption_in_general
s151_d_2: - x o a y; exempted x o y; a exemption_amount x x y because claimed_elsewhere
s151_d_5: a y; suspended_year y; a exemption y
s152_a/3: x t y; dependant x t y
s152_a: x t y - -; dependant x t y
s152_a_1: x t y; dependant x t y, qualifying_child x t y
s152_a_2: x t y; dependant x t y, qualifying_relative x t y
s152_b_1: x t y; candidate x t y
s152_b_2: x - s y; barred_by_joint_return x s y
s152_c: x t y; qualifying_child x t y
s152_c_1: x t y; qualifying_child x t y
s152_c_1_B: x h t - - y; sharer x t y, ?h home h x y, ?h home h t y
s152_c_1_C: x t y; young x t y
s152_c_1_E: x - y; separate_filer x y
s152_c_3: x t y; young x t y
s152_d: x t y; qualifying_relative x t y
s152_d_1: x t y; qualifying_relative x t y
s152_d_1_A: x t y; relative x t y|household_member x t y
s152_d_1_B: x y; without_income x y
s152_d_1_D: x y; nobodys_qualifying_child x y
s152_d_2: x t y; relative x t y|household_member x t y
s152_d_2_H: x t y h - -; household_member x t y, ?h home h x y, ?h home h t y
s3301: e y a b; excise_employer e y; a total_wages e y; b excise_tax e y
s3306_a: e y a; excise_employer e y; a total_wages e y
s3306_a_1: e y a; general_employer e y; a general_payroll e y
s3306_a_1_A: e y a; payer_of_wages e y; a general_payroll e y
s3306_a_1_B: e y; steady_employer e y
s3306_a_2: e y a; farm_employer e y; a farm_payroll e y
s3306_a_2_A: e y a; payer_of_farm_wages e y; a farm_payroll e y
s3306_a_2_B: e y; steady_farm_employer e y
s3306_a_3: e y a; household_employer e y; a cash_payroll e y
s3306_b: a q v - - - l - - e w; ; a wages q
s3306_b_1: q e w; above_seven_thousand q
s3306_b_2_A: l; sickness_plan l
s3306_b_2_C: l; death_plan l
s3306_b_7: q v e w; paid_in_kind_outside_business q
s3306_b_10_A: q v w e - -; paid_on_termination q
s3306_b_10_B: e q l; paid_under_plan q|general_plan l
s3306_b_11: q v; paid_in_kind_for_farm_work q
s3306_b_15: q e r w; paid_to_survivor q
s3306_c: v e w - g y; employment v g
s3306_c_A: v e w -; performed_at_home v
s3306_c_B: v e w -; performed_abroad v
s3306_c_1: v e w y; small_farm_work v y
s3306_c_1_A: e y; payer_of_farm_hands e y|employer_of_crews e y
s3306_c_1_A_i: e y; payer_of_farm_hands e y
s3306_c_1_A_ii: e y; employer_of_crews e y
s3306_c_1_B: v w; no_admitted_alien v
s3306_c_2: v e y; small_domestic_work v y
s3306_c_5: v e w g; family_work v g
s3306_c_6: v; federal_work v
s3306_c_7: v; state_work v
s3306_c_10_A: v e w g; student_work v g
s3306_c_10_A_i: w e g; student w e g
s3306_c_10_A_ii: w x e g; students_spouse w e g, ?x spouse_of_student w x e g
s3306_c_10_B: v e w g; patient_work v g
s3306_c_11: v e w; foreign_work v
s3306_c_13: v e w g; nursing_work v g
s3306_c_16: v e w; international_work v
s3306_c_21: v e w g; prison_work v g
s7703: t s m - - - - - y; consort t s y
s7703_a: t s y; spouse t s y
s7703_a_1: t s m - y; wedded t s y
s7703_a_2: t s m - y; legally_separated t s y
s7703_b: t s y; spouse t s y, living_apart t s y
s7703_b_1: t - h - d y; provider t h d y, spouse t s y, not joint_return_maker t y
s7703_b_2: t h - y; maintainer t h y
s7703_b_3: t s h y; not member s h y, spouse t s y, home h t y
tax: t y a; ; a tax_of_year t y
gross_income: t y a; ; a adjusted_gross_income t y
"""

# What is fixed when a case assumes a predicate, where that is not what the predicate asks.
_ASSUMED = """
s2_a: t s h d y; surviving_spouse t y, ?s survivor t s y, ?hd keeper t h d y
s2_a_2_A: t - y; remarried t *s y
s2_a_2_B: t s y; barred_from_joint_return t *s y
s2_b: t h d y; head_of_household t y, ?hd head t h d y
s63_a: t y a; return_itemizes t y; a taxable_income_itemized t y
s63_b: t y a; not return_itemizes t y; a taxable_income_standard t y
s151_d: t x a y; exempted x t y; a exemption_amount x t y
s151_c: t x a y; exempted_dependant x t y, dependant x t y, candidate x t y; a exemption_amount x t y
s151_c_applies: t x y; exempted_dependant x t y, dependant x t y, candidate x t y
s152_a/3: x t y; dependant x t y, candidate x t y
s152_a: x t y - -; dependant x t y, candidate x t y
s3306_a: e y a; excise_employer e y, general_employer e y, farm_employer e y, household_employer e y; a total_wages e y
s3306_a_1: e y a; general_employer e y; a general_payroll e y
s7703: t s m - - - - - y; consort t s y, consort s t y, spouse t s y, spouse s t y, married t y, married s y
s7703_a: t s y; spouse t s y, spouse s t y
s7703_b: t s y; living_apart t s y, not consort t s y
s7703_b_1: t - h - d y; provider t h d y
s7703_b_3: t s h y; not member s h y
"""

# Predicates on a relationship: its places, the definition that gives its time, and those through whom it runs.
_RELATIONSHIPS = """
s152_c_2: x t p q; close_relationship
s152_c_1_A: x t p q; close_relationship
s152_c_2_A: x t d p q; child_relationship; childhood d t, lineage x d
s152_c_2_B: x t d p q; sibling_relationship; siblinghood d t, lineage x d
s152_d_2_A: x t p q; child_relationship
s152_d_2_B: x t p q; siblinghood
s152_d_2_C: x t p q; ancestor_relationship
s152_d_2_D: x t p q; stepparent_relationship
s152_d_2_E: x t d p q; nephew_relationship; brotherhood d t, childhood x d
s152_d_2_F: x t d p q; uncle_relationship; childhood t d, brotherhood x d
s152_d_2_G: x t p q; in_law_relationship
"""


@dataclass(frozen=True)
class Condition:
    """A definition and what it is asked about."""

    name: str
    letters: tuple[str, ...]
    negated: bool = False
    only_if_filled: str = ""

    def is_asked(self, stated: Mapping[str, object]) -> bool:
        """Whether it is asked where these letters are filled."""
        return not self.only_if_filled or any(letter in stated for letter in self.only_if_filled)


@dataclass(frozen=True)
class Line:
    """One predicate: the letters of its places, alternatives of each condition, and amounts with their ground."""

    places: tuple[str, ...]
    conditions: tuple[tuple[Condition, ...], ...] = ()
    amounts: tuple[tuple[str, tuple[str, ...], str], ...] = ()


def _parsed(lines: str) -> dict[str, Line]:
    return dict(_line(line) for line in lines.strip().splitlines())


def _line(line: str) -> tuple[str, Line]:
    name, _, rest = line.partition(":")
    places, conditions, amounts = (*(part.strip() for part in rest.split(";", 2)), "", "")[:3]
    either = [tuple(map(_condition, each.split("|"))) for each in conditions.split(",") if each.strip()]
    return name, Line(tuple(places.split()), tuple(either), tuple(map(_amount, filter(None, amounts.split(";")))))


def _condition(text: str) -> Condition:
    words = text.split()
    only_if = words.pop(0).removeprefix("?") if words[0].startswith("?") else ""
    negated = words[0] == "not"
    return Condition(words[negated], tuple(words[1 + negated :]), negated, only_if)


def _amount(text: str) -> tuple[str, tuple[str, ...], str]:
    said, _, because = text.partition(" because ")
    letter, *asked = said.split()
    return letter, tuple(asked), because.strip()


LINES, ASSUMED = _parsed(_LINES), _parsed(_ASSUMED)
RELATIONSHIPS: Mapping[str, list[str]] = {
    line.split(":")[0]: [part.strip() for part in line.split(":")[1].split(";")]
    for line in _RELATIONSHIPS.strip().splitlines()
}


def line_of(predicate: str, places: int, lines: Mapping[str, Line] = LINES) -> Line | None:
    """The line of a predicate for so many places; None if there is none."""
    found = lines.get(f"{predicate}/{places}") or lines.get(predicate)
    return found if found and len(found.places) == places else None
