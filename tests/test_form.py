"""Self-evaluation forms as departments lay them out: what is found in each, and what is no form at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.forms.form import find_forms
from extractors.reader import read
from extractors.tables import Grid, RawCell, as_table
from schemas.document import Document
from schemas.form import Entry, Form

# As the city prints it: fiscal money above the total, whose label stands one column to the left; first-level weights in
# brackets; the outer column 绩效指标 ends with the page, so that everything below stands one column to the left.
SHIFTED = """\
项目支出绩效自评表
（2024年度）
项目支出名称\t社区养老服务\t\t\t\t\t\t\t
主管部门\t市民政局\t\t\t实施单位\t市养老服务中心\t\t\t
项目资金（万元）\t\t年初 预算数\t全年 预算数\t全年 执行数\t分值\t执行率\t得分\t
\t其中：当年财政拨款\t900\t860.5\t851.2\t10\t98.92%\t9.89\t
\t上年结转资金\t0\t40\t40\t—\t—\t—\t
年度资金总额\t900\t900.5\t891.2\t10\t98.97%\t9.9\t\t
年度总体目标\t预期目标\t\t\t\t实际完成情况\t\t\t
\t新增养老床位300张，培训护理员400人次。\t\t\t\t新增养老床位312张，培训护理员436人次。\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度 指标值\t实际 完成值\t分值\t得分\t偏差原因分析及 改进措施
\t产出指标（40 分）\t数量指标\t新增养老床位\t300张\t312张\t20\t20\t
\t\t数量指标\t培训护理员\t400人次\t436人次\t20\t20\t

\t\t时效指标\t建设完成时间\t12月\t11月\t20\t20\t
\t效益指标（20分）\t社会效益指标\t助餐服务覆盖率\t90%\t84.6%\t20\t18.8\t两个社区选址未定
\t总分\t\t\t\t\t100\t98.5\t
"""

# 安徽: letters in the header, dashes in the rows of the sources.
DASHES = """\
| 项目名称 | 农村饮水安全 | | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分 |
| | 年度资金总额 | 500 | 500 | 480 | 10 | 96% | 9.6 |
| | 其中：本年财政拨款 | 400 | 400 | 380 | - | 95% | - |
| | 其他资金 | 100 | 100 | 100 | - | 100% | - |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 改造水厂 | ≥50个 | 52 | 50 | 50 | |
| 满意度指标 | 服务对象满意度 | 用水户满意度 | ≥90% | 95.5% | 40 | 40 | |
| 总分 | | | | | 100 | 99.6 | |
"""

# 云南: in 元, two rows of headers, operators of several encodings, a grade behind the total.
TWO_ROWS = """\
| 项目名称 | 学生资助 | | | | | | | | |
| 项目资金（元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | | |
| | 年度资金总额 | 1,203,500.00 | 1,203,500.00 | 1,203,500.00 | 10 | 100% | 10 | | |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | | | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| | | | 指标性质 | 指标值 | 度量单位 | | | | |
| 产出指标 | 数量指标 | 受助学生人数 | ≧ | 1200 | 人 | 1203 | 50 | 50 | |
| 产出指标 | 质量指标 | 资助对象准确率 | ═ | 100 | % | 100 | 40 | 36 | |
| 其他需要说明事项 | 无 | | | | | | | | |
| 总分 | | | | | | | 100 | 96 | 优 |
"""

# 四川: other words for the same columns, slashes for nothing, a foot below the total.
SICHUAN = """\
| 项目名称 | 51000021R000000019951-公益性岗位补贴 | | | | | | | | |
| 主管部门 | 市人社局 | | | | 实施单位 | 市就业服务中心 | | | |
| 预算执行情况（10分） | | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因 | |
| | 总额 | 320 | 336.5 | 330.1 | 98.10% | 10 | 9.81 | / | |
| | 其中：财政资金 | 320 | 336.5 | 330.1 | 98.10% | / | / | / | |
| | 财政专户管理资金 | / | / | / | / | / | / | / | |
| | 单位资金 | / | / | / | / | / | / | / | |
| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析 |
| 产出指标 | 数量指标 | 公益性岗位人员 | ≥ | 260 | 人 | 268 | 60 | 60 | |
| 成本指标 | 经济成本指标 | 岗位补贴标准 | ≤ | 1.5 | 万元/人 | 1.2 | 30 | 30 | |
| 合计 | | | | | | | 100 | 99.81 | |
| 评价结论 | 岗位稳定，成效良好。 | | | | | | | | |
| 存在问题 | 个别岗位流动较快。 | | | | | | | | |
| 项目负责人：张 | | | 财务负责人：李 | | | | | | |
"""

# 银川: weight before target, letters behind the columns, another word for the weight.
YINCHUAN = """\
| 项目名称 | 办公用房维修 | | | | | | |
| 项目资金（万元） | | 年初预算数 | 调整预算数（A） | 全年执行数（B） | 执行率（B/A） | | |
| | 年度资金总额 | 60 | 45 | 45 | 100% | | |
| 一级指标 | 二级指标 | 三级指标 | 参考值（分） | 指标值（A） | 全年实际值（B） | 得分 | 未完成原因分析及改进措施 |
| 项目产出 | 成本 | 维修成本 | 4 | 15万元 | 15万元 | 4 | |
| 项目产出 | 数量 | 维修面积 | 6 | 800平方米 | 812平方米 | 6 | |
"""

TRANSFER = """\
| 转移支付（项目）名称 | 基本药物补助 | | | | |
| 资金投入情况（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率（B/A×100%） | |
| | 年度资金总额 | 442.43 | 440.1 | 99.47% | |
| | 其中：中央财政资金 | 300 | 300 | 100% | |
| | 地方资金 | 142.43 | 140.1 | 98.36% | |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施 |
| 产出指标 | 数量指标 | 实施基药村卫生室 | 186个 | 186个 | |
"""


def document(text: str, folder: Path) -> Document:
    path = folder / "自评表.md"
    path.write_text(text, encoding="utf-8")
    return read(path, path.name)


def only(text: str, folder: Path) -> Form:
    [form] = find_forms(document(text, folder))
    return form


def _text(entry: Entry | None) -> str:
    return entry.text if entry else ""


def funds(form: Form) -> list[tuple[str, ...]]:
    columns = ("budget_initial", "budget_full", "executed", "weight", "rate", "score")
    return [(row.row, *(_text(row.cells.get(each)) for each in columns)) for row in form.funds]


def rows(form: Form) -> list[tuple[str, ...]]:
    columns = ("target", "actual", "weight", "score", "deviation")
    return [
        (row.level1, row.level2, row.name.text, *(_text(row.cells.get(each)) for each in columns))
        for row in form.indicators
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SHIFTED,
            [
                ("fiscal", "900", "860.5", "851.2", "10", "98.92%", "9.89"),
                ("carry_over", "0", "40", "40", "—", "—", "—"),
                ("total", "900", "900.5", "891.2", "10", "98.97%", "9.9"),
            ],
        ),
        (
            DASHES,
            [
                ("total", "500", "500", "480", "10", "96%", "9.6"),
                ("fiscal", "400", "400", "380", "-", "95%", "-"),
                ("other", "100", "100", "100", "-", "100%", "-"),
            ],
        ),
        (TWO_ROWS, [("total", "1,203,500.00", "1,203,500.00", "1,203,500.00", "10", "100%", "10")]),
        (
            SICHUAN,
            [
                ("total", "320", "336.5", "330.1", "10", "98.10%", "9.81"),
                ("fiscal", "320", "336.5", "330.1", "/", "98.10%", "/"),
                ("special", "/", "/", "/", "/", "/", "/"),
                ("unit", "/", "/", "/", "/", "/", "/"),
            ],
        ),
        (YINCHUAN, [("total", "60", "45", "45", "", "100%", "")]),
        (
            TRANSFER,
            [
                ("total", "", "442.43", "440.1", "", "99.47%", ""),
                ("central", "", "300", "300", "", "100%", ""),
                ("county", "", "142.43", "140.1", "", "98.36%", ""),
            ],
        ),
    ],
    ids=["shifted", "dashes", "two rows", "sichuan", "yinchuan", "transfer"],
)
def test_reads_funds(text: str, expected: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert funds(only(text, tmp_path)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SHIFTED,
            [
                ("产出指标", "数量指标", "新增养老床位", "300张", "312张", "20", "20", ""),
                ("产出指标", "数量指标", "培训护理员", "400人次", "436人次", "20", "20", ""),
                ("产出指标", "时效指标", "建设完成时间", "12月", "11月", "20", "20", ""),
                (
                    "效益指标",
                    "社会效益指标",
                    "助餐服务覆盖率",
                    "90%",
                    "84.6%",
                    "20",
                    "18.8",
                    "两个社区选址未定",
                ),
            ],
        ),
        (
            DASHES,
            [
                ("产出指标", "数量指标", "改造水厂", "≥50个", "52", "50", "50", ""),
                ("满意度指标", "服务对象满意度", "用水户满意度", "≥90%", "95.5%", "40", "40", ""),
            ],
        ),
        (
            TWO_ROWS,
            [
                ("产出指标", "数量指标", "受助学生人数", "1200", "1203", "50", "50", ""),
                ("产出指标", "质量指标", "资助对象准确率", "100", "100", "40", "36", ""),
            ],
        ),
        (
            SICHUAN,
            [
                ("产出指标", "数量指标", "公益性岗位人员", "260", "268", "60", "60", ""),
                ("成本指标", "经济成本指标", "岗位补贴标准", "1.5", "1.2", "30", "30", ""),
            ],
        ),
        (
            YINCHUAN,
            [
                ("项目产出", "成本", "维修成本", "15万元", "15万元", "4", "4", ""),
                ("项目产出", "数量", "维修面积", "800平方米", "812平方米", "6", "6", ""),
            ],
        ),
        (TRANSFER, [("产出指标", "数量指标", "实施基药村卫生室", "186个", "186个", "", "", "")]),
    ],
    ids=["shifted", "dashes", "two rows", "sichuan", "yinchuan", "transfer"],
)
def test_reads_indicators(text: str, expected: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert rows(only(text, tmp_path)) == expected


@pytest.mark.parametrize(
    ("text", "project", "weight", "score", "grade", "currency"),
    [
        (SHIFTED, "社区养老服务", "100", "98.5", None, "万元"),
        (DASHES, "农村饮水安全", "100", "99.6", None, "万元"),
        (TWO_ROWS, "学生资助", "100", "96", "优", "元"),
        (SICHUAN, "公益性岗位补贴", "100", "99.81", None, None),
        (YINCHUAN, "办公用房维修", None, None, None, "万元"),
        (TRANSFER, "基本药物补助", None, None, None, "万元"),
    ],
    ids=["shifted", "dashes", "two rows", "sichuan", "yinchuan", "transfer"],
)
def test_reads_head_and_foot(
    text: str,
    project: str,
    weight: str | None,
    score: str | None,
    grade: str | None,
    currency: str | None,
    tmp_path: Path,
) -> None:
    form = only(text, tmp_path)
    assert form.project is not None
    assert form.project.text == project
    foot = (form.total_weight, form.total_score, form.grade)
    assert tuple(each and each.text for each in foot) == (weight, score, grade)
    assert (form.currency and form.currency.name) == currency


def test_reads_year_departments_goals_and_weights_in_brackets(tmp_path: Path) -> None:
    form = only(SHIFTED, tmp_path)
    assert form.year == 2024
    assert form.department is not None
    assert form.implementer is not None
    assert (form.department.text, form.implementer.text) == ("市民政局", "市养老服务中心")
    assert [goal.text for goal in form.goals] == ["新增养老床位300张，培训护理员400人次。"]
    assert [result.text for result in form.results] == ["新增养老床位312张，培训护理员436人次。"]
    declared = [row.group_weight.text if row.group_weight else "" for row in form.indicators]
    assert declared == ["40", "40", "40", "20"]


@pytest.mark.parametrize(
    ("text", "name", "column", "printed"),
    [
        (DASHES, "改造水厂", "target", "≥50个"),
        (DASHES, "改造水厂", "actual", "52个"),  # the bare number takes the unit beside it
        (TWO_ROWS, "受助学生人数", "target", "≥1200人"),
        (TWO_ROWS, "受助学生人数", "actual", "1203人"),
        (TWO_ROWS, "资助对象准确率", "actual", "100%"),
        (SICHUAN, "岗位补贴标准", "target", "≤1.5万元/人"),
        (SICHUAN, "岗位补贴标准", "actual", "1.2万元/人"),
        (YINCHUAN, "维修面积", "actual", "812平方米"),
    ],
)
def test_reads_numbers_with_operator_and_unit(
    text: str, name: str, column: str, printed: str, tmp_path: Path
) -> None:
    [row] = [row for row in only(text, tmp_path).indicators if row.name.text == name]
    quantity = row.cells[column].quantity
    assert quantity is not None
    assert quantity.number is not None
    sign = {"以上": "≥", "以内": "≤"}.get(quantity.bound.value, "")
    per = f"/{quantity.unit.per}" if quantity.unit.per else ""
    shown = f"{sign}{quantity.number:f}{quantity.unit.name.removesuffix(per)}{per}"
    assert shown == printed


def test_money_in_ones_is_ones(tmp_path: Path) -> None:
    [total] = only(TWO_ROWS, tmp_path).funds
    quantity = total.cells["executed"].quantity
    assert quantity is not None
    assert (f"{quantity.number:f}", quantity.unit.name) == ("1203500.00", "元")


def test_reads_several_forms_of_one_page(tmp_path: Path) -> None:
    two = "\n\n".join((DASHES, "项目支出绩效自评表\n", TRANSFER))
    assert [each.project and each.project.text for each in find_forms(document(two, tmp_path))] == [
        "农村饮水安全",
        "基本药物补助",
    ]


def test_reads_two_forms_in_one_table(tmp_path: Path) -> None:
    forms = find_forms(document(DASHES + YINCHUAN, tmp_path))
    assert [len(each.indicators) for each in forms] == [2, 2]


def test_cells_merged_downward_hold_for_every_row() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    cells = [RawCell(0, at, 1, 1, text) for at, text in enumerate(heads)]
    cells += [RawCell(1, 0, 2, 1, "产出指标（30分）"), RawCell(1, 1, 2, 1, "数量指标")]
    for at, values in enumerate(
        (("修建公厕", "12座", "12座", "15", "15"), ("改造公厕", "8座", "7座", "15", "13"))
    ):
        cells += [RawCell(at + 1, slot + 2, 1, 1, text) for slot, text in enumerate(values)]
    table = as_table(Grid(3, 7, tuple(cells)), "自评表.docx", 0, 1)
    [form] = find_forms(Document("自评表.docx", "0" * 64, "docx", (table,)))
    assert [(row.level1, row.level2, row.name.text) for row in form.indicators] == [
        ("产出指标", "数量指标", "修建公厕"),
        ("产出指标", "数量指标", "改造公厕"),
    ]
    assert {row.group_weight.text for row in form.indicators if row.group_weight} == {"30"}


@pytest.mark.parametrize(
    "text",
    [
        "| 序号 | 名称 | 金额（万元） |\n| 1 | 渠道清淤 | 12 |\n| 2 | 闸门更换 | 8 |\n",
        "| 姓名 | 职务 | 分工 |\n| 张三 | 局长 | 组长 |\n| 李四 | 科长 | 成员 |\n",
        "| 年份 | 2022年 | 2023年 | 2024年 |\n| 接种率 | 91% | 93% | 95% |\n",
        "全年预算500万元，全年执行480万元，执行率96%。\n",
    ],
)
def test_leaves_alone(text: str, tmp_path: Path) -> None:
    assert find_forms(document(text, tmp_path)) == ()


@pytest.mark.parametrize("foot", ["评价结论", "存在问题", "其他需要说明事项", "项目负责人"])
def test_what_stands_at_the_foot_is_no_indicator(foot: str, tmp_path: Path) -> None:
    text = DASHES + f"| {foot} | 整体良好，个别环节有待加强。 | | | | | | |\n"
    assert len(only(text, tmp_path).indicators) == 2


@pytest.mark.parametrize("name", ["指标1：", "指标2", "……", "..."])
def test_rows_of_the_template_are_no_indicators(name: str, tmp_path: Path) -> None:
    head, _, total = DASHES.rpartition("| 总分")
    text = f"{head}| 产出指标 | 质量指标 | {name} | | | | | |\n| 总分{total}"
    assert len(only(text, tmp_path).indicators) == 2


@pytest.mark.parametrize(("target", "actual"), [("60次", "63次"), ("60", "63"), ("及时", "及时")])
def test_a_row_without_a_score_stays_where_it_stands(target: str, actual: str, tmp_path: Path) -> None:
    head, _, total = DASHES.rpartition("| 总分")
    text = f"{head}| 产出指标 | 时效指标 | 增雨作业 | {target} | {actual} | 20 | | |\n| 总分{total}"
    assert rows(only(text, tmp_path))[-1] == (
        "产出指标",
        "时效指标",
        "增雨作业",
        target,
        actual,
        "20",
        "",
        "",
    )
