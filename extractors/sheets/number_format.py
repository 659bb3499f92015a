r"""What a spreadsheet shows for a number: its number format applied, to the last digit as Excel and WPS print it.

The figure that is audited is the displayed one. 1 with the format 0% is "100%", 18640500 with 0\.0,"万元" is
"1864.1万元". Written after the number format section of ECMA-376 part 1 (18.8.31) and checked against what Excel shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from extractors.sheets.date_format import DATE_TOKENS, EPOCH_1900, Epoch, show_moment
from extractors.sheets.format_tokens import Token, tokens_of
from extractors.word.numbering import han

_KEPT = Context(prec=15, rounding=ROUND_HALF_UP)  # all that Excel keeps of a number
_GENERAL_WIDTH = 11  # characters General shows, the sign not counted
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)  # the largest number has 309 digits
_COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_HAN = {
    "DBNum1": ("〇一二三四五六七八九", "十百千万"),
    "DBNum2": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万"),
    "DBNum3": ("０１２３４５６７８９", "十百千万"),
}


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format code between semicolons. ``bare`` has neither brackets nor padding left in it.

    ``whole`` and ``decimals`` are the placeholders before and from the point on, commas taken out; the number is
    multiplied by 100 ``percents`` times and divided by 1000 ``thousands`` times.
    """

    bare: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    numerals: str  # DBNum1, DBNum2, DBNum3 or ""
    kinds: frozenset[str]
    whole: tuple[Token, ...]
    decimals: tuple[Token, ...]
    grouped: bool
    percents: int
    thousands: int

    @property
    def is_date(self) -> bool:
        return not self.kinds.isdisjoint(DATE_TOKENS)


def shown(value: Decimal, code: str, epoch: Epoch = EPOCH_1900) -> str:
    r"""``value`` as a cell with the format ``code`` displays it; padding blanks at the ends are left out.

    >>> shown(Decimal(1), "0%"), shown(Decimal("18640500"), '0\\.0,"万元"'), shown(Decimal("-1203.5"), "#,##0.00_);(#,##0.00)")
    ('100%', '1864.1万元', '(1,203.50)')
    >>> shown(Decimal("0.30000000000000004"), "General"), shown(Decimal("45657"), 'yyyy"年"m"月"d"日"')
    ('0.3', '2024年12月31日')
    """
    return _shown(value, code, epoch)


@lru_cache(maxsize=4096)  # the same 0, 100% and 5 stand in thousands of cells
def _shown(value: Decimal, code: str, epoch: Epoch) -> str:
    value = _KEPT.plus(value)
    if code == "General":
        return _general(value)
    section, unsigned = _choose(_sections(code), value)
    if section is None:
        return _general(value)
    amount = abs(value) if unsigned else value
    if section.is_date:
        return show_moment(amount, section.bare, epoch, _HAN.get(section.numerals)) or _general(value)
    body = _number(abs(amount), section)
    sign = "-" if amount < 0 and not section.kinds.isdisjoint({"digit", "general"}) else ""
    return (sign + body).strip()


def shown_text(text: str, code: str) -> str:
    """``text`` as a cell with the format ``code`` displays it: only a section with @ changes anything.

    >>> shown_text("市科技局", '@"（盖章）"'), shown_text("12月", "0.00")
    ('市科技局（盖章）', '12月')
    """
    if "@" not in code and code.count(";") < 3:
        return text
    sections = _sections(code)
    for section in sections[3:] or sections[-1:]:
        if "at" in section.kinds or len(sections) > 3:
            return "".join(text if t.kind in {"at", "general"} else t.text for t in section.bare)
    return text


def is_blank_format(code: str) -> bool:
    """Whether ``code`` shows nothing at all, as ;;; does: a way to hide what a cell holds."""
    return ";" in code and not any(section.bare for section in _sections(code))


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    held: list[Token] = []
    for token in (*tokens_of(code), Token("end", ";")):
        if token.kind != "end":
            held.append(token)
        else:
            sections.append(_section(held))
            held = []
    return tuple(sections[:4])


def _section(held: list[Token]) -> _Section:
    condition = None
    for token in held:
        found = (
            re.fullmatch(r"([<>=]{1,2})([-+]?[\d.]{1,20})", token.text) if token.kind == "condition" else None
        )
        if found and found[1] in _COMPARE:
            condition = (found[1], Decimal(found[2]))
    numerals = next((token.text for token in held if token.kind == "numerals"), "")
    bare = tuple(token for token in held if token.kind not in {"condition", "numerals", "dropped"})
    tokens, thousands = _without_commas(bare)
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return _Section(
        bare,
        condition,
        numerals,
        frozenset(token.kind for token in bare),
        _with_room(tokens[:point], tokens[point:]),
        tokens[point:],
        grouped=len(tokens) + thousands < len(bare),
        percents=sum(token.kind == "percent" for token in bare),
        thousands=thousands,
    )


def _with_room(whole: tuple[Token, ...], decimals: tuple[Token, ...]) -> tuple[Token, ...]:
    """A placeholder before the point where the code has none: ".00" shows 3.5 as 3.50."""
    lacks = not any(token.kind == "digit" for token in whole)
    return (*whole, Token("digit", "#")) if lacks and any(t.kind == "digit" for t in decimals) else whole


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """The section for ``value``, and whether it shows the number without its sign; None means General."""
    numeric = [s for s in sections if "at" not in s.kinds or "digit" in s.kinds][:3]
    if not numeric:
        return None, False
    if any(section.condition for section in numeric):
        for at, section in enumerate(numeric):
            if section.condition is None and (at == 2 or at == len(numeric) - 1 or (at == 1 and value < 0)):
                return section, at == 1 and value < 0 and len(numeric) > 2
            if section.condition and _COMPARE[section.condition[0]](value, section.condition[1]):
                operator, limit = section.condition
                return section, value < 0 and operator in {"<", "<="} and limit <= 0
        return None, False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


# --- General


def _general(value: Decimal) -> str:
    """At most eleven characters, and never more digits than the number has."""
    if value == 0:
        return "0"
    sign, amount = ("-" if value < 0 else ""), abs(value)
    exponent = amount.adjusted()
    places = _GENERAL_WIDTH - 2 - max(exponent, 0)
    if -5 < exponent < _GENERAL_WIDTH:
        fixed = _plain(amount, max(places, 0))
        return sign + fixed
    exact = _plain(amount, -int(amount.normalize().as_tuple().exponent))
    if exponent < 0 and len(exact) <= _GENERAL_WIDTH:
        return sign + exact
    mantissa, power = f"{_EXACT.create_decimal(amount):.5E}".split("E")
    return f"{sign}{_trimmed(mantissa)}E{power[0]}{power[1:].zfill(2)}"


def _plain(amount: Decimal, places: int) -> str:
    return _trimmed(format(_EXACT.quantize(amount, Decimal(1).scaleb(-max(places, 0))), "f"))


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# --- placeholders


def _number(amount: Decimal, section: _Section) -> str:
    """``amount`` ≥ 0 in the placeholders of ``section``, its literals where they stand."""
    if "exponent" in section.kinds:
        return _scientific(amount, section)  # where Excel does not multiply for %
    if section.percents or section.thousands:
        amount = _EXACT.scaleb(amount, 2 * section.percents - 3 * section.thousands)
    if "general" in section.kinds:
        printed = _general(_KEPT.plus(amount))
        return "".join(_spoken(printed, section) if t.kind == "general" else t.text for t in section.bare)
    if "slash" in section.kinds and "point" not in section.kinds:
        return _fraction(amount, section.bare)
    printed = _placed(amount, section.whole, section.decimals, grouped=section.grouped)
    if section.numerals:
        return "".join(_HAN[section.numerals][0][int(c)] if c.isdigit() else c for c in printed)
    return printed


def _without_commas(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int]:
    """Without commas, and how many of them stood after the last digit of the whole part: each divides by 1000."""
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    last_whole = max((at for at in digits if at < point), default=-1)
    last = max(digits, default=-1)
    dividing = 0
    for after in {last_whole, last} - {-1}:
        at = after + 1
        while at < len(tokens) and tokens[at].kind == "comma":
            dividing += 1
            at += 1
    return tuple(token for token in tokens if token.kind != "comma"), dividing


def _placed(amount: Decimal, whole: Sequence[Token], decimals: Sequence[Token], *, grouped: bool) -> str:
    places = sum(token.kind == "digit" for token in decimals)
    fixed = format(_EXACT.quantize(amount, Decimal(1).scaleb(-places)), "f")
    before, _, after = fixed.partition(".")
    return _whole(before.lstrip("0"), whole, grouped=grouped) + _decimals(after, decimals)


def _whole(digits: str, tokens: Sequence[Token], *, grouped: bool) -> str:
    """Digits from the right into the placeholders; the first placeholder takes all that are left."""
    out: list[str] = []
    left = sum(token.kind == "digit" for token in tokens)
    placed = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            out.append(token.text)
            continue
        left -= 1
        taken = digits if left == 0 else digits[-1:]
        digits = "" if left == 0 else digits[:-1]
        taken = taken or ("0" if token.text == "0" else "")
        out.append(_grouped(taken, placed) if grouped else taken)
        placed += len(taken)
    return "".join(reversed(out))


def _grouped(digits: str, placed: int) -> str:
    """``digits`` with commas, ``placed`` digits standing to the right of them."""
    out = ""
    for digit in reversed(digits):
        comma = "," if placed and placed % 3 == 0 else ""
        out = digit + comma + out
        placed += 1
    return out


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
    """Digits from the left into the placeholders; # and ? show no zeros at the end."""
    wanted = [token for token in tokens if token.kind == "digit"]
    keep = len(digits.rstrip("0"))
    keep = max([keep, *(at + 1 for at, token in enumerate(wanted) if token.text == "0")])
    out, at = "", 0
    for token in tokens:
        if token.kind == "digit":
            out += digits[at] if at < keep else ""
            at += 1
        else:
            out += token.text
    return out


def _spoken(printed: str, section: _Section) -> str:
    """General in Chinese numerals: 1864.05 as 一千八百六十四.〇五."""
    if not section.numerals or "E" in printed:
        return printed
    digits, units = _HAN[section.numerals]
    whole, point, decimals = printed.partition(".")
    number = int(whole)
    head = han(number, digits, units) if 0 < number < 100_000 else "".join(digits[int(d)] for d in whole)
    if 10 <= number < 20 and section.numerals == "DBNum2":
        head = digits[1] + head  # 壹拾贰, but 十二
    return head + point + "".join(digits[int(d)] for d in decimals)


# --- exponents and fractions


def _scientific(amount: Decimal, section: _Section) -> str:
    tokens = section.bare
    at = next(i for i, token in enumerate(tokens) if token.kind == "exponent")
    mantissa, _ = _without_commas(tokens[:at])
    power_tokens, _ = _without_commas(tokens[at + 1 :])
    point = next((i for i, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    whole, decimals = mantissa[:point], mantissa[point:]
    if not amount:  # nought fills every place
        whole = tuple(Token("digit", "0") if t.kind == "digit" else t for t in whole)
    wide = sum(token.kind == "digit" for token in whole) or 1
    places = sum(token.kind == "digit" for token in decimals)
    power = _power(amount, wide)
    scaled = _EXACT.quantize(_EXACT.scaleb(amount, -power), Decimal(1).scaleb(-places))
    if scaled.adjusted() >= wide and amount:  # 9.999 became 10.0
        power = _power(_EXACT.scaleb(scaled, power), wide)
        scaled = _EXACT.scaleb(amount, -power)
    grouped = any(token.kind == "comma" for token in tokens[:at])
    sign = "-" if power < 0 else "+" if "+" in tokens[at].text else ""
    head = _placed(scaled, whole, decimals, grouped=grouped)
    return f"{head}{tokens[at].text[0]}{sign}{_whole(str(abs(power)), power_tokens, grouped=False)}"


def _power(amount: Decimal, wide: int) -> int:
    """The exponent, a multiple of the number of whole digits the mantissa has room for."""
    return amount.adjusted() // wide * wide if amount else 0


def _fraction(amount: Decimal, tokens: Sequence[Token]) -> str:
    slash = next(i for i, token in enumerate(tokens) if token.kind == "slash")
    below = "".join(token.text for token in tokens[slash + 1 :] if token.kind in {"digit", "number"})
    above = [i for i, token in enumerate(tokens[:slash]) if token.kind == "digit"]
    gap = any(token.kind == "literal" for token in tokens[above[0] : slash]) if above else False
    whole = int(amount) if gap else 0
    rest = Fraction(amount) - whole
    if below.isdigit() and int(below):
        parts = Fraction(int(rest * int(below) + Fraction(1, 2)), 1)
        numerator, denominator = int(parts), int(below)
    else:
        close = rest.limit_denominator(10 ** max(len(below), 1) - 1)
        numerator, denominator = close.numerator, close.denominator
    if gap and numerator == denominator:
        whole, numerator = whole + 1, 0
    if not numerator and gap:
        return str(whole)
    return f"{whole} {numerator}/{denominator}" if whole else f"{numerator}/{denominator}"
