"""What a cell shows: number formats as Excel and WPS apply them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sheets.date_format import Epoch
from extractors.sheets.number_format import is_blank_format, shown, shown_text
from extractors.sheets.styles import BUILT_IN
from extractors.sheets.xlsx import read_xlsx

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
IN_WAN_OR_YI = '[>=100000000]0.00,,"百万";[>=10000]0\\.0,"万";0'


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        # percent and decimals: halves round up, as on paper
        ("1", "0%", "100%"), ("0.965", "0.0%", "96.5%"), ("0.0315", "0.00%", "3.15%"), ("1.005", "0.00", "1.01"),
        ("0.285", "0%", "29%"), ("-0.0435", "0.00%", "-4.35%"), ("2.5", "0", "3"), ("0.5", "#.#", ".5"),
        ("1864.05", "0", "1864"), ("12", "000", "012"), ("3.10", "0.0#", "3.1"), ("3.5", ".00", "3.50"),
        # thousands
        ("1234567.891", "#,##0.00", "1,234,567.89"), ("999", "#,##0", "999"), ("1000", "#,##0", "1,000"),
        ("18640500", "#,##0,", "18,641"), ("18640500", "0.00,,", "18.64"),
        # 万元: a unit in quotes, or a point put between the digits
        ("256.5", '0.00"万元"', "256.50万元"), ("18640500", '0\\.0,"万元"', "1864.1万元"), ("18640500", "0!.0000", "1864.0500"),
        ("18640500", IN_WAN_OR_YI, "1864.1万"), ("186405000", IN_WAN_OR_YI, "186.41百万"), ("999", IN_WAN_OR_YI, "999"),
        # sections, colours, accounting
        ("-1203.5", "#,##0.00_);(#,##0.00)", "(1,203.50)"), ("-7", "0;[Red]-0", "-7"), ("-7", "0;0", "7"),
        ("0", ACCOUNTING, "-"), ("-12.5", ACCOUNTING, "-12.50"), ("12.5", ACCOUNTING, "12.50"), ("0", "0;-0;;@", ""),
        ("1864.05", '[$¥-804]#,##0.00', "¥1,864.05"), ("-2", "¥0.00", "-¥2.00"), ("52", '"≥"0"人"', "≥52人"),
        ("3", '[=0]"无";0', "3"), ("0", '[=0]"无";0', "无"),
        # General: eleven characters, fifteen digits
        ("0.30000000000000004", "General", "0.3"), ("1864.05", "General", "1864.05"), ("3600", "General", "3600"),
        ("0.1234567890123", "General", "0.123456789"), ("123456789012", "General", "1.23457E+11"), ("-0.00005", "General", "-0.00005"),
        ("12345678901", "General", "12345678901"), ("33.333333333333336", "G/通用格式", "33.33333333"), ("5", 'General"分"', "5分"),
        # exponents and fractions
        ("123456.789", "0.00E+00", "1.23E+05"), ("0.00012", "0.0E+00", "1.2E-04"), ("123456.789", "##0.0E+0", "123.5E+3"),
        ("2.5", "# ?/?", "2 1/2"), ("0.75", "??/??", "3/4"), ("2.125", "# ?/8", "2 1/8"), ("3", "# ?/?", "3"),
        # numerals
        ("1864.05", "[DBNum1]General", "一千八百六十四.〇五"), ("512", "[DBNum2]General", "伍佰壹拾贰"), ("2024", "[DBNum1]0", "二〇二四"),
        # days and times
        ("45657", "yyyy-mm-dd", "2024-12-31"), ("45657", "m/d/yy", "12/31/24"), ("45657", '[$-804]yyyy"年"m"月";@', "2024年12月"),
        ("45657", 'yyyy"年"m"月"d"日"\\ aaaa', "2024年12月31日 星期二"), ("45657.75", "yyyy/m/d h:mm", "2024/12/31 18:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"), ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"), ("1.5", "[h]:mm", "36:00"),
        ("0.0005", "mm:ss.0", "00:43.2"), ("45657", '[DBNum1]yyyy"年"m"月"', "二〇二四年十二月"), ("45657", "[$-F800]dddd", "2024年12月31日"),
        ("1", "yyyy/m/d", "1900/1/1"), ("61", "yyyy/m/d", "1900/3/1"), ("-5", "yyyy/m/d", "-5"), ("9e9", "yyyy", "9000000000"),
    ],
)  # fmt: skip
def test_shows(value: str, code: str, printed: str) -> None:
    assert shown(Decimal(value), code) == printed


def test_the_old_calendar_of_the_mac() -> None:
    assert shown(Decimal(44195), "yyyy-mm-dd", Epoch.MAC) == "2024-12-31"


def test_formats_that_follow_the_language_are_shown_as_in_china() -> None:
    assert shown(Decimal(45657), BUILT_IN[14]) == "2024/12/31"
    assert shown(Decimal(45657), BUILT_IN[31]) == "2024年12月31日"


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("12月", "0.00", "12月"), ("市科技局", "@", "市科技局"), ("市科技局", '@"（盖章）"', "市科技局（盖章）"),
        ("—", "0;-0;;@", "—"), ("藏", ";;;", ""), ("文字", '0;0;0;"有字"', "有字"), ("文字", ACCOUNTING, "文字"),
    ],
)  # fmt: skip
def test_shows_text(text: str, code: str, printed: str) -> None:
    assert shown_text(text, code).strip() == printed


def test_a_format_can_hide_everything() -> None:
    assert is_blank_format(";;;")
    assert not is_blank_format("0;;")


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12),
    st.text(max_size=12),
)
def test_no_code_makes_it_fail(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_two_decimals_with_commas_lose_nothing(value: Decimal) -> None:
    printed = shown(value, "#,##0.00")
    assert Decimal(printed.replace(",", "")) == value


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("name", ["poi__GeneralFormatTests.xlsx", "poi__NumberFormatApproxTests.xlsx"])
def test_agrees_with_excel(shared: Path, name: str) -> None:
    """Each row of these workbooks holds what Excel shows, the format and the number; | only marks the pieces."""
    path = shared / "corpus/office" / name
    sheets, _ = read_xlsx(path, name)
    cells = next(sheet for sheet in sheets if sheet.name == "Tests").texts
    book = openpyxl.load_workbook(path, data_only=True)
    compared = 0
    for row, values in enumerate(book["Tests"].iter_rows(min_row=2, max_col=3, values_only=True), 1):
        wanted, code, value = values
        if isinstance(value, bool) or not isinstance(value, int | float) or code is None:
            continue
        assert cells[row, 0] == wanted.strip()
        printed = shown(Decimal(repr(value)), code.replace("|", ""))
        assert printed.replace(" ", "") == wanted.replace("|", "").replace(" ", ""), (code, value)
        compared += 1
    assert compared > 60
