"""What things are called where people read: the titles that a world's texts and manifest give, in; words out.

A title may begin with a name and a comma, as in `Bazaar, a marketplace`: then the name is what stands in sentences.
What has no title is called by its own name, with blanks for `_`.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import field

from panarchy_rules.base.currencies import PLACES
from panarchy_rules.base.records import dataclass
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rows import Rules
from panarchy_rules.rulebook.rulebook import Awards, Owing, Rule, Rulebook, Vocabulary
from panarchy_rules.rulebook.terms import RemedyTerm

_MONTHS = (
    "January February March April May June July August September October November December"  # No locale is read.
).split()
_SMALL = frozenset("a an and at by for from in of on or the to under with".split())
_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
_ENDS = {"0001-01-01": "always", "9999-12-31": "open"}  # What is written for no beginning, and for no end.
_CENTS = re.compile(r"(?<![\w./])(\d+)\.(\d+) ([A-Z]{3})(?!\w)")
_UNIT = re.compile(r"(?<=\d )[A-Z]{4,}(?![\w])")
_NAME = re.compile(r"(?<![\w./-])([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)( \d+(?:\.\d+)*)?(?![\w/-])")
_GIVEN = {"today": "the day of judgment", "filing": "the day of filing", "anchor": "the day of the event"}
_READ = ("fact", "question", "act")
_TEXTS = frozenset(
    "act articles charter code contract convention covenant law laws ordinance principles regulation rules statute "
    "treaty".split()
)
_COMMON = frozenset(
    "a all an and each every for from goods half how if in its money no nobody of on one other out some that the "
    "this three to two what when where whether which who whoever whose with".split()
)


def short(title: str) -> str:
    """The name that a title begins with."""
    return re.split(r"[,;:]| \(", title, maxsplit=1)[0].strip()


def spaced(name: str) -> str:
    """A name without a title, as words."""
    return name.replace("_", " ").replace(".", ", ")


def proper(name: str) -> str:
    """The name of a person or provider without a title."""
    words = name.split("_")
    return " ".join(w if w in _SMALL and n else w[:1].upper() + w[1:] for n, w in enumerate(words))


def lowered(words: str) -> str:
    """Words with a small first letter."""
    return words[:1].lower() + words[1:]


def article(name: str) -> str:
    """A name as it stands inside a sentence: only an article or the like loses its capital letter."""
    return lowered(name) if name.partition(" ")[0].lower() in _COMMON else name


def begun(words: str) -> str:
    """Words as they stand where a sentence begins."""
    return words[:1].upper() + words[1:]


def asked(words: str) -> str:
    """What a value answers, as it stands before the value."""
    return begun(words) if words.endswith("?") else f"{begun(words)}:"


def dated(text: str) -> str:
    """The text with its days written out; what has no beginning or no end says so, as the language does."""
    return _DAY.sub(_day, text)


def _day(found: re.Match[str]) -> str:
    if found[0] in _ENDS:
        return _ENDS[found[0]]
    year, month, day = map(int, found.groups())
    return f"{day} {_MONTHS[month - 1]} {year}" if 0 < month < 13 else found[0]


def written(text: str) -> str:
    """The text with its days written out, amounts of money with all their places, and units that are words as words."""
    money = _CENTS.sub(lambda m: f"{m[1]}.{m[2].ljust(PLACES.get(m[3], 0), '0')} {m[3]}", dated(text))
    return _UNIT.sub(lambda m: m[0].lower(), money)


def counted(items: Iterable[str]) -> str:
    """Things listed in a sentence: `a`, `a and b`, `a, b and c`."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def either(items: Iterable[str]) -> str:
    """Things of which one is meant: `a`, `a or b`, `a, b or c`."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} or {last}" if most else last


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by name: of laws and rules by `provider edition`, of everything else by its own name.

    `known` are the names of persons and providers, `lists` the facts that are lists.
    `names` are words that stand with a capital letter inside some title.
    `refusals` are the reservations, and `ordered` the heads under which a law orders something that is no payment.
    """

    laws: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    forums: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Container[str] = frozenset()
    lists: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    refusals: Mapping[str, str] = field(default_factory=dict)
    ordered: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, world: LawWorld, persons: Mapping[str, str] | None = None) -> "Names":
        """The names of a world. `persons` are the titles that its manifest gives."""
        books, titles = world.rulebooks.values(), _declared(world.vocabulary)
        rules = {(str(book.law), rule.label): rule.title for book in books for rule in _titled(book)}
        refusals = [(book, one) for book in books for one in book.limits.reservations if one.title]
        rules |= {(str(book.law), one.label): one.title for book, one in refusals}
        every = [*rules.values(), *(title for some in titles.values() for title in some.values())]
        return cls(
            laws={str(book.law): _law(book, len(world.editions(book.law.provider)) > 1) for book in books},
            providers={book.law.provider: short(book.title) for book in books if book.title},
            rules=rules,
            sources={(str(book.law), rule.label): rule.source for book in books for rule in book.rules.values()},
            texts={(str(book.law), rule.label): rule.text for book in books for rule in _titled(book)},
            persons=persons or {},
            forums={forum.name: short(forum.title) for book in books for forum in book.forums.values() if forum.title},
            titles=titles,
            known=world.everyone,
            lists=frozenset(name for name, fact in world.vocabulary.facts.items() if fact.kind.name == "list"),
            refusals={one.label: one.title for _, one in refusals if "_" in one.label},
            ordered=frozenset(pair for book in books for pair in _ordered(book)),
            names=frozenset(w.strip(",;:()") for title in every for w in title.split()[1:] if not w[:1].islower()),
        )

    def inside(self, title: str) -> str:
        """The title of a rule, fact or the like as it stands inside a sentence."""
        first = title.partition(" ")[0].strip(",;:()")
        is_name = first in self.names or first != first.capitalize() or first.lower() in self.known
        return title if is_name and first not in ("A", "I") and first.lower() not in _COMMON else lowered(title)

    def law(self, name: str) -> str:
        """A law, such as `ulex 1.2`, inside a sentence."""
        provider, _, edition = name.partition(" ")
        return self.laws.get(name) or f"{proper(provider)} {edition}".strip()

    def edition(self, name: str) -> str:
        """A law with its edition, where that is not its name already."""
        said, edition = self.law(name), name.partition(" ")[2]
        return said if said.endswith(edition) or said.startswith("edition ") else f"{said}, edition {edition}"

    def person(self, name: str) -> str:
        """A person or provider inside a sentence; a list of persons is called by what it is."""
        if name in self.lists:
            return self.called("fact", name)
        title = short(self.persons.get(name, ""))
        named = title if spaced(name) in title.lower() else ""
        return article(named or self.providers.get(name, "") or proper(name))

    def people(self, names: Iterable[str]) -> str:
        """Several of them."""
        return counted(self.person(name) for name in names)

    def forum(self, name: str) -> str:
        """A forum inside a sentence."""
        return article(self.forums.get(name) or f"the {spaced(name)}")

    def node(self, kind: str, name: str) -> str:
        """What stands in a picture: a person, law or forum, or a law that only a dispute can tell."""
        match kind:
            case "person":
                return begun(self.person(name))
            case "law":
                return begun(self.law(name))
            case "forum":
                return begun(self.forum(name))
            case _:
                law, _, question = name.partition(" by ")
                return f"The {law} by “{self.called('question', question)}”" if question else f"The {spaced(name)}"

    def rule(self, law: str, label: str) -> str:
        """The title of a rule or clause, or its label."""
        return self.rules.get((law, label)) or spaced(label)

    def called(self, kind: str, name: str) -> str:
        """The title of a matter, issue, head, act, remedy, question or role inside a sentence, or its name."""
        return self.inside(self._title(kind, name).partition(";")[0] or spaced(name))

    def fact(self, words: str, roles: Mapping[str, str] | None = None) -> str:
        """A fact as it is read, such as `price` or `fault of ana`. `roles` are the persons in them."""
        name, of, about = words.partition(" of ")
        about = (roles or {}).get(about, about)
        if name == "result" and of:
            return f"what was decided on “{self.called('head', about)}”"
        title = next((found for kind in _READ if (found := self._title(kind, name))), "").partition(";")[0]
        if not title:
            return _GIVEN.get(words) or self.say(f"{name}{of}{about}")
        return f"{self.inside(title)} ({self.say(about)})" if of else self.inside(title)

    def case(self, about: str, value: str) -> str:
        """A way an unknown fact may fall, as it stands behind `if`."""
        said = self.fact(about)
        return f"{said if said == self.say(about) else f'“{said}”'} is {self.say(value)}"

    def value(self, text: str) -> str:
        """The value of a fact; a list without its brackets."""
        listed = text.startswith("[") and text.endswith("]")
        return self.say(text[1:-1] or "none") if listed else self.say(text)

    def say(self, text: str, law: str = "") -> str:
        """A sentence of the engine with names for what it names, rules of a law among them."""
        return _NAME.sub(lambda found: self._said(found, law), text)

    def _said(self, found: re.Match[str], law: str) -> str:
        whole, name, rest = found[0], found[1], found[2] or ""
        if self.rules.get((law, name)):
            return f"“{self.rules[law, name]}”{rest}"
        if name in self.refusals and not rest:
            return f"“{self.refusals[name]}”"
        if whole in self.laws:
            return self.law(whole)
        if name in self.forums:
            return self.forum(name) + rest
        if name in self.known or name in self.persons:
            return self.person(name) + rest
        if "." in name and self._title("matter", name):
            return f"“{self.called('matter', name)}”{rest}"
        asked = self._title("question", name) if "_" in name else ""
        return (f"“{self.inside(asked)}”" if asked else spaced(name) if "_" in name else name) + rest

    def _title(self, kind: str, name: str) -> str:
        return self.titles.get(kind, {}).get(name, "")


def _declared(words: Vocabulary) -> dict[str, Mapping[str, str]]:
    return {
        "matter": words.matters,
        "issue": words.issues,
        "role": words.roles,
        "fact": {name: one.title for name, one in words.facts.items()},
        "head": {name: one.title for name, one in words.heads.items()},
        "act": {name: one.title for name, one in words.acts.items()},
        "remedy": {name: one.title for name, one in words.remedies.items()},
        "question": {name: one.title for name, one in words.questions.items()},
    }


def _titled(book: Rulebook) -> Iterable[Rule]:
    """Its rules, without those of tables that give no titles."""
    has_titles = isinstance(book.rules, Rules) and any("title" in table.columns for table in book.rules.tables)
    return (book.rules if has_titles else book.written_out()).values()


def _ordered(book: Rulebook) -> Iterable[tuple[str, str]]:
    for question, labels in book.roots.items():
        if isinstance(question, Owing):
            said = (book.rules[label].conclusion for label in labels)
            if any(isinstance(one, Awards) and isinstance(one.amount, RemedyTerm) for one in said):
                yield str(book.law), question.head


def _law(book: Rulebook, several: bool) -> str:
    """A law by its name; one whose name says no more than whose it is, is the code of its provider."""
    name = article(short(book.title) or proper(book.law.provider))
    has_word = bool(_TEXTS & set(re.findall(r"\w+", name.lower())))
    is_text = has_word or (book.governs is None and not name.startswith("the "))
    if not several or name.endswith(book.law.edition):
        return name if is_text else f"the code of {name}"
    return f"{name} {book.law.edition}" if is_text else f"edition {book.law.edition} of the code of {name}"
