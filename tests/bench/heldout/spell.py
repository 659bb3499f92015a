"""Manners of writing a value. A manner that does not suit the value (九成 for 87%) falls back to the plain one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tests.bench.heldout import numerals

_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_TEN_THOUSAND = Decimal(10_000)


def plain(value: Decimal) -> str:
    """Digits without an exponent, decimals as they are."""
    return f"{value:f}"


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _step(value: Decimal, rounding: str, places: int = 1) -> Decimal:
    """``value`` cut to its first ``places`` digits."""
    exponent = value.adjusted() - places + 1
    return (value.scaleb(-exponent).to_integral_value(rounding=rounding)).scaleb(exponent)


def _whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _cut(value: Decimal) -> Decimal | None:
    """A round number a little below ``value``, or None where there is none."""
    for places in (2, 1):
        low = _step(value, ROUND_FLOOR, places)
        if low < value and low >= 10 and _whole(low) and low >= value * Decimal("0.8"):
            return low
    return None


def _odd(word: str) -> Callable[[Decimal, str], str | None]:
    def write(value: Decimal, unit: str) -> str | None:
        low = _cut(value)
        if low is None or not _whole(value) or "%" in unit:
            return None
        place = Decimal(1).scaleb(low.normalize().as_tuple().exponent)  # type: ignore[arg-type]
        return f"{_trimmed(low)}{word}{unit}" if value < low + place else None

    return write


def _more(word: str) -> Callable[[Decimal, str], str | None]:
    def write(value: Decimal, unit: str) -> str | None:
        low = _cut(value)
        return f"{word}{_trimmed(low)}{unit}" if low is not None else None

    return write


def _near(value: Decimal, unit: str) -> str | None:
    high = _step(value, ROUND_CEILING, 2)
    if high <= value or value < high * Decimal("0.9") or high < 10 or ("%" in unit and high >= 100):
        return None
    return f"近{_trimmed(high)}{unit}"


def _about(value: Decimal, unit: str) -> str | None:
    rounded = _step(value, ROUND_HALF_UP, 2)
    if unit == "%" and rounded >= 100:
        return None
    return f"约{_trimmed(rounded)}{unit}" if rounded != value else None


def _around(value: Decimal, unit: str) -> str | None:
    rounded = _step(value, ROUND_HALF_UP, 2)
    return f"{_trimmed(rounded)}{unit}左右"


def _ten_thousands(value: Decimal, unit: str) -> str | None:
    if value < _TEN_THOUSAND or unit.startswith(("万", "%", "亿")):
        return None
    return f"{_trimmed((value / _TEN_THOUSAND).quantize(Decimal('0.01'), ROUND_HALF_UP))}万{unit}"


def _ten_thousands_odd(value: Decimal, unit: str) -> str | None:
    if value < _TEN_THOUSAND or unit.startswith(("万", "%", "亿")):
        return None
    low = (value / _TEN_THOUSAND).quantize(Decimal("0.1"), ROUND_FLOOR)
    if low * _TEN_THOUSAND == value or _whole(low):
        return None
    return f"{_trimmed(low)}万余{unit}"


def _grouped(value: Decimal, unit: str) -> str | None:
    return f"{value:,f}{unit}" if value >= 1000 else None


def _characters(value: Decimal, unit: str) -> str | None:
    if not _whole(value) or value > 9999 or "%" in unit or value < 3:
        return None
    return f"{numerals.spelled(int(value))}{unit}"


def _tenths(value: Decimal, unit: str) -> str | None:
    if unit != "%" or value % 10 == 0 or not 50 < value < 100:
        return None
    return f"{numerals.spelled(int(value // 10))}成以上"


def _hundredths(value: Decimal, unit: str) -> str | None:
    if unit != "%" or value <= 0 or value > 100:
        return None
    whole, _, fraction = _trimmed(value).partition(".")
    text = numerals.spelled(int(whole))
    if fraction:
        text += "点" + "".join(numerals.DIGITS[int(c)] for c in fraction)
    return f"百分之{text}"


def _yuan(value: Decimal, unit: str) -> str | None:
    if unit != "万元":
        return None
    return f"{value * _TEN_THOUSAND:,.2f}元"


def _bare_yuan(value: Decimal, unit: str) -> str | None:
    if unit != "万元" or value > 2000:
        return None
    return f"{_trimmed(value * _TEN_THOUSAND)}元"


def _hundred_millions(value: Decimal, unit: str) -> str | None:
    if unit != "万元" or value < 5000:
        return None
    return f"{_trimmed((value / _TEN_THOUSAND).quantize(Decimal('0.01'), ROUND_HALF_UP))}亿元"


def _formal(value: Decimal, unit: str) -> str | None:
    money = value * _TEN_THOUSAND
    if unit != "万元" or not _whole(money):
        return None
    return f"人民币{numerals.spelled(int(money), formal=True)}元整"


def _broken(value: Decimal, unit: str) -> str | None:
    return f"{plain(value)}\n{unit}"


_FORMS: dict[str, Callable[[Decimal, str], str | None]] = {
    "余": _odd("余"),
    "多": _odd("多"),
    "超": _more("超"),
    "超过": _more("超过"),
    "逾": _more("逾"),
    "突破": _more("突破"),
    "近": _near,
    "约": _about,
    "左右": _around,
    "万": _ten_thousands,
    "万余": _ten_thousands_odd,
    "千分": _grouped,
    "汉": _characters,
    "成": _tenths,
    "百分之": _hundredths,
    "元": _yuan,
    "裸元": _bare_yuan,
    "亿": _hundred_millions,
    "大写": _formal,
    "折行": _broken,
    "全角": lambda value, unit: f"{plain(value).translate(_FULL_WIDTH)}{unit.replace('%', '％')}",
    "空": lambda value, unit: f"{plain(value)} {unit}",
}
_WORDS_BEFORE = {"不低于", "不少于", "至少", "不超过", "不高于", "不多于", "≥", "≤", "不足", "低于"}
_WORDS_BEHIND = {"以上", "及以上", "以内", "以下", "（含）以上"}


def written(value: Decimal, unit: str, form: str) -> str:
    """``value`` (in ``unit``) in the manner ``form``.

    >>> written(Decimal(126), "次", "余"), written(Decimal(23170), "人次", "万"), written(Decimal(95), "%", "不低于")
    ('120余次', '2.32万人次', '不低于95%')
    """
    usual = f"{plain(value)}{unit}"
    if not form:
        return usual
    if form in _WORDS_BEFORE:
        return form + usual
    if form in _WORDS_BEHIND:
        return usual + form
    return _FORMS[form](value, unit) or usual
