"""Numbers in Chinese characters, there and back; whole numbers, and decimals with 点."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000, "萬": 10_000, "億": 100_000_000}
CHARACTERS = set(DIGITS + FORMAL + "两〇" + "".join(_PLACES) + "点")


def spelled(value: int, *, formal: bool = False) -> str:
    """``value`` in characters.

    >>> spelled(126), spelled(2015), spelled(10), spelled(3600000, formal=True)
    ('一百二十六', '二千零一十五', '十', '叁佰陆拾万')
    """
    digits, places = (FORMAL, "仟佰拾") if formal else (DIGITS, "千百十")
    groups: list[str] = []
    text = ""
    for scale, name in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        part = value // scale % 10_000
        if part:
            group = _group(part, digits, places)
            if text and part < 1000:
                group = "零" + group
            text += group + name
        groups.append(text)
    if not text:
        return "零"
    if not formal and text.startswith("一十"):
        text = text[1:]
    return text


def _group(part: int, digits: str, places: str) -> str:
    text = ""
    pending = False
    for place, name in zip((1000, 100, 10, 1), (*places, ""), strict=True):
        digit = part // place % 10
        if digit:
            text += ("零" if pending and text else "") + digits[digit] + name
            pending = False
        else:
            pending = True
    return text


def number(text: str) -> Decimal:
    """The value of ``text``, a number in characters.

    >>> number("一百二十六"), number("两千零一十五"), number("十二点五"), number("叁佰陆拾万")
    (Decimal('126'), Decimal('2015'), Decimal('12.5'), Decimal('3600000'))
    """
    whole, _, fraction = text.partition("点")
    total = section = digit = 0
    for character in whole:
        if character in _SCALES:
            total = (total + section + digit) * _SCALES[character]
            section = digit = 0
        elif character in _PLACES:
            section += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _digit(character)
    value = Decimal(total + section + digit)
    if fraction:
        value += Decimal("0." + "".join(str(_digit(c)) for c in fraction))
    return value


def _digit(character: str) -> int:
    if character == "两":
        return 2
    if character == "〇":
        return 0
    found = DIGITS.find(character)
    return found if found >= 0 else FORMAL.index(character)
