"""Chinese numerals, 大写 included, as Decimal: 一千八百六十四 → 1864. What is not well formed is None, never a guess."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "〇○零一二两三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"
POWERS = "十百千万亿拾佰仟萬億廿卅"

_STANDARD = str.maketrans(
    "○〇两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "零零二一二二三三四五六六七八九十百千万亿"
)
_VALUE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {str(n): n for n in range(10)}
_D = "[一二三四五六七八九1-9]"
_BELOW_10_000 = re.compile(
    f"(?:(?P<k>{_D})千)?(?P<z1>零)?(?:(?P<h>{_D})百)?(?P<z2>零)?(?:(?P<t>{_D})?(?P<ten>十))?(?P<z3>零)?(?P<u>{_D})?"
)
_PAIR = re.compile(
    "(?P<head>(?:[一二三四五六七八九]?[千百])*零?(?:[一二三四五六七八九]?十)?)(?P<a>[一二三四五六七八九])(?P<b>[一二三四五六七八九])(?P<tail>[十百千万亿]*)"
)
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LONGEST = 40  # 玖仟玖佰玖拾玖 times three sections is 24 characters; beyond that nobody writes a number


def standard(text: str) -> str:
    """大写 and variants as plain Chinese numerals, 廿 and 卅 spelled out, 两 as 二."""
    return text.translate(_STANDARD).replace("廿", "二十").replace("卅", "三十")


def read_numeral(text: str) -> Decimal | None:
    """The value of a whole Chinese numeral; None where it is not well formed.

    >>> read_numeral("一千八百六十四"), read_numeral("叁仟陆佰"), read_numeral("十二点五"), read_numeral("三万五")
    (Decimal('1864'), Decimal('3600'), Decimal('12.5'), Decimal('35000'))
    >>> read_numeral("三五"), read_numeral("百"), read_numeral("三十百")
    (None, None, None)
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    whole, point, fraction = standard(text).partition("点")
    if point:
        return _with_fraction(whole, fraction)
    value = _sections(whole)
    return None if value is None else Decimal(value)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    value = _sections(whole)
    if value is None or not fraction or any(char not in _VALUE for char in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(_VALUE[char]) for char in fraction))


def _sections(text: str) -> int | None:
    """亿 above 万 above thousands, each section well formed."""
    if len(text) > 3 and all(char in "零一二三四五六七八九" for char in text):
        return int("".join(str(_VALUE[char]) for char in text))  # 二〇二四 is spelled digit by digit
    for unit, power in (("亿", 100_000_000), ("万", 10_000)):
        if unit in text:
            head, _, tail = text.rpartition(unit)
            high = _sections(head) if head else None
            low = _tail(tail, power)
            return None if high is None or low is None else high * power + low
    return _thousands(text)


def _tail(text: str, power: int) -> int | None:
    """What follows 万 or 亿: nothing, a lone digit of the next place (三万五 is 35000), or a smaller numeral."""
    if not text:
        return 0
    if len(text) == 1 and text in _VALUE:
        return _VALUE[text] * power // 10
    value = _sections(text[1:] if text[0] == "零" and "千" in text else text)  # 二百三十万零五千
    return value if value is not None and value < power else None


def _thousands(text: str) -> int | None:
    if text == "零":
        return 0
    found = _BELOW_10_000.fullmatch(text)
    if not text or found is None or text.endswith("零"):
        return None
    k, h, u = (_VALUE[found[place] or "零"] for place in ("k", "h", "u"))
    tens = _VALUE[found["t"] or "一"] if found["ten"] else 0
    gap = bool(found["z1"] or found["z2"] or found["z3"])
    if u and not tens and not gap and (k or h):
        u *= 10 if h else 100  # 一百二 is 120, 两千六 is 2600
    return k * 1000 + h * 100 + tens * 10 + u


def read_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Two neighbouring digits said as a span: 三五百 is 300 to 500, 十五六 is 15 to 16.

    >>> read_pair("三五百"), read_pair("十五六"), read_pair("七八")
    ((Decimal('300'), Decimal('500')), (Decimal('15'), Decimal('16')), (Decimal('7'), Decimal('8')))
    >>> read_pair("三九") is None  # neither neighbours nor 三五
    True
    """
    found = _PAIR.fullmatch(standard(text)) if 2 <= len(text) <= 12 else None
    if found is None:
        return None
    a, b = _VALUE[found["a"]], _VALUE[found["b"]]
    if b != a + 1 and (a, b) != (3, 5):
        return None
    head = 0 if not found["head"] else _sections(found["head"])
    if head is None or (head and head % 10):
        return None
    power = 1
    for char in found["tail"]:
        power *= _POWER[char]
    if head and power % 10_000 and power != 1:  # 十五六百 is nothing; 四十五六万 is
        return None
    return Decimal((head + a) * power), Decimal((head + b) * power)
