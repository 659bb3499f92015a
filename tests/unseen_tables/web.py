"""Cases written as web pages and printed by Chromium: what style sheets do to borders, pages and letters."""

from __future__ import annotations

from html import escape
from pathlib import Path
from random import Random

from tests.unseen_tables import content, content_small
from tests.unseen_tables.plan import Plan
from tests.unseen_tables.printing import WITH_HEADER
from tests.unseen_tables.registry import Made, case

BASE = """
@page { size: A4; margin: 16mm }
body { font: 10.5pt 'Noto Serif CJK SC', serif; margin: 0 }
table { width: 100%; margin: 4px 0 12px; border-collapse: collapse; font-size: 9pt }
td, th { border: 0.75pt solid #000; padding: 3px 5px; font-weight: normal; text-align: center }
td.n { text-align: right }
"""
SEAL = """<svg width="150" height="150" style="position:absolute; left:330px; top:{top}px" fill="none" stroke="red">
<circle cx="75" cy="75" r="70" stroke-width="4"/><path id="arc" d="M 20 90 A 57 57 0 1 1 130 90" stroke="none"/>
<polygon points="75,55 81,72 99,72 84,83 90,100 75,90 60,100 66,83 51,72 69,72" fill="red"/>
<text fill="red" stroke="none" font-size="15"><textPath href="#arc" startOffset="2%">白塔区审计局内部审计报告专用</textPath></text></svg>"""


def table(plan: Plan, name: str = "", nested: dict[str, str] | None = None) -> str:
    """``plan`` as HTML, its head in ``thead``; ``nested`` puts HTML after the text of a cell."""
    rows = []
    for cells in plan.by_row():
        line = []
        for cell in cells:
            spans = f" rowspan={cell.rowspan}" * (cell.rowspan > 1) + f" colspan={cell.colspan}" * (
                cell.colspan > 1
            )
            tag = "th" if cell.row <= plan.head else "td"
            kind = " class=n" if cell.numeric and tag == "td" else ""
            line.append(f"<{tag}{spans}{kind}>{escape(cell.text)}{(nested or {}).get(cell.text, '')}</{tag}>")
        rows.append(f"<tr>{''.join(line)}</tr>")
    columns = "".join(f"<col style='width:{100 * width / sum(plan.widths):.2f}%'>" for width in plan.widths)
    head, body = "".join(rows[: plan.head]), "".join(rows[plan.head :])
    return f"<table class='{name}'><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def page(tables: tuple[Plan, ...], outside: tuple[str, ...], css: str, *body: str) -> Made:
    """One page of HTML."""
    html = f"<!doctype html><html lang=zh><meta charset=utf-8><title>绩效评价</title><style>{BASE}{css}</style>{''.join(body)}</html>"

    def write(path: Path) -> None:
        path.write_text(html, encoding="utf-8")

    return Made(tables, outside, write)


def p(text: str) -> str:
    """A paragraph."""
    return f"<p style='margin:2px 0'>{escape(text)}</p>"


@case(".html")
def web_collapsed_and_striped(rng: Random) -> Made:
    plans = (content_small.scoring(rng), content.plain(rng, 10), content_small.progress(rng))
    css = "tbody tr:nth-child(even) td { background: #f2f2f2 } thead th { background: #305496; color: #fff }"
    says = ("评分结果如下。", "附：分配与进度。")
    return page(plans, says, css, p(says[0]), table(plans[0]), p(says[1]), table(plans[1]), table(plans[2]))


@case(".html")
def web_separate_borders(rng: Random) -> Made:
    plans = (content_small.fees(rng), content_small.contacts(rng), content_small.scoring(rng))
    css = """
    table { border-collapse: separate; border: 1px solid #333 } td, th { border: 1px solid #333 }
    .two { border-spacing: 2px } .none { border-spacing: 0 } .five { border-spacing: 5px }
    """
    drawn = [table(plan, name) for plan, name in zip(plans, ("two", "none", "five"), strict=True)]
    return page(plans, ("单元格之间留有空隙。",), css, p("单元格之间留有空隙。"), *drawn)


@case(".html")
def web_head_on_every_page(rng: Random) -> Made:
    plan = content.grouped(rng, [13, 21, 16, 12])
    says = ("附件一：专项资金项目支出明细（单位：万元）", "填报说明：调整数为负表示压减。")
    css = "td { padding: 6px 4px }"
    return page((plan,), says, css, WITH_HEADER, p(says[0]), table(plan), p(says[1]))


@case(".html")
def web_form_cut_anywhere(rng: Random) -> Made:
    plan = content.self_evaluation(rng, [[4, 3, 2, 2], [3, 2, 1], [2]], long=9)
    says = ("项目支出绩效自评表", "填表人：吴亦清　联系电话：28680002")
    css = "td { padding: 9px 4px; vertical-align: top } tr { break-inside: auto }"
    return page((plan,), says, css, p(says[0]), table(plan), p(says[1]))


@case(".html")
def web_rules_below_only(rng: Random) -> Made:
    plans = (content.plain(rng, 9), content_small.fees(rng))
    css = "td, th { border: 0; border-bottom: 0.75pt solid #888; padding: 5px } thead th { border-bottom: 1.5pt solid #000 }"
    says = ("本年资金分配到九个县区。", "经费对比如下。")
    return page(plans, says, css, p(says[0]), table(plans[0]), p(says[1]), table(plans[1]))


@case(".html")
def web_dashes_and_spaced_letters(rng: Random) -> Made:
    plans = (content_small.fees(rng), content.plain(rng, 6), content_small.contacts(rng))
    css = """
    .a td, .a th { border: 1px dashed #000 } .b td, .b th { border: 1px dotted #000 } .c td { border: 3px double #000 }
    td { letter-spacing: 2.5pt } .c td { letter-spacing: 0; text-align: justify; text-align-last: justify }
    """
    drawn = [table(plan, name) for plan, name in zip(plans, "abc", strict=True)]
    return page(plans, ("字距加宽。",), css, p("字距加宽。"), *drawn)


@case(".html")
def web_landscape_scaled_upright(rng: Random) -> Made:
    plans = (content_small.scoring(rng), content.three_level(rng, 10))
    css = """
    @page { size: A4 landscape } .u td[rowspan]:not(.n) { writing-mode: vertical-rl }
    .s { font-size: 14pt; width: 150%; transform: scale(0.6667); transform-origin: 0 0 }
    """
    return page(plans, ("竖排与缩放。",), css, p("竖排与缩放。"), table(plans[0], "u"), table(plans[1], "s"))


@case(".html")
def web_beside_and_inside(rng: Random) -> Made:
    left, right = content_small.pairs(rng, 6, "左表"), content_small.pairs(rng, 9, "右表")
    inner = content_small.pairs(rng, 3, "内表")
    outer = Plan.of(
        "外表",
        ["申报单位", "市水利局"],
        ["资金构成", "其中："],
        ["申报日期", "2024年5月6日"],
        head=0,
        widths=(1, 4),
    )
    beside = f"<div style='display:flex; gap:14px; align-items:flex-start'>{table(left)}{table(right)}</div>"
    inside = table(outer, nested={"其中：": f"<div style='width:70%; margin:6px'>{table(inner)}</div>"})
    says = ("左右两表分别为上年和本年。", "下表含有明细。")
    return page((left, right, outer, inner), says, "", p(says[0]), beside, p(says[1]), inside)


@case(".html")
def web_watermark_seal_footer(rng: Random) -> Made:
    plans = (content.plain(rng, 34), content_small.signatures())
    css = """
    .mark { position: fixed; top: 420px; left: 60px; font-size: 60pt; color: rgba(0,0,0,.12); transform: rotate(-35deg) }
    @page { @bottom-center { content: '白塔区财政局 第' counter(page) '页'; font-size: 8pt } }
    td { padding: 7px }
    """
    signed = f"<div style='position:relative'>{table(plans[1])}{SEAL.format(top=20)}</div>"
    says = ("资金分配方案", "评价组签字")
    mark = "<div class=mark>征求意见稿</div>"
    return page(plans, says, css, mark, p(says[0]), table(plans[0]), p(says[1]), signed)


@case(".html")
def web_coloured_cells_without_rules(rng: Random) -> Made:
    plans = (content.plain(rng, 8), content_small.scoring(rng))
    css = (
        "td, th { border: 2px solid #fff; background: #dbe5f1 } thead th { background: #4f81bd; color: #fff }"
    )
    return page(plans, ("底色代替框线。",), css, p("底色代替框线。"), table(plans[0]), table(plans[1]))


@case(".html")
def web_wrapped_figures(rng: Random) -> Made:
    plans = (content_small.narrow(rng, 6), content_small.narrow(rng, 4, "窄表"))
    css = "table { width: 62%; table-layout: fixed } td, th { word-break: break-all; padding: 2px } .w { width: 44% }"
    return page(plans, ("单位：元",), css, p("单位：元"), table(plans[0]), table(plans[1], "w"))
