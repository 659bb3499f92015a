"""How printed forms are built, fact by fact: merges, headers, page breaks, totals, several forms, blanks, signs, units."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.forms.form import find_forms
from extractors.reader import read
from schemas.form import Entry, Form, Vocabulary, load_form_words
from tests import printed
from tests.form_fields import shown

HEAD = "| 项目名称 | 林道维护 | < | < | < | < | < | < |\n"
FUNDS = (
    "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
    "| ^ | 年度资金总额 | 50 | 50 | 48 | 10 | 96% | 9.6 |\n"
)
COLUMNS = (
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |\n"
)
ROWS = (
    "| 产出指标 | 数量指标 | 维护林道 | 36公里 | 36公里 | 60 | 60 | |\n"
    "| 效益指标 | 生态效益指标 | 林区巡护覆盖率 | ≥95% | 97% | 30 | 30 | |\n"
)
TOTAL = "| 总分 | | | | | 100 | 99.6 | |\n"
FORM = HEAD + FUNDS + COLUMNS + ROWS + TOTAL


def forms(text: str) -> tuple[Form, ...]:
    return find_forms(printed.document(text))


def only(text: str) -> Form:
    [form] = forms(text)
    return form


def names(form: Form) -> list[tuple[str, str, str]]:
    return [(row.level1, row.level2, row.name.text) for row in form.indicators]


def cell(row: str, column: str, columns: str = COLUMNS) -> Entry:
    """The entry of one column of one indicator row."""
    [found] = only(HEAD + columns + row).indicators
    return found.cells[column]


# 1 --- merged cells


def test_a_merged_level_holds_for_every_row_it_covers() -> None:
    rows = (
        "| 产出指标 | 数量指标 | 维护林道 | 36公里 | 36公里 | 30 | 30 | |\n"
        "| ^ | ^ | 清理塌方 | 12处 | 12处 | 30 | 30 | |\n"
        "| ^ | 质量指标 | 路况达标率 | 90% | 92% | 30 | 30 | |\n"
    )
    assert names(only(HEAD + COLUMNS + rows)) == [
        ("产出指标", "数量指标", "维护林道"),
        ("产出指标", "数量指标", "清理塌方"),
        ("产出指标", "质量指标", "路况达标率"),
    ]


def test_the_label_of_the_funds_block_beside_its_rows_is_no_row() -> None:
    assert [row.row for row in only(FORM).funds] == ["total"]


# 2 --- headers in two rows, words broken by blanks


def test_a_lower_header_row_names_the_columns() -> None:
    header = (
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 自评 | < | 复核 | < |\n"
        "| ^ | ^ | ^ | 指标性质 | 指标值 | 度量单位 | 完成值 | 得分 | 完成值 | 得分 |\n"
    )
    row = "| 产出指标 | 数量指标 | 维护林道 | ≥ | 36 | 公里 | 36 | 30 | 35 | 29 |\n"
    assert {
        column: cell(row, column, header).text
        for column in ("operator", "target", "unit_of_measure", "actual", "score", "review_actual", "review_score")
    } == {
        "operator": "≥",
        "target": "36",
        "unit_of_measure": "公里",
        "actual": "36",
        "score": "30",
        "review_actual": "35",
        "review_score": "29",
    }  # fmt: skip


def test_a_column_of_kinds_names_no_indicator() -> None:
    columns = "| 绩效指标 | 指标类别 | 指标分值 | 评分标准 | 绩效目标值 | 完成值 | 自评得分 | 扣分原因 |\n"
    rows = (
        "| 维护林道 | 数量指标 | 50 | 按比例 | ≥36公里 | 37公里 | 50 | |\n"
        "| 路况达标率 | 质量指标 | 40 | 按比例 | ≥90% | 93% | 40 | |\n"
        "| 自评得分合计 | < | 100 | | | | 99.6 | |\n"
    )
    form = only(HEAD + columns + rows)
    assert names(form) == [("", "数量指标", "维护林道"), ("", "质量指标", "路况达标率")]
    assert form.total_weight is not None
    assert form.total_score is not None
    assert (form.total_weight.text, form.total_score.text) == ("100", "99.6")


def test_plain_words_head_columns_as_well() -> None:
    columns = "| 指标 | 类别 | 应完成 | 已完成 | 分值 | 自评分 | 说明 |\n"
    form = only(HEAD + columns + "| 维护林道 | 数量指标 | ≥36公里 | 37公里 | 50 | 49 | |\n")
    [row] = form.indicators
    assert row.name.text == "维护林道"
    assert {key: row.cells[key].text for key in ("target", "actual", "weight", "score")} == {
        "target": "≥36公里",
        "actual": "37公里",
        "weight": "50",
        "score": "49",
    }


def test_the_name_of_the_block_beside_the_levels_is_no_column_of_results() -> None:
    columns = "| 指标完成情况 | 一级指标 | 二级指标 | 三级指标 | 权重 | 目标值 | 年末实际值 | 评分 |\n"
    form = only(HEAD + columns + "| | 产出指标 | 数量指标 | 维护林道 | 50 | ≥36公里 | 37公里 | 50 |\n")
    assert form.indicators[0].cells["actual"].text == "37公里"


def test_the_label_of_the_funds_block_may_stand_over_blanks() -> None:
    funds = (
        "| 年度预算（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
        "| | 年度资金总额 | 50 | 45 | 44 | 10 | 97.8% | 9.8 |\n"
        "| | 按收入性质分：一般公共预算拨款 | 40 | 35 | 34 | | | |\n"
        "| | 政府性基金预算拨款 | 10 | 10 | 10 | | | |\n"
    )
    form = only(HEAD + funds + COLUMNS + ROWS + TOTAL)
    assert [(row.row, row.cells["budget_full"].text) for row in form.funds] == [
        ("total", "45"),
        ("fiscal", "35"),
        ("fund", "10"),
    ]


def test_header_words_may_be_broken_by_blanks_and_lines() -> None:
    header = "| 一级<br>指标 | 二 级 指 标 | 三级指标 | 年度<br>指标值 | 实际　完成值 | 分　值 | 得 分 | 偏差原因分析及<br>改进措施 |\n"
    found = only(HEAD + header + ROWS).indicators[0].cells
    assert set(found) == {"target", "actual", "weight", "score", "deviation"}


# 3, 4 --- a page break in the table


PAGES = (
    "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |\n"
    "| ^ | 产出指标（60分） | 数量指标 | 维护林道 | 36公里 | 36公里 | 20 | 20 | |\n"
    "| ^ | ^ | 数量指标 | 清理塌方 | 12处 | 12处 | 20 | 20 | |\n"
    "\n"
    "| | | 补植苗木 | 500株 | 500株 | 20 | 20 | |\n"
    "| 效益指标（30分） | 生态效益指标 | 林区巡护覆盖率 | ≥95% | 97% | 30 | 30 | |\n"
    "| 总分 | | | | | 100 | 99.6 | |\n"
)


def test_rows_of_the_next_page_stand_one_column_left_and_inherit_their_levels() -> None:
    assert names(only(HEAD + FUNDS + PAGES)) == [
        ("产出指标", "数量指标", "维护林道"),
        ("产出指标", "数量指标", "清理塌方"),
        ("产出指标", "数量指标", "补植苗木"),
        ("效益指标", "生态效益指标", "林区巡护覆盖率"),
    ]


def test_a_level_printed_twice_is_one_level() -> None:
    form = only(HEAD + FUNDS + PAGES)
    assert {row.group_weight.text for row in form.indicators[:3] if row.group_weight} == {"60"}
    assert [table.block for table in form.tables] == [0, 1]


def test_another_table_after_a_heading_is_not_the_next_page() -> None:
    text = (
        HEAD + FUNDS + COLUMNS + ROWS + "\n三、参与人员名单\n| 甲 | 护林员 | 男 | 36岁 | 5年 | 60 | 60 | |\n"
    )
    assert len(only(text).indicators) == 2


# 5 --- shifted rows


@pytest.mark.parametrize(
    "row",
    [
        "| ^ | 年度资金总额 | 50 | 55 | 48 | 10 | 87.27% | 8.7 |",
        "| 年度资金总额 | 50 | 55 | 48 | 10 | 87.27% | 8.7 | |",
        "| 年度资金总额 | < | 50 | 55 | 48 | 10 | 87.27% | 8.7 |",
    ],
)
def test_the_figures_of_a_shifted_row_find_their_columns(row: str) -> None:
    header = "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
    [total] = only(HEAD + header + row + "\n" + COLUMNS + ROWS).funds
    assert {column: entry.text for column, entry in total.cells.items()} == {
        "budget_initial": "50",
        "budget_full": "55",
        "executed": "48",
        "weight": "10",
        "rate": "87.27%",
        "score": "8.7",
    }


# 6 --- the total row


@pytest.mark.parametrize(
    ("row", "weight", "score", "grade"),
    [
        ("| 总分 | | | | | 100 | 99.6 | |", "100", "99.6", ""),
        ("| 总 分 | < | < | < | < | 100 | 99.6 | 优 |", "100", "99.6", "优"),
        ("| 合计 | < | 100 | 99.6 | | | | |", "100", "99.6", ""),
        ("| 自评总分：99.6分 | < | < | < | < | < | < | < |", "", "99.6分", ""),
        ("| 总分 | < | < | < | < | < | 99.6 | |", "", "99.6", ""),
    ],
)
def test_reads_the_total(row: str, weight: str, score: str, grade: str) -> None:
    form = only(HEAD + FUNDS + COLUMNS + ROWS + row + "\n")
    foot = (form.total_weight, form.total_score, form.grade)
    assert tuple(each.text if each else "" for each in foot) == (weight, score, grade)


def test_a_subtotal_is_no_indicator_and_no_total() -> None:
    form = only(HEAD + FUNDS + COLUMNS + ROWS + "| 效益指标 | 小计 | | | | 30 | 30 | |\n" + TOTAL)
    assert len(form.indicators) == 2
    assert form.total_score is not None
    assert form.total_score.text == "99.6"


# 7 --- several forms


TITLE = "| 项目支出绩效自评表 | < | < | < | < | < | < | < |\n| （2023年度） | < | < | < | < | < | < | < |\n"


@pytest.mark.parametrize(
    "text",
    [
        TITLE + FORM + TITLE + FORM,
        FORM + FORM,
        "项目支出绩效自评表\n（2023年度）\n" + FORM + "\n项目支出绩效自评表\n（2023年度）\n" + FORM,
        "=== 一 ===\n" + FORM + "\n=== 二 ===\n" + FORM,
        TITLE + HEAD + COLUMNS + ROWS + TITLE + FORM,
    ],
    ids=["title in the table", "no title", "title above", "two sheets", "no total row"],
)
def test_each_form_is_one(text: str) -> None:
    assert [len(form.indicators) for form in forms(text)] == [2, 2]


@pytest.mark.parametrize(
    "listed",
    [
        "| 序号 | 项目名称 | 年初预算数 | 全年执行数 | 自评得分 |\n| 1 | 林道维护 | 50 | 48 | 99.6 |\n",
        "| 项目名称 | 三级指标 | 指标值 | 完成值 | 偏离度 |\n| 林道维护 | 维护林道 | 36 | 36 | 0% |\n",
        "| 项目名称 | 自评得分 | 复核得分 | 差值 |\n| 林道维护 | 99.6 | 98 | 1.6 |\n",
    ],
)
def test_a_list_of_projects_is_no_form(listed: str) -> None:
    assert forms(listed) == ()
    assert [len(form.indicators) for form in forms(listed + "\n" + FORM)] == [2]


# 8 --- the order in which a PDF draws


def test_a_page_is_read_by_place_not_by_the_order_of_drawing(tmp_path: Path) -> None:
    path = printed.write_pdf(FORM, tmp_path / "自评表.pdf")  # the last column is drawn first
    [form] = find_forms(read(path, path.name))
    assert names(form) == names(only(FORM))


# 9 --- figures that ran together


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (
            "| ^ | 年度资金总额 | | 1484631.00% | | | | |",
            {"budget_full": "148", "executed": "46", "rate": "31.00%"},
        ),
        (
            "| ^ | 年度资金总额 | | 148 46 31.00% | | | | |",
            {"budget_full": "148", "executed": "46", "rate": "31.00%"},
        ),
        (
            "| ^ | 年度资金总额 | 60 | 555192.73% | | | | |",
            {"budget_full": "55", "executed": "51", "rate": "92.73%"},
        ),
    ],
)
def test_funds_that_ran_together_are_parted_by_the_rate(row: str, columns: dict[str, str]) -> None:
    header = "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 分值 | 得分 |\n"
    [total] = only(HEAD + header + row + "\n" + COLUMNS + ROWS).funds
    found = {column: total.cells[column] for column in columns}
    assert {column: entry.text for column, entry in found.items()} == columns
    assert all(entry.quantity is not None and "粘在一起" in entry.quantity.doubt for entry in found.values())
    assert all(entry.anchor.quote == entry.text for entry in found.values())


@pytest.mark.parametrize("glued", ["1234567890.12%", "12121.00%", "55519273%%"])
def test_what_can_be_parted_no_way_or_two_stays_as_printed(glued: str) -> None:
    header = "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 分值 | 得分 |\n"
    row = f"| ^ | 年度资金总额 | 60 | {glued} | | | | |\n"
    [total] = only(HEAD + header + row + COLUMNS + ROWS).funds
    assert total.cells["budget_full"].text == glued
    assert not total.cells["executed"].text


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("办公所需成本415万元15万元4", ("4", "15万元", "15万元", "4")),
        ("林道养护单价10≤2.5万元2.4万元10", ("10", "≤2.5万元", "2.4万元", "10")),
        ("巡护天数20300天285天19", ("20", "300天", "285天", "19")),
    ],
)
def test_indicators_that_ran_together_are_parted_by_the_score(name: str, parts: tuple[str, ...]) -> None:
    columns = "| 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 | 偏差原因 |\n"
    [row] = only(HEAD + columns + f"| 产出指标 | 成本指标 | {name} | | | | | |\n").indicators
    found = [row.cells[column] for column in ("weight", "target", "actual", "score")]
    assert tuple(entry.text for entry in found) == parts
    assert row.name.text == name[: name.index(next(char for char in name if char.isdigit()))]
    assert all(entry.quantity is not None and entry.quantity.doubt for entry in found)


# 10 --- what the template left


@pytest.mark.parametrize("name", ["指标1", "指标2：", "……", "...", "（100字以内）", "指标"])
def test_lines_of_the_template_are_no_indicators(name: str) -> None:
    row = f"| 产出指标 | 质量指标 | {name} | | | 5 | | |\n"
    assert len(only(HEAD + COLUMNS + ROWS + row + TOTAL).indicators) == 2


@pytest.mark.parametrize(
    "row",
    [
        "| 注：1.得分最高不超过分值。 | < | < | < | < | < | < | < |",
        "| 填表说明：定性指标按三档打分。 | < | < | < | < | < | < | < |",
        "| -2- | < | < | < | < | < | < | < |",
        "| 第3页 | < | < | < | < | < | < | < |",
        "| 评价标准：每低1个百分点扣0.5分。 | < | < | < | < | < | < | < |",
    ],
)
def test_notes_and_page_marks_between_rows_are_no_indicators(row: str) -> None:
    assert len(only(HEAD + COLUMNS + ROWS + row + "\n" + TOTAL).indicators) == 2


# 11 --- what scanners and old copies do to characters


def test_labels_in_older_characters_are_known() -> None:
    text = (
        FORM.replace("项目名称", "項目名稱").replace("年初预算数", "年初預算數").replace("执行率", "執行率")
    )
    assert len(only(text.replace("实际完成值", "實際完成值").replace("分值", "分值")).funds[0].cells) == 6


@pytest.mark.parametrize("misread", ["5O", "l8", "3M.8", "4I.2万元"])
def test_letters_among_digits_are_no_number_but_a_doubt(misread: str) -> None:
    row = f"| ^ | 年度资金总额 | 50 | 50 | {misread} | 10 | 96% | 9.6 |\n"
    [total] = only(HEAD + FUNDS.splitlines(keepends=True)[0] + row + COLUMNS + ROWS).funds
    quantity = total.cells["executed"].quantity
    assert quantity is not None
    assert (quantity.number, bool(quantity.doubt)) == (None, True)


# 12 --- blanks


@pytest.mark.parametrize("mark", ["", "—", "-", "－", "--", "/", "／", "\\", "无"])
def test_a_blank_is_blank_and_not_zero(mark: str) -> None:
    row = f"| ^ | 其他资金 | {mark} | {mark} | {mark} | | | |\n"
    other = only(HEAD + FUNDS + row + COLUMNS + ROWS).funds[1]
    assert (other.row, other.cells["executed"].blank, other.cells["executed"].quantity) == (
        "other",
        True,
        None,
    )
    assert (
        cell(f"| 产出指标 | 数量指标 | 维护林道 | 36公里 | {mark} | 30 | 30 | |\n", "actual").quantity is None
    )


@pytest.mark.parametrize("zero", ["0", "0.00", "0.0"])
def test_zero_is_zero(zero: str) -> None:
    row = f"| ^ | 其他资金 | {zero} | {zero} | {zero} | | | |\n"
    quantity = only(HEAD + FUNDS + row + COLUMNS + ROWS).funds[1].cells["executed"].quantity
    assert quantity is not None
    assert quantity.value == 0


# 13 --- operators


@pytest.mark.parametrize(
    ("operator", "read_as"),
    [
        *((sign, "≥36公里") for sign in ("≥", "≧", "⩾", ">=", "＞=", "大于等于", "不低于", "不少于", "以上")),
        *(
            (sign, "≤36公里")
            for sign in ("≤", "≦", "⩽", "<=", "小于等于", "不超过", "不高于", "以内", "以下")
        ),
        *((sign, ">36公里") for sign in (">", "＞", "超过", "大于")),
        *((sign, "<36公里") for sign in ("＜", "低于", "小于")),
        *((sign, "36公里") for sign in ("=", "＝", "═", "等于", "")),
        ("越高越好", "≥36公里"),
        ("反向指标", "≤36公里"),
    ],
)
def test_reads_operators_of_a_column_and_in_the_cell(operator: str, read_as: str) -> None:
    columns = "| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 得分 |\n"
    row = f"| 产出指标 | 数量指标 | 维护林道 | {operator} | 36 | 公里 | 36 | 30 |\n"
    assert shown(cell(row, "target", columns).quantity) == read_as
    if operator not in {"以上", "以内", "以下", "越高越好", "反向指标"}:  # these stand behind the number
        row = f"| 产出指标 | 数量指标 | 维护林道 | {operator}36公里 | 36公里 | 30 | 30 | |\n"
        assert shown(cell(row, "target").quantity) == read_as


def test_a_quality_is_no_number() -> None:
    columns = "| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 得分 |\n"
    row = "| 效益指标 | 社会效益指标 | 林区秩序 | 定性 | 优良中低差 | | 良 | 30 |\n"
    assert cell(row, "target", columns).quantity is None
    assert cell(row, "operator", columns).text == "定性"


# 14 --- values


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("30名", "30名"),
        ("13件", "13件"),
        ("100百分比", "100百分比"),
        ("80TB", "80TB"),
        ("2 小时", "2小时"),
        ("95%以上", "≥95%"),
        ("312万元以内", "≤312万元"),
        ("7.07万起", "7.07万起"),
        ("420台（套）", "420台"),
        ("12月", ""),
        ("2021年12月31日", ""),
        ("日产日清", ""),
        ("优良中低差", ""),
        ("2024年完成30名", "30名"),
        ("全年实际完成13件", "13件"),
        ("实际2小时", "2小时"),
        ("仅完成91.7%，未达标", "91.7%"),
        ("控制在5个工作日以内", "≤5个工作日"),
        ("提升0.3等", ""),
        ("0.3等", "0.3等"),
        ("≥4星", "≥4星"),
        ("完成3项培训", ""),
        ("2024年底前完成", ""),
        ("第3季度", ""),
        ("≥90%-≤95%", ""),  # two bounds are not one figure
        ("100%（1300家）", ""),  # nor are two figures
    ],
)
def test_reads_values(text: str, read_as: str) -> None:
    assert (
        shown(cell(f"| 产出指标 | 数量指标 | 某项 | {text} | | 30 | 30 | |\n", "target").quantity) == read_as
    )


# 15 --- the unit of money


@pytest.mark.parametrize(
    ("above", "label", "unit"),
    [
        ("金额单位：万元\n", "项目资金", "万元"),
        ("单位:元\n", "项目资金", "元"),
        ("", "项目资金（元）", "元"),
        ("", "项目资金<br>(万元)", "万元"),
        ("单位：元\n", "项目资金（万元）", "万元"),  # what stands beside the figures goes first
        ("", "项目资金", ""),
    ],
)
def test_each_form_has_its_own_unit(above: str, label: str, unit: str) -> None:
    form = only("项目支出绩效自评表\n" + above + FORM.replace("项目资金（万元）", label))
    assert (form.currency.name if form.currency else "") == unit
    quantity = form.funds[0].cells["executed"].quantity
    assert quantity is not None
    assert quantity.unit.name == (unit or "万元")


def test_a_figure_that_carries_its_unit_keeps_it() -> None:
    row = FUNDS.replace("| 50 | 50 | 48 |", "| 50万 | 50万元 | 480,000元 |")
    [total] = only(HEAD + row + COLUMNS + ROWS).funds
    amounts = [total.cells[column].quantity for column in ("budget_initial", "budget_full", "executed")]
    assert [str(each and each.value) for each in amounts] == ["500000", "500000", "480000"]


@pytest.mark.parametrize(
    ("label", "source"),
    [
        ("本级财政安排资金", "own"),
        ("省级财政补助经费", "province"),
        ("市财政安排资金", "city"),
        ("县（区）级财政配套资金", "county"),
        ("中央财政下达资金", "central"),
        ("预算安排资金", "total"),
    ],
)
def test_who_pays_may_be_said_with_more_words(label: str, source: str) -> None:
    form = only(HEAD + FUNDS + f"| ^ | {label} | 20 | 20 | 18 | | | |\n" + COLUMNS + ROWS)
    assert [row.row for row in form.funds] == ["total", source]


# whatever the table

WORDS = sorted(
    {
        *load_form_words().head.exact,
        *load_form_words().funds_columns.exact,
        *load_form_words().funds_rows.exact,
        *load_form_words().goals.exact,
        *load_form_words().indicator_columns.exact,
        *load_form_words().total_rows,
        *load_form_words().remarks,
        *load_form_words().level1_names,
    }
)
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "",
            "<",
            "^",
            "100",
            "9.6",
            "98.92%",
            "—",
            "36公里",
            "≥90%",
            "1484631.00%",
            "自评总分：99分",
            "☑优 □良",
        ]
    ),
    st.text("指标1（分）%：.,0-9 年度\n无", max_size=12),
)


@settings(max_examples=100)
@given(st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=12))
def test_no_table_breaks_the_reading_and_every_field_quotes_its_place(rows: list[list[str]]) -> None:
    text = "\n".join("| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows)
    try:
        document = printed.document("项目支出绩效自评表\n" + text)
    except AssertionError:
        return  # merges that make no rectangle are no table
    cells = {(each.row, each.col): each for table in document.tables() for each in table.cells()}
    for form in find_forms(document):
        entries = [entry for row in (*form.funds, *form.details) for entry in row.cells.values()]
        entries += [entry for row in form.indicators for entry in (row.name, *row.cells.values())]
        for anchor in (entry.anchor for entry in entries):
            assert cells[anchor.row or 0, anchor.col or 0].text[anchor.start : anchor.end] == anchor.quote


def words_for(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The words of each field."""
    out: dict[str, list[str]] = {}
    for word, name in vocabulary.exact.items():
        if not word.startswith("中期"):  # speaks of other years
            out.setdefault(name, []).append(word)
    return out


WORDS_OF_COLUMNS = words_for(load_form_words().indicator_columns)
VALUES = {
    "level1": ("产出指标", "效益指标"),
    "level2": ("数量指标", "社会效益指标"),
    "name": ("维护林道", "巡护覆盖率"),
    "target": ("36公里", "≥95%"),
    "actual": ("38公里", "97%"),
    "weight": ("60", "40"),
    "score": ("60", "39.5"),
    "review_score": ("58", "39"),
    "criteria": ("少1公里扣1分", "低1%扣1分"),
    "evidence": ("养护台账", "巡护记录"),
    "deviation": ("", "两处塌方未清"),
}


@settings(max_examples=40)
@given(st.data())
def test_columns_may_have_any_of_their_words_and_any_order(data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(VALUES)))
    header = [data.draw(st.sampled_from(WORDS_OF_COLUMNS[column]), label=column) for column in order]
    rows = [header, *([VALUES[column][row] for column in order] for row in (0, 1))]
    text = "".join("| " + " | ".join(row) + " |\n" for row in rows)
    form = only("项目支出绩效自评表\n" + text)
    assert names(form) == [tuple(VALUES[c][row] for c in ("level1", "level2", "name")) for row in (0, 1)]
    for row, found in enumerate(form.indicators):
        rest = {
            column: values[row]
            for column, values in VALUES.items()
            if column not in {"level1", "level2", "name"}
        }
        assert {column: entry.text for column, entry in found.cells.items()} == rest


WORDS_OF_MONEY = words_for(load_form_words().funds_columns)
WORDS_OF_SOURCES = words_for(load_form_words().funds_rows)
AMOUNTS = {
    "budget_initial": ("120", "100", "20"),
    "budget_full": ("130", "100", "30"),
    "executed": ("117", "90", "27"),
    "rate": ("90%", "90%", "90%"),
    "weight": ("10", "", ""),
    "score": ("9", "", ""),
}
SOURCES = ("total", "fiscal", "other")


@settings(max_examples=40)
@given(st.data())
def test_money_may_have_any_of_its_words_and_any_order_and_lie_either_way(data: st.DataObject) -> None:
    measures = data.draw(st.permutations(list(AMOUNTS)))
    sources = data.draw(st.permutations(SOURCES))
    heads = [data.draw(st.sampled_from(WORDS_OF_MONEY[measure]), label=measure) for measure in measures]
    labels = [data.draw(st.sampled_from(WORDS_OF_SOURCES[source]), label=source) for source in sources]
    cells = [[AMOUNTS[measure][SOURCES.index(source)] for measure in measures] for source in sources]
    if data.draw(st.booleans(), label="sources as columns"):
        kept = [at for at, measure in enumerate(measures) if measure not in {"weight", "score"}]
        rows = [["资金（万元）", *labels], *([heads[at], *(row[at] for row in cells)] for at in kept)]
    else:
        kept = list(range(len(measures)))
        rows = [["资金（万元）", *heads], *([label, *row] for label, row in zip(labels, cells, strict=True))]
    text = "".join("| " + " | ".join(row) + " |\n" for row in rows)
    form = only(HEAD.replace(" | <" * 6, " | " * 6) + text + COLUMNS + ROWS)
    assert {row.row for row in form.funds} == set(SOURCES)
    for row in form.funds:
        expected = {measures[at]: AMOUNTS[measures[at]][SOURCES.index(row.row)] for at in kept}
        assert {measure: entry.text for measure, entry in row.cells.items() if entry.text} == {
            measure: text for measure, text in expected.items() if text
        }


@pytest.mark.parametrize(
    "text",
    [
        "| 收入 | < | 支出 | < |\n| 项目名称 | 金额 | 项目名称 | 金额 |\n"
        "| 一、财政拨款 | 300 | 一、基本支出 | 250 |\n| 合计 | 300 | 合计 | 300 |\n",
        "单位：万元\n| 项目 | 2023年 | 2024年 |\n| 财政拨款 | 300 | 320 |\n| 其他资金 | 20 | 10 |\n| 合计 | 320 | 330 |\n",
        "| 费用 | 预算数 | 执行数 | 执行率 |\n| 办公费 | 12 | 11 | 91.67% |\n| 合计 | 12 | 11 | 91.67% |\n",
        "| 一级指标 | 二级指标 | 分值 | 得分 |\n| 决策 | 立项 | 10 | 9 |\n| 过程 | 资金 | 20 | 18 |\n",
    ],
    ids=["budget", "two years", "costs", "scores of an appraisal"],
)
def test_a_table_of_a_report_is_no_form(text: str) -> None:
    assert forms(text) == ()
