"""Ten layouts of the form, five a half. Those of part c are in layouts_c.py."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns as (kind, header). ``funds`` are the columns of the money block, kinds init full exec rate weight score."""

    name: str
    half: str
    title: str
    columns: tuple[tuple[str, str], ...]
    funds: tuple[tuple[str, str], ...]
    fund_rows: tuple[str, str, str, str] = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    head: tuple[str, str, str] = ("项目名称", "主管部门", "实施单位")
    goals: tuple[str, str, str] = ("年度总体目标", "预期目标", "实际完成情况")
    funds_title: str = "项目资金"
    unit: str = "万元"
    outer: str = "绩效指标"
    total: str = "总分"
    blank: str = ""
    dash: str = "—"
    year_in_title: bool = False
    goals_first: bool = False
    total_last: bool = False
    grouped: bool = False
    two_decimals: bool = False
    percent_sign: bool = True
    operator_in_cell: bool = True
    bare_actual: bool = False
    level_weights: bool = False
    operators: dict[str, str] = field(default_factory=dict)
    kind: str = "project"  # of entry; this and what follows: part c
    by: str = "nature"  # rows of the funds block: nature, sources, department
    funds_outer: bool = True  # 项目资金 down the left side
    score_on_top: bool = False
    bands: bool = False  # first-level groups as rows across
    upper: tuple[tuple[str, int], ...] = ()  # a line above the headers: text, columns
    sentences: bool = False  # goals and results of rows in words
    unit_in_name: bool = False
    tail: tuple[str, ...] = ()  # rows at the foot; marked text


_L3 = (("l1", "一级指标"), ("l2", "二级指标"), ("name", "三级指标"))
_STANDARD_FUNDS = (
    ("init", "年初预算数"),
    ("full", "全年预算数"),
    ("exec", "全年执行数"),
    ("weight", "分值"),
    ("rate", "执行率"),
    ("score", "得分"),
)
_AB_FUNDS = (("full", "全年预算数（A）"), ("exec", "全年执行数（B）"), ("rate", "执行率（B/A）"))

LAYOUTS = (
    Layout(
        "national",
        "a",
        "项目支出绩效自评表",
        (
            *_L3,
            ("target", "年度指标值"),
            ("actual", "实际完成值"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "偏差原因分析及改进措施"),
        ),
        _STANDARD_FUNDS,
    ),
    Layout(
        "hunan",
        "b",
        "项目支出绩效自评表",
        (
            *_L3,
            ("target", "年度\n指标值"),
            ("actual", "实际\n完成值"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "偏差原因分析及\n改进措施"),
        ),
        tuple((k, h.replace("预算数", "\n预算数").replace("执行数", "\n执行数")) for k, h in _STANDARD_FUNDS),
        head=("项目支出名称", "主管部门", "实施单位"),
        year_in_title=True,
        total_last=True,
        operator_in_cell=False,
        level_weights=True,
    ),
    Layout(
        "yunnan",
        "a",
        "项目支出绩效自评表",
        (
            *_L3,
            ("op", "指标性质"),
            ("target", "指标值"),
            ("unit", "度量单位"),
            ("actual", "实际完成值"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "偏差原因分析及改进措施"),
        ),
        _STANDARD_FUNDS,
        unit="元",
        two_decimals=True,
        operators={"≥": "≧", "≤": "≦", "＝": "═"},
    ),
    Layout(
        "sichuan",
        "b",
        "部门预算项目支出绩效自评表",
        (
            *_L3,
            ("op", "指标性质"),
            ("target", "指标值"),
            ("unit", "度量单位"),
            ("actual", "完成值"),
            ("weight", "权重"),
            ("score", "得分"),
            ("note", "未完成原因分析"),
        ),
        (
            ("init", "年初预算"),
            ("full", "调整后预算数"),
            ("exec", "预算执行数"),
            ("rate", "预算执行率"),
            ("weight", "权重"),
            ("score", "得分"),
            ("reason", "原因"),
        ),
        fund_rows=("总额", "其中：财政资金", "上年结转", "其他资金"),
        dash="/",
        blank="/",
        total="合计",
        two_decimals=True,
    ),
    Layout(
        "transfer",
        "a",
        "转移支付区域（项目）绩效目标自评表",
        (
            *_L3,
            ("target", "指标值"),
            ("actual", "全年实际完成值"),
            ("note", "未完成原因和改进措施"),
        ),
        _AB_FUNDS,
        head=("转移支付（项目）名称", "地方主管部门", "资金使用单位"),
        goals=("总体目标完成情况", "总体目标", "全年实际完成情况"),
        funds_title="资金投入情况",
        total="",
    ),
    Layout(
        "yinchuan",
        "b",
        "财政项目支出绩效自评表",
        (
            *_L3,
            ("weight", "参考值（分）"),
            ("target", "指标值（A）"),
            ("actual", "全年实际值（B）"),
            ("score", "得分"),
            ("note", "未完成原因分析及改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "调整预算数（A）"),
            ("exec", "全年执行数（B）"),
            ("rate", "执行率（B/A）"),
            ("score", "得分"),
        ),
        goals=("年度目标", "年初设定目标", "目标实际完成情况"),
        goals_first=True,
        operators={"≥": ">=", "≤": "<="},
        total="得分合计",
    ),
    Layout(
        "tianjin",
        "a",
        "项目支出绩效自评情况表",
        (
            ("l1", "一级指标"),
            ("l2", "二级指标"),
            ("name", "指标名称"),
            ("op", "计算符号"),
            ("target", "指标值"),
            ("actual", "实际完成值"),
            ("unit", "计量单位"),
            ("weight", "分值"),
            ("score", "自评得分"),
        ),
        (
            ("full", "全年预算数"),
            ("exec", "实际支出数"),
            ("rate", "资金支付率"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        outer="",
        total="自评总分",
        goals=("年度绩效目标", "年度目标", "实际完成目标"),
        operators={"≥": "大于等于", "≤": "小于等于", "＝": "等于"},
    ),
    Layout(
        "chizhou",
        "b",
        "项目绩效自评表",
        (
            *_L3,
            ("weight", "分值"),
            ("target", "年度指标值"),
            ("actual", "实际完成值"),
            ("score", "得分"),
            ("note", "偏差原因分析及改进措施"),
        ),
        _STANDARD_FUNDS,
        fund_rows=("年度资金总额：", "其中：本年财政拨款", "上年结转资金", "其他资金"),
        bare_actual=True,
        dash="-",
        year_in_title=True,
        total="总计",
    ),
    Layout(
        "suzhou",
        "a",
        "财政支出项目绩效自评价表",
        (
            ("l1", "一级指标"),
            ("l2", "二级指标"),
            ("name", "三级指标名称"),
            ("target", "目标值"),
            ("weight", "权重"),
            ("actual", "实际值"),
            ("score", "自评分"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "全年（调整）预算数"),
            ("exec", "实际支付数"),
            ("rate", "支出进度"),
        ),
        fund_rows=("资金总额", "财政拨款", "以前年度结转资金", "自筹资金"),
        head=("专项名称", "预算部门", "项目单位"),
        outer="",
        goals_first=True,
        goals=("项目年度目标", "年初设定目标", "年度目标完成情况"),
        total="合计",
        operators={"≥": "不低于", "≤": "不超过", "＝": ""},
        percent_sign=False,
    ),
    Layout(
        "hubei",
        "b",
        "项目自评表",
        (
            *_L3,
            ("target", "年初目标值（A）"),
            ("actual", "实际完成值（B）"),
            ("unit", "单位"),
            ("weight", "标准分"),
            ("score", "评分"),
            ("note", "备注"),
        ),
        (("full", "预算数（A）"), ("exec", "执行数（B）"), ("rate", "执行率（B/A）"), ("score", "得分")),
        unit="元",
        grouped=True,
        head=("项目名称", "主管部门及代码", "填报单位"),
        operators={"≥": "≥", "≤": "≤", "＝": "＝"},
        total="合计",
        dash="-",
    ),
)
