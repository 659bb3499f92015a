from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.periods import find_periods


def _found(text: str, year: int | None = None) -> list[tuple[str, str]]:
    return [(text[start:end], str(period)) for start, end, period, _ in find_periods(text, year=year)]


@pytest.mark.parametrize(
    ("text", "raw", "period"),
    [
        ("2024年，全市开展", "2024年", "2024"),
        ("2024 年度项目支出", "2024 年度", "2024"),
        ("２０２４年度", "２０２４年度", "2024"),
        ("二〇二四年度", "二〇二四年度", "2024"),
        ("2024年11月-12月，下达了", "2024年11月-12月", "2024-11/2024-12"),
        ("获2022-2023年度省科技奖", "2022-2023年度", "2022/2023"),
        ("2022年至2024年累计", "2022年至2024年", "2022/2024"),
        ("2023—2024学年", "2023—2024学年", "2023/2024"),
        ("2024年1-9月", "2024年1-9月", "2024-01/2024-09"),
        ("2024年1月1日至12月31日", "2024年1月1日至12月31日", "2024"),
        ("2023年12月—2024年2月", "2023年12月—2024年2月", "2023-12/2024-02"),
        ("截至2024年底", "2024年底", "2024-12-31"),
        ("2024年12月31日前完成", "2024年12月31日", "2024-12-31"),
        ("2024年6月完工", "2024年6月", "2024-06"),
        ("2024年上半年", "2024年上半年", "2024-01/2024-06"),
        ("2024年第三季度", "2024年第三季度", "2024-07/2024-09"),
        ("2024年前三季度", "2024年前三季度", "2024-01/2024-09"),
        ("“十四五”期间投资", "“十四五”期间", "2021/2025"),
        ("十三五时期", "十三五时期", "2016/2020"),
        ("2024.01-2024.12", "2024.01-2024.12", "2024"),
        ("2024-11-05", "2024-11-05", "2024-11-05"),
        ("2023年国家轨道交通专业赛", "2023年", "2023"),
        ("2024年年初预算", "2024年", "2024"),
        ("2.2024年清淤", "2024年", "2024"),
        ("完工。12．2024年清淤", "2024年", "2024"),
        ("3.2022-2024年累计", "2022-2024年", "2022/2024"),
    ],
)
def test_reads(text: str, raw: str, period: str) -> None:
    assert _found(text) == [(raw, period)]


@pytest.mark.parametrize(
    ("text", "raw", "period"),
    [
        ("上年结转资金", "上年", "2023"),
        ("去年", "去年", "2023"),
        ("上年度应拨未拨", "上年度", "2023"),
        ("上年末", "上年末", "2023-12-31"),
        ("今年", "今年", "2024"),
        ("其中：当年财政拨款", "当年", "2024"),
        ("本年度", "本年度", "2024"),
        ("1-9月完成", "1-9月", "2024-01/2024-09"),
        ("12月", "12月", "2024-12"),
        ("上半年", "上半年", "2024-01/2024-06"),
        ("到年中清淤9公里", "年中", "2024-01/2024-06"),
        ("半年时点支出", "半年", "2024-01/2024-06"),
        ("截至9月30日", "截至9月30日", "2024-01/2024-09"),
        ("前十个月支出", "前十个月", "2024-01/2024-10"),
        ("三年来累计", "三年来", "2022/2024"),
        ("三年一共清淤", "三年", "2022/2024"),
        ("第一季度", "第一季度", "2024-01/2024-03"),
        ("年底前", "年底", "2024-12-31"),
    ],
)
def test_relative_words_need_the_year_of_the_document(text: str, raw: str, period: str) -> None:
    assert _found(text) == []
    assert _found(text, year=2024) == [(raw, period)]


@pytest.mark.parametrize(
    "text",
    [
        "株财函〔2024〕24号",
        "湘财教[2023]3号",
        "（2020）69号",
        "《2024年部门预算项目支出申报表》",
        "《关于印发<株洲市2024年“创新成果转化年”活动实施方案>的通知》",
        "“2024年科技活动周”",
        "2024年2月30日",
        "执行期3年",
        "10个月",
        "2045家",
        "0731-28681234",
        "“十四五”规划",
        "科技成果转化年",
        "GB50016-2014",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert _found(text, year=2024) == []


def test_parts_of_a_coming_year_are_of_that_year() -> None:
    text = "2025年上半年支出过半，三季度末超八成。上半年已完工。"
    assert [period for _, period in _found(text, 2024)] == [
        "2025-01/2025-06",
        "2025-01/2025-09",
        "2024-01/2024-06",
    ]


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("较2023年前进14位", [True]),
        ("比上年增长5%", [True]),
        ("较上年同期增长", [True]),
        ("与2023年相比提高", [True]),
        ("与去年同期相比", [True]),
        ("2024年比2023年增加", [False, True]),
        ("占比2024年达到5%", [False]),
        ("2023年和2024年", [False, False]),
        ("2024年与2023年持平", [False, True]),
    ],
)
def test_the_base_of_a_comparison_is_marked(text: str, compared: list[bool]) -> None:
    assert [flag for *_, flag in find_periods(text, year=2024)] == compared


@pytest.mark.parametrize(
    "text", ["2024年" * 10_000, "2024.1-" * 10_000, "1" * 50_000, " " * 50_000, "上年" * 20_000]
)
def test_takes_no_time_on_hostile_text(text: str) -> None:
    begun = time.perf_counter()
    list(find_periods(text, year=2024))
    assert time.perf_counter() - begun < 8


@given(st.text(alphabet="0123456789年月日-至.〔〕《》“”上下去今半季度 \n\t较比", max_size=60))
def test_offsets_quote_the_text(text: str) -> None:
    end = 0
    for start, stop, period, _ in find_periods(text, year=2024):
        assert end <= start < stop <= len(text)
        assert period.first <= period.last
        end = stop


@pytest.mark.parametrize(
    "text", ["编制24个,2021年末实有60人", "支出3万元,1-9月接诊120人", "支出1,200万元,3月完成"]
)
def test_a_period_may_follow_a_narrow_comma(text: str) -> None:
    assert len(list(find_periods(text, year=2022))) == 1
