"""What the words of a neutral tax case mean in the rulebook: names, places and purposes in, listed values out."""

import re
from collections.abc import Iterable

_STATES = frozenset(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin
    wyoming""".split()
) | {"new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "rhode island",
     "south carolina", "south dakota", "west virginia", "district of columbia"}  # fmt: skip
_UNITED_STATES = frozenset({"usa", "us", "u.s.", "u.s.a.", "united states", "united states of america", "america"})
_OTHER_COUNTRIES = frozenset(
    """afghanistan albania algeria argentina armenia australia austria bangladesh belgium bolivia brazil bulgaria
    cambodia cameroon canada chile china colombia croatia cuba cyprus denmark ecuador egypt estonia ethiopia fiji
    finland france germany ghana greece guatemala haiti honduras hungary iceland india indonesia iran iraq ireland
    israel italy jamaica japan jordan kenya kuwait laos latvia lebanon liberia libya lithuania luxembourg malaysia mali
    malta mexico moldova mongolia montenegro morocco nepal netherlands nicaragua niger nigeria norway oman pakistan
    panama paraguay peru philippines poland portugal qatar romania russia rwanda senegal serbia singapore slovakia
    slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine
    uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe""".split()
) | {"costa rica", "dominican republic", "el salvador", "united kingdom", "great britain", "england", "scotland",
     "new zealand", "saudi arabia", "south africa", "south korea", "north korea", "sri lanka"}  # fmt: skip
CONTIGUOUS = frozenset({"canada", "mexico"})


def plain(text: str) -> str:
    """A word as it is compared."""
    return re.sub(r"[\s_]+", " ", text.strip().lower())


def country_of(places: Iterable[str]) -> str:
    """The country that some places name; none, if they name no other than the United States."""
    parts = {part for place in places for part in (plain(place), *map(plain, place.split(",")))}
    if parts & _UNITED_STATES:
        return ""
    return next(iter(sorted(parts & _OTHER_COUNTRIES)), "")


def is_united_states(country: str) -> bool:
    """Whether a country is the United States."""
    return plain(country) in _UNITED_STATES


def kind_of_work(purposes: Iterable[str], places: Iterable[str]) -> str:
    """Agricultural labor, domestic service in a private place, or any other work."""
    text, where = " ".join(map(plain, purposes)), " ".join(map(plain, places))
    if re.search(r"agricultur|farm|harvest", text):
        return "agricultural"
    domestic = r"domestic|household|housekeep|house ?clean|nanny|butler|\bmaid\b|babysit"
    at_home = r"\bcook|\bclean|\bgarden|\blaundry|house ?work"
    if re.search(domestic, text) and _is_private(where):
        return "domestic"
    return "domestic" if re.search(at_home, text) and "private home" in where else "general"


def _is_private(where: str) -> bool:
    """Where nothing is said of the kind of place, domestic service is taken to be in a private home."""
    return not re.search(r"\b(hotel|restaurant|office|factory|store|hospital|school)\b", where)


def is_nursing(purposes: Iterable[str]) -> bool:
    """Whether something is for those who nurse, or learn to."""
    return bool(re.search(r"\bnurs(e|es|ing)\b", " ".join(map(plain, purposes))))


def is_for_work(purposes: Iterable[str]) -> bool:
    """Whether a payment is for work: nothing is said of its purpose, or that it is wages, say."""
    text = " ".join(map(plain, purposes))
    return not text or bool(re.search(r"\b(wages?|salary|remuneration|pay|work|services?|labor)\b", text))


def is_cash(means: str) -> bool:
    """Whether a medium of payment is money."""
    return bool(
        re.search(r"^$|\b(cash|money|che(ck|que)s?|transfer|deposit|dollars?|usd|currency|card)\b", plain(means))
    )


def is_farm_admission(purposes: Iterable[str]) -> bool:
    """Whether an alien was admitted to perform agricultural labor."""
    return bool(re.search(r"agricultur|farm|214 ?\(c\)|101 ?\(a\) ?\(15\) ?\(h\)", " ".join(map(plain, purposes))))


def legal_form(kind: str) -> str:
    """What a taxpayer is that is no individual; nothing, if a word says nothing of it."""
    found = {
        "common_trust_fund": r"common_trust_fund",
        "trust": r"trust",
        "estate": r"^estate",
        "partnership": r"partner",
    }
    return next((form for form, pattern in found.items() if re.search(pattern, kind)), "")


def provision(purposes: Iterable[str]) -> str:
    """What a plan makes provision for."""
    text = " ".join(map(plain, purposes))
    found = {
        "sickness_or_disability": r"sick|\bill(ness)?\b|disease|injur|health|hospital|accident|disab|medical",
        "death": r"death|life insurance|dying|deceas|burial|funeral",
        "retirement": r"retire|pension",
    }
    return next((name for name, pattern in found.items() if re.search(pattern, text)), "other")


def cause(reasons: Iterable[str]) -> str:
    """Why an employment ended."""
    text = " ".join(map(plain, reasons))
    if re.search(r"death|die[sd]?\b", text):
        return "death"
    return "disability" if re.search(r"disab", text) else "other"


def employer_form(name: str) -> str:
    """What an employer's name says of it; nothing for a person or firm."""
    words = plain(name)
    state, country = ("|".join(map(re.escape, sorted(names))) for names in (_STATES, _OTHER_COUNTRIES))
    forms = {
        "federal_government": r"\b(united states|us|u\.s\.|usa|federal) (federal )?government\b"
        r"|government of the (united states|usa)",
        "foreign_state": rf"^(the )?({country})$|\b(state|republic|kingdom|commonwealth) of (the )?({country})$",
        "state_government": rf"\b(state|county|city|municipality|town|commonwealth) of\b|^({state})$|\bcounty$"
        rf"|\b({state}|state|city|county|local|municipal)( state| city| county)? government\b",
        "foreign_government": r"\bgovernment\b|\bembassy\b|\bconsulate\b",
        "nurses_training_school": r"\bnurs\w*('s?|s')?( training)? school\b|school of nursing|nurs\w* training",
        "hospital": r"\bhospital\b",
        "school": r"\b(school|college|university)\b",
        "international_organization": r"\b(united nations|international monetary fund|world bank)\b",
    }
    found = next((form for form, pattern in forms.items() if re.search(pattern, words)), "")
    return "foreign_government" if found == "foreign_state" else found
