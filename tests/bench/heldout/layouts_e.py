"""Layouts of part e: some of its own, those of a and c besides, told by another hand."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.heldout.layouts import LAYOUTS, Layout
from tests.bench.heldout.layouts_c import MORE

_L3 = (("l1", "一级指标"), ("l2", "二级指标"), ("name", "三级指标"))
_SIGNED = ("填报人：王芳　　审核人：刘建国　　填报时间：<nextyear>年3月5日",)

_OWN = (
    Layout(
        "one_line_each",
        "e",
        "项目自评表",
        (
            ("name", "指标名称"),
            ("unit", "计量单位"),
            ("op", "指标性质"),
            ("target", "指标值"),
            ("weight", "指标权重（分）"),
            ("actual", "全年完成值"),
            ("score", "指标得分（分）"),
            ("note", "说明"),
        ),
        (
            ("init", "年初预算数"),
            ("full", "全年（调整）预算数"),
            ("exec", "全年执行数"),
            ("rate", "执行率"),
            ("weight", "执行率权重"),
            ("score", "执行率得分"),
        ),
        fund_rows=("年度总金额", "其中：财政拨款", "上年结转", "其他资金"),
        goals=("绩效目标", "年初绩效目标", "全年目标实际完成情况"),
        funds_title="资金情况",
        outer="",
        total="自评总分",
        score_on_top=True,
        year_in_title=True,
    ),
    Layout(
        "expected",
        "e",
        "财政支出项目绩效自评表",
        (
            *_L3,
            ("target", "预期指标值"),
            ("actual", "实际完成值"),
            ("weight", "分值"),
            ("score", "自评得分"),
            ("note", "未达标原因及整改措施"),
        ),
        (
            ("init", "年初预算"),
            ("full", "调整后预算"),
            ("exec", "实际支出"),
            ("rate", "支出率"),
            ("weight", "分值"),
            ("score", "自评得分"),
        ),
        fund_rows=("资金总额", "本年财政拨款", "上年结转资金", "其他资金"),
        head=("项目名称", "主管部门", "项目单位"),
        goals=("总体目标", "预期目标", "目标实现情况"),
        total="合计",
        total_last=True,
        two_decimals=True,
        dash="-",
        tail=_SIGNED,
    ),
    Layout(
        "weights_first",
        "e",
        "预算支出绩效自评表",
        (
            *_L3,
            ("weight", "分值"),
            ("op", "符号"),
            ("target", "目标值"),
            ("unit", "单位"),
            ("actual", "完成值"),
            ("score", "得分"),
            ("note", "备注"),
        ),
        (
            ("full", "全年预算数"),
            ("exec", "全年执行数"),
            ("rate", "执行率"),
            ("weight", "分值"),
            ("score", "得分"),
        ),
        unit="元",
        grouped=True,
        goals=("年度目标", "年初设定目标", "年度目标完成情况"),
        goals_first=True,
        operators={"≥": "≥", "≤": "≤", "＝": "="},
        total="总分",
        level_weights=True,
    ),
    Layout(
        "transfer_short",
        "e",
        "中央和省级转移支付绩效目标自评表",
        (
            *_L3,
            ("target", "年度指标值"),
            ("actual", "全年完成值"),
            ("note", "未完成原因和改进措施"),
        ),
        (("full", "全年预算数"), ("exec", "全年执行数"), ("rate", "预算执行率")),
        fund_rows=("年度资金总额", "其中：财政拨款", "上年结转", "其他"),
        head=("项目名称", "省级主管部门", "实施单位"),
        goals=("年度总体目标", "总体目标", "全年实际完成情况"),
        funds_title="资金情况",
        kind="transfer",
        total="",
        goals_first=True,
    ),
    Layout(
        "whole",
        "e",
        "部门（单位）整体支出绩效自评表",
        (
            *_L3,
            ("target", "目标值"),
            ("actual", "完成值"),
            ("weight", "权重"),
            ("score", "自评得分"),
            ("note", "说明"),
        ),
        (
            ("init", "年初批复数"),
            ("full", "调整后预算数"),
            ("exec", "决算数"),
            ("weight", "权重"),
            ("rate", "执行率"),
            ("score", "自评得分"),
        ),
        head=("项目名称", "部门名称", "填报单位"),
        goals=("年度总体目标", "年度主要任务", "完成情况"),
        funds_title="预算执行情况",
        kind="department",
        by="department",
        outer="履职效能",
        total="合计",
        two_decimals=True,
        tail=_SIGNED,
    ),
)

# A form without points is one of transfers, so that no report speaks of points that its form has not.
OWN_AND_LENT = (
    *_OWN,
    *(
        replace(layout, half="e", kind=layout.kind if layout.total else "transfer")
        for layout in (*LAYOUTS, *MORE)
        if layout.half in ("a", "c")
    ),
)
