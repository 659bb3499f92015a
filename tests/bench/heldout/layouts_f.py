"""Layouts of part f: some of its own, those of a and c besides, told by another hand."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.heldout.layouts import LAYOUTS, Layout
from tests.bench.heldout.layouts_c import MORE

_L3 = (("l1", "一级指标"), ("l2", "二级指标"), ("name", "三级指标"))
_FILLED_IN = ("填表人：周晓芸　　联系电话：0596-26881×××　　填报日期：<nextyear>年3月20日",)

_OWN = (
    Layout(
        "with_rules",
        "f",
        "项目支出绩效自评评分表",
        (
            *_L3,
            ("weight", "分值"),
            ("target", "年度指标值"),
            ("actual", "全年完成值"),
            ("rule", "评分标准"),
            ("score", "得分"),
            ("note", "扣分原因及改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "调整后预算数（A）"),
            ("exec", "实际支出数（B）"),
            ("rate", "预算执行率（B/A）"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        fund_rows=("资金总额", "其中：财政拨款", "上年结转结余", "单位资金"),
        head=("项目名称", "预算主管部门", "预算单位"),
        goals=("年度绩效目标", "批复的绩效目标", "绩效目标完成情况"),
        two_decimals=True,
        total="总分",
        year_in_title=True,
        tail=_FILLED_IN,
    ),
    Layout(
        "actual_first",
        "f",
        "部门预算项目支出绩效自评表",
        (
            ("l1", "一级指标"),
            ("l2", "二级指标"),
            ("name", "三级指标"),
            ("op", "指标性质"),
            ("target", "年度指标值"),
            ("unit", "度量单位"),
            ("actual", "实际完成值"),
            ("weight", "指标权重"),
            ("score", "指标得分"),
            ("note", "偏差原因及整改措施"),
        ),
        (
            ("init", "年初预算（元）"),
            ("full", "全年预算（元）"),
            ("exec", "全年执行（元）"),
            ("rate", "执行率%"),
            ("weight", "权重"),
            ("score", "得分"),
        ),
        unit="元",
        grouped=True,
        percent_sign=False,
        fund_rows=("年度资金总额", "一般公共预算", "上年结转", "其他资金"),
        goals=("年度总体目标", "年初目标", "完成情况"),
        operators={"≥": "≥", "≤": "≤", "＝": "="},
        total="合计得分",
        dash="-",
    ),
    Layout(
        "short_words",
        "f",
        "专项资金绩效自评表",
        (
            *_L3,
            ("target", "计划指标值"),
            ("actual", "实际完成指标值"),
            ("weight", "权重（分）"),
            ("score", "自评分（分）"),
            ("note", "备注（未完成原因）"),
        ),
        (("full", "预算数"), ("exec", "支出数"), ("rate", "执行率"), ("weight", "权重"), ("score", "自评分")),
        fund_rows=("合计", "财政拨款", "结转资金", "其他资金"),
        head=("专项名称", "主管部门", "实施单位"),
        goals=("总体目标", "计划目标", "完成目标"),
        goals_first=True,
        funds_title="资金情况",
        sentences=True,
        outer="",
        total="总计",
    ),
    Layout(
        "by_tier",
        "f",
        "转移支付资金绩效自评表",
        (
            *_L3,
            ("target", "绩效指标值"),
            ("actual", "实际完成值"),
            ("note", "偏差原因和改进措施"),
        ),
        (("full", "预算数（A）"), ("exec", "执行数（B）"), ("rate", "执行率（B/A）")),
        head=("转移支付名称", "地方主管部门", "资金使用单位"),
        goals=("总体目标完成情况", "总体目标", "全年实际完成情况"),
        funds_title="资金投入情况",
        kind="transfer",
        by="sources",
        total="",
        two_decimals=True,
    ),
    Layout(
        "whole_by_nature",
        "f",
        "部门整体支出绩效自评表",
        (
            *_L3,
            ("target", "年初指标值"),
            ("actual", "年终完成值"),
            ("weight", "分值"),
            ("score", "自评得分"),
            ("note", "偏差说明"),
        ),
        (
            ("init", "年初预算"),
            ("full", "全年预算"),
            ("exec", "全年支出"),
            ("rate", "执行率"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        head=("部门名称", "部门（单位）名称", "填报科室"),
        goals=("年度总体目标", "预期目标", "完成情况"),
        funds_title="年度预算",
        kind="department",
        by="department",
        total="总分",
        year_in_title=True,
        tail=_FILLED_IN,
    ),
)

# A form without points is one of transfers, so that no report speaks of points that its form has not.
WITH_RULES_AND_LENT = (
    *_OWN,
    *(
        replace(layout, half="f", kind=layout.kind if layout.total else "transfer")
        for layout in (*LAYOUTS, *MORE)
        if layout.half in ("a", "c")
    ),
)
