"""Write a small rulebook as an author would: plain data in, the clauses of a rulebook file out."""

import re
from datetime import date
from fractions import Fraction

from tests.support.generate import FACTS, WORDS, Case, answers_read
from tests.support.generate_structures import STRUCTURES
from tests.support.small_rulebook import FAILS, NO, UNDERCUT, YES, Rule, Tuple

_LISTED = "one of {" + ", ".join(word for _, word in WORDS) + "}"
_CONDITION, _JUNCTION, _NEGATION, _COMPARISON, _SUM, _PRODUCT, _ATOM = range(7)


def text(case: Case) -> str:
    """The file."""
    return "".join(f"{clause}\n" for clause in clauses(case))


def clauses(case: Case) -> list[str]:
    """The clauses of the file, the header first. The others may stand in any order."""
    book = case.book
    body = [_rule(rule) for rule in book.rules]
    body += [f"steps of {head} {', '.join(labels)}" for head, labels in book.steps]
    body += [f"precedence {', '.join(names)}" for names in book.precedence]
    body += ["later index prevails"] if book.later_index else []
    body += [_scale(*scale) for scale in book.scales] + [_figure(*figure) for figure in book.figures]
    body += [_rate(*rate) for rate in book.rates]
    body += ["ambiguity blocks"] if book.blocks else []
    body += [] if book.dates == "refuse" else [f"dates round {book.dates}"]
    read = {question for rule in book.rules for question in answers_read((rule.says, rule.when))}
    declared = [
        f"question {question[1]} is {_kind(question[2])}"
        for question in sorted({*case.questions, *read})
        if question[0] == "question"
    ]
    used = set(re.findall(r"[a-z]+|[A-Z]+", " ".join([*body, *(written(condition) for _, condition in book.shared)])))
    declared += [line for name, line in STRUCTURES.items() if name in used]
    declared += [f"group {name} when {written(condition)}" for name, condition in book.shared]
    declared += ["unit HOURS of work\nunit MINUTES of work"] if {"worked", "HOURS", "MINUTES"} & used else []
    declared += ["head repairs"] if "repairs" in used else []
    closing = dict(book.closing)
    for name in dict.fromkeys(name.split(" of ")[0] for name in FACTS):
        if name in used:
            declared.append(_fact(name, closing.get(name)))
    return ["rulebook mesa", *declared, *body]


def _fact(name: str, closing: str | None) -> str:
    full, kind = next((full, kind) for full, kind in FACTS.items() if full.split(" of ")[0] == name)
    of_party = " of party" if " of " in full else ""
    return f"fact {name}{of_party} is {_kind(kind)}" + (f" otherwise {closing}" if closing else "")


def _kind(kind: str) -> str:
    return kind.replace("word", _LISTED)


def _rule(rule: Rule) -> str:
    group = f" in {rule.group}" if rule.group else ""
    index = f" index {'.'.join(map(str, rule.index))}" if rule.index else ""
    when = f" when {written(rule.when)}" if rule.when else ""
    about = [f"{name} as {'number' if rule.measure else 'person'}" for name in rule.parameters]
    measure = f" measure {written(rule.measure, _SUM)}" if rule.measure else ""
    if rule.targets:
        conclusion = _replacing(rule)
        return f"exception {rule.label}{group} to {', '.join(rule.targets)}{index} {conclusion}{when}"
    match rule.question:
        case ("condition", name):
            called = " ".join([*(f"{one} is" for one in about[:1]), name, *(f"of {one}" for one in about[1:])])
            return f"{'stage' if rule.stage else 'definition'} {called}{index}{when}"
        case ("amount", name, _) if rule.says[0] == "lookup":
            _, subjects, rows = rule.says
            by = ", ".join(written(subject, _SUM) for subject in subjects)
            return f"table {name}{index} by {by}{''.join(_row(*row) for row in rows)}"
        case ("amount", name, _):
            of = f" of {about[0]}" if about else ""
            return f"definition {name}{of}{index}{measure} means {written(rule.says, _SUM)}{when}"
        case ("step", head, label):
            return f"step {label} of {head}{index} {_change(rule.says)}{when}"
        case _:
            each = f" for each p in {written(rule.each)}," if rule.each else ""
            always = " always" if rule.always else ""
            return f"rule {rule.label}{group}{index}{always}{each} {_concluding(rule)}{when}"


def _row(cells: tuple[Tuple, ...], gives: Tuple) -> str:
    return f"\n  row {', '.join(map(_cell, cells)) or 'otherwise'} gives {written(gives, _SUM)}"


def _cell(cell: Tuple) -> str:
    match cell:
        case ("value", value):
            return _value(value)
        case (_, low, high):
            ends = [f"over {_value(low)}" if low else "", f"up to {_value(high)}" if high else ""]
            return " ".join(end for end in ends if end)
    raise AssertionError(cell)


def _scale(name: str, _: str, bands: tuple[Tuple, ...]) -> str:
    ends = [f"up to {_value(end)}" if end else "above" for _, end in bands]
    return f"scale {name}" + "".join(f"\n  band {_value(band[0])} {end}" for band, end in zip(bands, ends, strict=True))


def _rate(one: str, amount: Fraction, other: str, day: date | None) -> str:
    return f"rate 1 {one} is {_decimal(amount)} {other} {f'on {day}' if day else 'always'}"


def _figure(name: str, _: str, standing: Tuple | None, spans: tuple[Tuple, ...]) -> str:
    dated = [f" from {start}{f' until {end}' if end else ''} is {_value(value)}" for start, end, value in spans]
    return f"parameter {name}{f' is {_value(standing)}' if standing else ''}{''.join(dated)}"


def _replacing(rule: Rule) -> str:
    """The conclusion of an exception."""
    if rule.says == UNDERCUT:
        return f"{rule.targets[0]} does not apply"
    if rule.says[0] == "no_decision":
        return f"no decision as {rule.says[1]}"
    if rule.says == FAILS and (len(rule.targets) > 1 or not rule.index):
        return "claim fails"
    if rule.question[0] == "step":
        return _change(rule.says)
    if rule.question[0] in ("owes", "question", "doing", "empowered"):
        return _concluding(rule)
    return f"means {written(rule.says, _SUM)}"


def _concluding(rule: Rule) -> str:
    if rule.question[0] in ("doing", "empowered"):
        _, modality, after, until = rule.says
        modality += " to" if rule.question[0] == "empowered" else ""
        ends = [
            f" after {written(after, _SUM)}" if after else "",
            f" no later than {written(until, _SUM)}" if until else "",
        ]
        return f"{rule.question[1]} {modality} {rule.question[2]}{''.join(ends)}"
    if rule.question[0] != "owes":
        return f"{rule.question[1]} is {written(rule.says, _SUM)}"
    _, bearer, counterparty, head = rule.question
    award = "nothing" if rule.says == FAILS else written(rule.says, _SUM)
    return f"{bearer} owes {counterparty} {award}" + ("" if head == "damages" else f" as {head}")


def _change(says: Tuple) -> str:
    _, operation, amount, mode = says
    words = {"multiply": "multiply by", "reduce": "reduce by", "round": f"round {mode} to"}
    return f"{words.get(operation, operation.replace('_', ' '))} {written(amount, _SUM)}"


def written(term: Tuple, level: int = _CONDITION) -> str:
    """A condition or amount, in brackets if what stands around it binds more closely."""
    its_level, words = _written(term)
    return words if its_level >= level else f"({words})"


def _written(term: Tuple) -> tuple[int, str]:
    match term:
        case ("literal", value):
            return _ATOM, _value(value)
        case ("fact" | "local", str(name)):
            return _ATOM, name
        case ("answer", question):
            return _ATOM, question[1]
        case ("persons",):
            return _ATOM, "persons"
        case ("acts", name):
            return _ATOM, name
        case ("proposed",):
            return _ATOM, "act"
        case ("in unit", amount, unit, day):
            return _ATOM, f"(({written(amount)}) in {unit} at {written(day, _ATOM)})"
        case ("today",):
            return _ATOM, "today"
        case ("breached", label):
            return _COMPARISON, f"{label} is breached"
        case ("conduct", status, who, act):
            words = "neither permitted nor forbidden" if status == "unregulated" else status
            return _COMPARISON, f"{who} is {words} to {act}"
        case ("role", name):
            return _ATOM, name
        case ("field" | "fact of", name, thing):
            return _ATOM, f"({name} of {written(thing, _ATOM)})"
        case ("related", name, one, other):
            return _COMPARISON, f"{written(one, _ATOM)} is {name} of {written(other, _ATOM)}"
        case ("asked", (_, name), one, *others):
            return _COMPARISON, " ".join(
                [f"{written(one, _ATOM)} is {name}", *(f"of {written(x, _ATOM)}" for x in others)]
            )
        case ("asked", (_, name, _), one):
            return _ATOM, f"({name} of {written(one, _ATOM)})"
        case ("which", word, name, items, where, part):
            return _COMPARISON, f"{word} {name} in {written(items, _SUM)} where {written(where)} has ({written(part)})"
        case (("most of" | "least of" | "sum of") as word, each, name, items, where, otherwise):
            members = f"{name} in {written(items, _SUM)} where {written(where, _NEGATION)}"
            rest = f" otherwise {written(otherwise, _SUM)}" if otherwise else ""
            return _ATOM, f"{word.replace('sum', 'total')} ({written(each, _SUM)} for each {members}{rest})"
        case (("and" | "or") as word, *parts):
            return _JUNCTION, f" {word} ".join(written(part, _NEGATION) for part in parts)
        case ("not", part):
            return _NEGATION, f"not {written(part, _NEGATION)}"
        case ("unless", part, other):
            return _CONDITION, f"{written(part, _JUNCTION)} unless {written(other, _JUNCTION)}"
        case (("is one of" | "is not one of") as words, part, *listed):
            return _COMPARISON, f"{written(part, _SUM)} {words} {{{', '.join(word for _, word in listed)}}}"
        case (("is within" | "is not within") as words, part, span, side, start):
            ends = f"{written(span, _SUM)} {side} {written(start, _SUM)}"
            return _COMPARISON, f"{written(part, _SUM)} {words} {ends}"
        case ("is between", part, low, high):
            return _COMPARISON, f"{written(part, _SUM)} is between {written(low, _SUM)} and {written(high, _SUM)}"
        case (("is during" | "is not during") as words, part, days):
            return _COMPARISON, f"{written(part, _SUM)} {words} {written(days, _SUM)}"
        case ("from", start, end):
            return _ATOM, f"from {written(start, _ATOM)} until {written(end, _ATOM)}"
        case (("overlap" | "union") as word, left, right):
            return _ATOM, f"{word} of ({written(left, _SUM)}, {written(right, _SUM)})"
        case ("scaled", name, amount):
            return _ATOM, f"({name} of {written(amount, _ATOM)})"
        case ("band of", name, amount):
            return _ATOM, f"band of {name} at {written(amount, _ATOM)}"
        case ("figure", name, "", _):
            return _ATOM, name
        case ("figure", name, word, when):
            return _ATOM, f"({name} {word} {written(when, _ATOM)})"
        case ("round", mode, amount, place):
            return _ATOM, f"(round {mode} {written(amount, _ATOM)} to {written(place, _ATOM)})"
        case ("elapsed", months, start, end):
            return (
                _ATOM,
                f"({ {1: 'months', 12: 'years'}[months] } from {written(start, _ATOM)} to {written(end, _ATOM)})",
            )
        case ("counted", start, end, convention):
            return _ATOM, f"(days from {written(start, _ATOM)} to {written(end, _ATOM)} counted {convention})"
        case (("year of" | "month of" | "day of" | "weekday of") as words, day):
            return _ATOM, f"({words} {written(day, _ATOM)})"
        case (("first day" | "last day") as words, days):
            return _ATOM, f"({words.replace(' ', '_')} of {written(days, _ATOM)})"
        case ("overlaps", left, right):
            return _COMPARISON, f"{written(left, _SUM)} overlaps {written(right, _SUM)}"
        case ("only member", items):
            return _ATOM, f"(only member of {written(items, _ATOM)})"
        case (("earliest of" | "latest of" | "list of") as words, each, name, items, where):
            members = f"{name} in {written(items, _SUM)} where {written(where, _NEGATION)}"
            return _ATOM, f"{words} ({written(each, _SUM)} for each {members})"
        case ("length", days):
            return _ATOM, f"length of ({written(days)})"
        case ("is given", part):
            return _COMPARISON, f"{written(part, _SUM)} is given"
        case ("is owed", (*_, head)):
            return _COMPARISON, f"{head} {'are' if head == 'damages' else 'is'} owed"
        case (("some" | "every" | "no") as word, name, items, part):
            return _COMPARISON, f"{word} {name} in {written(items, _SUM)} has ({written(part)})"
        case ("number of", name, items, where):
            return _ATOM, f"number of ({name} in {written(items, _SUM)} where {written(where, _NEGATION)})"
        case ("total of", each, name, items, where):
            members = f"{name} in {written(items, _SUM)} where {written(where, _NEGATION)}"
            return _ATOM, f"total of ({written(each, _SUM)} for each {members})"
        case (("greater" | "lesser") as word, left, right):
            return _ATOM, f"{word} of ({written(left, _SUM)}, {written(right, _SUM)})"
        case (("+" | "-") as sign, left, right):
            return _SUM, f"{written(left, _SUM)} {sign} {written(right, _PRODUCT)}"
        case (("*" | "/") as sign, left, right):
            return _PRODUCT, f"{written(left, _PRODUCT)} {sign} {written(right, _ATOM)}"
        case _:
            operator, left, right = term
            return _COMPARISON, f"{written(left, _SUM)} {operator} {written(right, _SUM)}"


def _value(value: Tuple) -> str:
    match value:
        case ("yes_no", _):
            return {YES: "yes", NO: "no"}[value]
        case ("word", str(word)):
            return word
        case ("number", Fraction() as number):
            return _decimal(number)
        case ("money" | "work", Fraction() as amount, unit):
            return f"{_decimal(amount)} {unit}"
        case ("percent", Fraction() as share):
            return f"{_decimal(share * 100)} %"
        case ("date", date() as day):
            return day.isoformat()
        case ("list", tuple(items)):
            return f"[{', '.join(map(_value, items))}]"
        case _:
            return _span(*value)


def _span(kind: str, count: int) -> str:
    many, word = {"days": (7, "week"), "months": (12, "year")}[kind]
    if count and count % many == 0:
        count //= many
    else:
        word = kind[:-1]
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _decimal(number: Fraction) -> str:
    return f"{float(number):.3f}".rstrip("0").rstrip(".")
