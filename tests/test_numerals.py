from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import read_numeral, read_pair

_D = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千八百六十四", "1864"),
        ("叁仟陆佰", "3600"),
        ("叁拾伍万", "350000"),
        ("壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖", "123456789"),
        ("两", "2"),
        ("〇", "0"),
        ("○", "0"),
        ("廿", "20"),
        ("廿三", "23"),
        ("卅", "30"),
        ("十", "10"),
        ("十二", "12"),
        ("十二点五", "12.5"),
        ("零点零五", "0.05"),
        ("一百零五", "105"),
        ("一千零五十", "1050"),
        ("一万零五十", "10050"),
        ("一百二", "120"),
        ("两千六", "2600"),
        ("三万五", "35000"),
        ("三万五千", "35000"),
        ("一亿两千万", "120000000"),
        ("一万亿", "1000000000000"),
        ("3千5百", "3500"),
        ("二〇二四", "2024"),
    ],
)
def test_reads(text: str, value: str) -> None:
    assert read_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "百",
        "千万",
        "三五",
        "三十百",
        "一百零",
        "五十三十",
        "万一",
        "点五",
        "十点",
        "一二",
        "好",
        "一" * 60,
    ],
)
def test_leaves_alone(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三五百", 300, 500),
        ("七八", 7, 8),
        ("两三千", 2000, 3000),
        ("一两百", 100, 200),
        ("三四十", 30, 40),
        ("十五六", 15, 16),
        ("四十五六万", 450000, 460000),
        ("二十三四", 23, 24),
    ],
)
def test_neighbouring_digits_are_a_span(text: str, low: int, high: int) -> None:
    assert read_pair(text) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["十三", "三九", "五三", "一百", "二〇", "三", "三五七"])
def test_other_digits_are_none(text: str) -> None:
    assert read_pair(text) is None


def _spoken(number: int) -> str:
    """Any number below 亿亿 the way it is read aloud."""
    for unit, power in (("亿", 10**8), ("万", 10**4)):
        if number >= power:
            high, low = divmod(number, power)
            zero = "零" if low and low < power // 10 else ""
            return _spoken(high) + unit + zero + (_spoken(low) if low else "")
    words, gap = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + _D[digit] + unit
            gap = False
        else:
            gap = True
    return words or "零"


@given(st.integers(0, 10**12 - 1))
def test_what_is_spoken_is_read_back(number: int) -> None:
    assert read_numeral(_spoken(number)) == number
