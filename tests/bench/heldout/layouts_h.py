"""Layouts of part h: some of its own, those of a and c besides, told by another hand."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.heldout.layouts import LAYOUTS, Layout
from tests.bench.heldout.layouts_c import MORE

_L3 = (("l1", "一级指标"), ("l2", "二级指标"), ("name", "三级指标"))
_SIGNED = ("填报人：马晓梅　　联系电话：0937-26×××××　　填报时间：<nextyear>年2月28日",)

_OWN = (
    Layout(
        "weight_first",
        "h",
        "预算项目绩效自评表",
        (
            *_L3,
            ("weight", "分值权重"),
            ("target", "年度目标值"),
            ("actual", "实际完成值"),
            ("score", "自评得分"),
            ("note", "未完成原因分析与改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "全年预算数"),
            ("exec", "全年支出数"),
            ("weight", "分值权重"),
            ("rate", "支出执行率"),
            ("score", "自评得分"),
        ),
        fund_rows=("项目资金总额", "其中：本年财政拨款", "上年结转资金", "其他资金"),
        head=("项目名称", "主管预算部门", "项目单位"),
        goals=("年度绩效目标", "预期目标", "实际完成目标"),
        funds_title="预算执行（万元）",
        two_decimals=True,
        total="总分",
        year_in_title=True,
        tail=_SIGNED,
    ),
    Layout(
        "unit_apart",
        "h",
        "部门项目支出绩效自评结果表",
        (
            *_L3,
            ("op", "符号"),
            ("target", "目标值"),
            ("unit", "单位"),
            ("actual", "全年完成值"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "偏差原因"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "预算调整数"),
            ("exec", "决算数"),
            ("rate", "完成率"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        fund_rows=("年度资金", "其中：财政拨款", "结转结余资金", "其他资金"),
        goals=("总体目标", "年初设定目标", "年度总体目标完成情况"),
        funds_title="资金情况",
        operators={"≥": "≥", "≤": "≤", "＝": "="},
        total="自评总分",
        dash="无",
    ),
    Layout(
        "transfer_towns",
        "h",
        "专项转移支付绩效目标自评表",
        (
            *_L3,
            ("target", "区域绩效指标值"),
            ("actual", "实际完成值"),
            ("note", "偏差原因及改进措施"),
        ),
        (("full", "全年预算数（A）"), ("exec", "全年执行数（B）"), ("rate", "预算执行率（B/A）")),
        head=("专项名称", "地方主管部门", "资金使用单位"),
        goals=("总体目标完成情况", "年度总体目标", "全年实际完成情况"),
        funds_title="资金情况",
        kind="transfer",
        by="sources",
        total="",
    ),
    Layout(
        "whole_year",
        "h",
        "部门整体绩效自评表",
        (
            *_L3,
            ("weight", "权重"),
            ("target", "年初目标值"),
            ("actual", "全年实际值"),
            ("score", "得分"),
            ("note", "未完成原因及改进措施"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "调整后预算数"),
            ("exec", "实际支出数"),
            ("rate", "执行率"),
            ("weight", "权重"),
            ("score", "得分"),
        ),
        head=("部门名称", "部门（单位）名称", "填报单位"),
        goals=("年度总体目标", "年初设定目标", "全年完成情况"),
        funds_title="部门预算",
        kind="department",
        by="department",
        total="合计",
        tail=_SIGNED,
    ),
)

# A form without points is one of transfers, so that no report speaks of points that its form has not.
ORDINARY_AND_LENT = (
    *_OWN,
    *(
        replace(layout, half="h", kind=layout.kind if layout.total else "transfer")
        for layout in (*LAYOUTS, *MORE)
        if layout.half in ("a", "c")
    ),
)
