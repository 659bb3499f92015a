"""Layouts of part g: some of its own, those of a and c besides, told by another hand."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.heldout.layouts import LAYOUTS, Layout
from tests.bench.heldout.layouts_c import MORE

_L3 = (("l1", "一级指标"), ("l2", "二级指标"), ("name", "三级指标"))
_FILLED_IN = ("填表人：陈丽　　联系电话：0731-8455××××　　填表日期：<nextyear>年3月12日",)

_OWN = (
    Layout(
        "plain",
        "g",
        "项目支出绩效自评表",
        (
            *_L3,
            ("target", "年初指标值"),
            ("actual", "全年完成值"),
            ("weight", "分值"),
            ("score", "自评得分"),
            ("note", "偏差原因及改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "全年预算数"),
            ("exec", "全年执行数"),
            ("rate", "执行率（%）"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        fund_rows=("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
        percent_sign=False,
        two_decimals=True,
        total="总分",
        year_in_title=True,
        tail=_FILLED_IN,
    ),
    Layout(
        "unit_column",
        "g",
        "预算项目支出绩效自评表",
        (
            *_L3,
            ("op", "指标性质"),
            ("target", "目标值"),
            ("unit", "计量单位"),
            ("actual", "实际完成值"),
            ("weight", "权重"),
            ("score", "得分"),
            ("note", "未完成原因分析"),
        ),
        (
            ("init", "年初预算"),
            ("full", "调整后预算"),
            ("exec", "执行数"),
            ("rate", "执行率"),
            ("weight", "权重"),
            ("score", "得分"),
        ),
        fund_rows=("资金总额", "其中：财政拨款", "上年结转结余", "其他资金"),
        goals=("年度绩效目标", "年初目标", "全年完成情况"),
        funds_title="预算执行情况",
        operators={"≥": "≥", "≤": "≤", "＝": "="},
        total="合计",
        dash="/",
    ),
    Layout(
        "transfer_plain",
        "g",
        "转移支付区域绩效目标自评表",
        (
            *_L3,
            ("target", "指标值"),
            ("actual", "全年完成值"),
            ("note", "未完成原因和改进措施"),
        ),
        (("full", "全年预算数（A）"), ("exec", "全年执行数（B）"), ("rate", "预算执行率（B/A）")),
        head=("转移支付（项目）名称", "地方主管部门", "资金使用单位"),
        goals=("总体目标完成情况", "总体目标", "实际完成情况"),
        funds_title="资金投入情况",
        kind="transfer",
        by="sources",
        total="",
    ),
    Layout(
        "whole_plain",
        "g",
        "部门整体支出绩效自评表",
        (
            *_L3,
            ("target", "年度指标值"),
            ("actual", "全年完成值"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "偏差原因及改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "全年预算数"),
            ("exec", "全年执行数"),
            ("rate", "执行率"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        head=("部门名称", "部门（单位）名称", "填报单位"),
        goals=("年度总体目标", "年初目标", "实际完成情况"),
        funds_title="年度预算",
        kind="department",
        by="department",
        total="总分",
        tail=_FILLED_IN,
    ),
)

# A form without points is one of transfers, so that no report speaks of points that its form has not.
PLAIN_AND_LENT = (
    *_OWN,
    *(
        replace(layout, half="g", kind=layout.kind if layout.total else "transfer")
        for layout in (*LAYOUTS, *MORE)
        if layout.half in ("a", "c")
    ),
)
