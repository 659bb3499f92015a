"""Slips of the pen in sums: what one wrong digit, a swap, a lost digit or a moved point explains, and what nothing does."""

from __future__ import annotations

import pytest

from extractors.quantities import find_quantities
from extractors.slips import one_slip_away, slip_between, telling
from schemas.quantity import Quantity


def quantities(text: str) -> list[Quantity]:
    return [found for _, _, found in find_quantities(text)]


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ("546.11万元、332.3万元、95.6万元", "964.01万元"),  # 536.11
        ("238.6万元、201.5万元、162.3万元", "612.4万元"),  # 602.4, or any part by 10
        ("1286.45万元、620.3万元", "1960.75万元"),  # 1906.75: swapped
        ("12.86万元、45.3万元", "173.9万元"),  # 128.6: the point moved
        ("1286.4万元、62.3万元", "1909.4万元"),  # 623: a point too many
        ("238.6万元、201.5万元", "4401.1万元"),  # 440.1: a digit too many
        ("238.6万元、20.5万元", "440.1万元"),  # 201.5: a digit too few
        ("5600万元、3400万元、2000万元", "1.2亿元"),  # 1.1 or 3000
    ],
)
def test_one_slip_explains(parts: str, total: str) -> None:
    [whole] = quantities(total)
    assert one_slip_away(quantities(parts), whole)


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ("246.11万元、332.3万元", "964.01万元"),  # the list names only some
        ("620万元、550万元", "1800万元"),
        ("1386.2万元、412.75万元", "3627.4万元"),
        ("42.6万元", "96.1万元"),
        ("238.6万元、201.5万元", "12.3万元"),  # would leave less than nothing
    ],
)
def test_nothing_explains(parts: str, total: str) -> None:
    [whole] = quantities(total)
    assert not one_slip_away(quantities(parts), whole)


@pytest.mark.parametrize(
    ("figures", "enough"),
    [
        ("546.11万元、332.3万元、964.01万元", True),
        ("1286万元、2345万元、3631万元", True),
        ("600万元、500万元、1800万元", False),  # zeros at the end are no digits
        ("546.11万元、332.3万元、970万元", False),
        ("0.56亿元、0.34亿元、1.2亿元", False),
    ],
)
def test_round_figures_tell_nothing(figures: str, enough: bool) -> None:
    *parts, total = quantities(figures)
    assert telling(parts, total) is enough


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("337.35元", "337.35万元", "单位"),
        ("13240.5万元", "1324.05万元", "小数点"),
        ("352.40万元", "352.04万元", "两位颠倒"),
        ("1401万元", "1410万元", "两位颠倒"),
        ("27753.28万元", "27,532,800元", "多一位或少一位"),
        ("2175.34万元", "2135.34万元", "一位数字"),
        ("2.95万人", "29450人", ""),  # rounded
        ("1624万元", "1324万元", ""),  # one digit of four may be chance
        ("230万元", "320万元", ""),
        ("2135.34万元", "2286.51万元", ""),
    ],
)
def test_the_slip_between_two_figures(printed: str, meant: str, slip: str) -> None:
    [one], [other] = quantities(printed), quantities(meant)
    assert slip_between(one, other) == slip
