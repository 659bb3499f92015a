"""Marked text to text with labels.

    ?cond p=key/3 q=key*2 :: text     conditions of the case; p1 p2 p3 are parts of key (/: equal only in sum)
    {key}  {key:form}  {key|options}  a value of the case, in a manner of writing (spell.py)
    {!about 35人|options}             printed as it stands; {!~35人|…} with its number varied
    <name>                            a text of the case
    ⟦财预〔2020〕10号⟧                 looks like a number and is none

Options, separated by |: a role (a t b g …), n=subject, r=row key, s=label of the latent quantity, @period, +A (part of
sum A), =A! =A~ =A? (total of sum A: exhaustive, not, unsaid), per=亩, v= lo= hi= (open ends: lo=( ), w (whole: point),
or=ex,ar (roles as good), op=-1,none (periods as good), row? (the row, or none: as good).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.fact import Role
from tests.bench.heldout.case import Case, Value
from tests.bench.heldout.numbers import Reading, read
from tests.bench.heldout.periods import period_of, said_in
from tests.bench.heldout.spell import written

_MARK = re.compile(r"⟦([^⟦⟧]+)⟧|\{([^{}]+)\}|<([^<>{}]+)>")
_HEAD = re.compile(r"^((?:\?\S+\s+|[a-z]=\S+\s+)*)::\s*", re.ASCII)
ROLES = {
    "a": Role.ACTUAL,
    "t": Role.TARGET,
    "bi": Role.BUDGET_INITIAL,
    "ba": Role.BUDGET_ADJUST,
    "bf": Role.BUDGET_FULL,
    "bu": Role.BUDGET,
    "ar": Role.ARRIVED,
    "ex": Role.EXECUTED,
    "co": Role.CARRY_OVER,
    "bl": Role.BALANCE,
    "rt": Role.RATE,
    "w8": Role.WEIGHT,
    "sc": Role.SCORE,
    "g": Role.GROWTH,
    "b": Role.BASE,
    "th": Role.THRESHOLD,
    "st": Role.STANDARD,
    "rk": Role.RANK,
}
_TIMELESS = {Role.THRESHOLD, Role.STANDARD, Role.WEIGHT, Role.SCORE}
_BUDGET = set(ROLES.values()) - {Role.ACTUAL, Role.TARGET, Role.GROWTH, Role.BASE, Role.RANK, Role.RATE}


@dataclass(slots=True)
class Label:
    """A quantity in a paragraph: ``at`` ≤ offset < ``end``."""

    at: int
    end: int
    printed: str
    reading: Reading
    role: Role
    period: str | None
    or_period: list[str | None]
    stated: bool
    row: str
    same: str
    subject: str
    per: str = ""
    part_of: str = ""
    total_of: str = ""
    exhaustive: bool | None = None
    number: int = 0
    or_role: list[str] = field(default_factory=list)
    or_row: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """Text as written, its quantities, and the spans that are none. ``style``: title, 1, 2, 3 or body."""

    text: str = ""
    labels: list[Label] = field(default_factory=list)
    nones: list[tuple[int, int]] = field(default_factory=list)
    optional: set[int] = field(default_factory=set)  # where nones begin that may be read as quantities too
    style: str = "body"
    place: str = "正文"

    def joined(self, other: Paragraph) -> Paragraph:
        """This one with ``other`` behind it, as one paragraph; sums keep apart."""
        shift = len(self.text)
        for label in other.labels:
            label.at, label.end = label.at + shift, label.end + shift
        nones = [(a + shift, b + shift) for a, b in other.nones]
        return Paragraph(
            text=self.text + other.text,
            labels=self.labels + other.labels,
            nones=self.nones + nones,
            style=self.style,
            place=self.place,
        )


def head(sentence: str) -> tuple[list[str], str]:
    """The conditions and parts that a sentence asks for, and the rest."""
    found = _HEAD.match(sentence)
    return (found[1].split(), sentence[found.end() :]) if found else ([], sentence)


def fits(sentence: str, case: Case) -> bool:
    """Whether the case can say ``sentence``."""
    asks, body = head(sentence)
    own: set[str] = set()
    for ask in asks:
        if ask.startswith("?"):
            wants = not ask.startswith("?!")
            if (ask.lstrip("?!") in case.truths) != wants:
                return False
        else:
            own_letter, _, what = ask.partition("=")
            key = what.partition("/")[0]
            if key not in case.values and key[:1] not in own:
                return False
            own.add(own_letter)
    marks = list(_MARK.finditer(body))
    keys = {m[2].split("|")[0].partition(":")[0] for m in marks if m[2] and m[2][0] != "!"}
    names = {m[3] for m in marks if m[3]}
    keys = {key for key in keys if key[:1] not in own or not key[1:2].isdigit()}
    return keys <= case.values.keys() and names <= case.texts.keys()


def render(sentence: str, case: Case, unique: str) -> Paragraph:
    """Write ``sentence``; ``unique`` makes its sums and unnamed quantities its own."""
    asks, body = head(sentence)
    values = dict(case.values)
    for ask in asks:
        if not ask.startswith("?"):
            letter, _, what = ask.partition("=")
            key, _, count = what.partition("/")
            values.update(split(values[key], int(count), letter, case))
    paragraph = Paragraph()
    last = 0
    for mark in _MARK.finditer(body):
        paragraph.text += body[last : mark.start()]
        last = mark.end()
        if mark[2]:
            _quantity(mark[2], paragraph, values, case, unique)
        elif mark[3]:
            words = case.texts[mark[3]]
            if words in case.figured:
                paragraph.nones.append((len(paragraph.text), len(paragraph.text) + len(words)))
            paragraph.text += words
        else:
            inner = re.sub(r"<(\w+)>", lambda m: case.texts[m[1]], mark[1])
            paragraph.nones.append((len(paragraph.text), len(paragraph.text) + len(inner)))
            paragraph.text += inner
    paragraph.text += body[last:]
    for label in paragraph.labels:
        _time(label, paragraph.text, case)
    return paragraph


def split(total: Value, count: int, letter: str, case: Case) -> dict[str, Value]:
    """``count`` parts of ``total`` with its decimals, adding up exactly.

    The same ``letter`` always cuts the same way (the last part being what is left), so that a document may cut a sum
    several times without contradicting itself.
    """
    ulp = Decimal(1).scaleb(min(0, int(total.number.as_tuple().exponent)))
    cut = case.cuts.setdefault((total.same, letter), _cut(int(total.number / ulp), case))
    parts = [*cut[: count - 1], sum(cut[count - 1 :])]
    values: dict[str, Value] = {}
    for i, part in enumerate(parts, 1):
        same = f"{total.same}/{letter}{i}" + ("+" if i == count < len(cut) else "")
        values[f"{letter}{i}"] = Value(part * ulp, total.unit, "", total.role, same)
        share = (part * ulp * 100 / total.number).quantize(Decimal("0.01"))
        values[f"{letter}{i}.s"] = Value(share, "%", "", Role.ACTUAL, f"{same}:share")
    return values


def _cut(left: int, case: Case) -> list[int]:
    parts: list[int] = []
    for index in range(4, 1, -1):
        share = max(1, min(left * case.random.randint(60, 140) // 100 // index, left - index + 1))
        parts.append(share)
        left -= share
    return [*parts, left]


def _varied(printed: str, case: Case) -> str:
    found = re.search(r"\d+(\.\d+)?", printed)
    if not found:
        return printed
    value = Decimal(found[0])
    ulp = Decimal(1).scaleb(int(value.as_tuple().exponent))
    narrow = "%" in printed or "‰" in printed
    percent = case.random.randint(95, 105) if narrow else case.random.randint(80, 125)
    moved = max(ulp, (value * percent / 100).quantize(ulp))
    zeros = len(found[0]) - len(found[0].rstrip("0")) if "." not in found[0] else 0
    if re.search(r"[余多]", printed) and "." not in found[0]:
        zeros = max(zeros, len(found[0]) - 2)
    if zeros and value.adjusted() >= zeros:  # a round number stays round
        moved = max(Decimal(1), moved.scaleb(-zeros).to_integral_value()).scaleb(zeros)
    if "%" in printed and value < 100:
        moved = min(moved, 100 - ulp)
    return printed[: found.start()] + f"{moved:f}" + printed[found.end() :]


def _quantity(mark: str, paragraph: Paragraph, values: dict[str, Value], case: Case, unique: str) -> None:
    what, *options = mark.split("|")
    given = {o.partition("=")[0]: o.partition("=")[2] for o in options if "=" in o and not o.startswith("=")}
    at = len(paragraph.text)
    if what.startswith("!"):
        printed = what[1:]
        if printed.startswith("~"):
            printed = _varied(printed[1:], case)
        value = Value(Decimal(0), "", "", Role.ACTUAL, f"{unique}:{at}")
    else:
        key, _, form = what.partition(":")
        value = values[key]
        unit, _, per = value.unit.partition("/") if form == "单" else (value.unit, "", "")
        given.setdefault("per", per)
        printed = written(value.number, unit, "" if form == "单" else form)
    role = next((ROLES[o] for o in options if o in ROLES), value.role)
    exact = role in _BUDGET or "w" in options
    row = value.row
    if "r" in given:
        row = case.rows[given["r"]].name if given["r"] in case.rows else values[given["r"]].row
    subject = given.get("n") or value.subject
    if subject.startswith("@"):
        subject = re.sub(r"^@(item\d|[wxyz])", lambda m: case.texts[m[1]], subject)
    subject = subject or _before(paragraph.text)
    reading = read(printed, exact=exact) if "v" not in given else _given(given, options)
    label = Label(at, at + len(printed), printed, reading, role, None, [], False, row, "", subject)
    label.same = given.get("s") or value.same
    label.per = given.get("per", "")
    label.period = next((o[1:] for o in options if o.startswith("@")), f"-{value.years_back}")
    label.or_role = [str(ROLES[code]) for code in given.get("or", "").split(",") if code]
    label.or_period = [period_of(code, case.year) for code in given.get("op", "").split(",") if code]
    label.or_row = [""] if "row?" in options else []
    for option in options:
        if option.startswith("+"):
            label.part_of = f"{unique}:{option[1:]}"
        elif option.startswith("="):
            label.total_of = f"{unique}:{option[1:-1]}"
            label.exhaustive = {"!": True, "~": False, "?": None}[option[-1]]
    paragraph.text += printed
    paragraph.labels.append(label)


def _given(given: dict[str, str], options: list[str]) -> Reading:
    def end(key: str) -> Decimal | None:
        text = given.get(key, "").strip("()")
        return Decimal(text) if text else None

    value = None if given["v"] == "none" else Decimal(given["v"])
    low = end("lo") if "lo" in given else value
    high = end("hi") if "hi" in given else value
    closed = ("(" not in given.get("lo", ""), ")" not in given.get("hi", ""))
    del options
    return Reading(value, low, high, *closed, given.get("u", ""))


def _before(text: str) -> str:
    """The words straight before a number, to name it where nothing else does."""
    return re.split(r"[，。；：、（）“”]", text)[-1][-14:]


def _time(label: Label, text: str, case: Case) -> None:
    code = label.period or "-0"
    label.period = period_of(code, case.year)
    begin = text.rfind("。", 0, label.at) + 1
    label.stated = said_in(text[begin : label.at], code, case.year)
    if label.or_period:
        return
    if label.role in _TIMELESS and not label.stated:
        label.or_period, label.period = [label.period], None
    elif code == "end" and not label.stated:
        label.or_period = [period_of("-0", case.year), None]
    elif label.role is Role.BASE and not label.stated:
        label.or_period = [None]
    elif label.role in (Role.CARRY_OVER, Role.RANK):
        label.or_period = [period_of("-1", case.year) if label.role is Role.CARRY_OVER else None]
