"""Cases drawn with reportlab: rulings of every kind, pages that break tables, things that lie across them."""

# ruff: noqa: ANN401 - reportlab is not typed
from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path
from random import Random
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer, Table

from tests.unseen_tables import content, content_small
from tests.unseen_tables.plan import LEFT, Plan, cut
from tests.unseen_tables.platypus import ALL, FONT, GRID, HEAD, Command, Paper, footer, table, words
from tests.unseen_tables.registry import Made, case

THIN, THICK = 0.4, 1.6
HARD: list[Command] = [("LINEABOVE", *HEAD, 1.2, colors.black), ("LINEBELOW", *HEAD, 0.5, colors.black)]


@case(".pdf")
def form_over_two_pages(rng: Random) -> Made:
    paper = Paper()
    plan = content.self_evaluation(rng, [[3, 2, 2, 1], [2, 1, 1], [2]], long=4)
    paper.say("附件2", size=10)
    paper.say("项目支出绩效自评表", size=16, align=1, after=8)
    paper.draw(plan, pieces=cut(plan, 13))
    paper.say("填表人：钱启明　　联系电话：28680000　　填表日期：2025年3月12日", size=10)
    return paper.made()


@case(".pdf")
def groups_over_three_pages(rng: Random) -> Made:
    paper = Paper(furniture=footer)
    plan = content.grouped(rng, [9, 12, 7, 14])
    paper.say("附表1　专项资金项目支出明细", size=13, align=1)
    paper.draw(plan, pieces=cut(plan, 17, 15))  # the first break falls into a group, as does the second
    paper.say("注：本表金额单位为万元，调整数为负表示压减。", size=9)
    paper.draw(content_small.signatures())
    return paper.made()


@case(".pdf")
def three_heads_landscape(rng: Random) -> Made:
    paper = Paper(landscape(A4), footer)
    paper.say("收支预算总表（单位：万元）", align=1)
    paper.draw(content.three_level(rng, 48), size=7.5, pad=2, repeatRows=3)
    paper.draw(content_small.fees(rng))
    return paper.made()


@case(".pdf")
def double_and_thick_rules(rng: Random) -> Made:
    paper = Paper()
    double = (None, None, None, 2, 1.6)  # cap, dash, join, count, space
    paper.say("下表紧接本段，段与表之间不留空行，表内金额均为万元，2024年合计以决算数为准：", after=0.5)
    look = [
        *GRID,
        ("BOX", *ALL, 0.5, colors.black, *double),
        ("LINEBELOW", *HEAD, 0.5, colors.black, *double),
    ]
    paper.draw(content_small.fees(rng), look)
    paper.say("二、资金分配情况。共涉及7个县区，合计12,345.67万元。", after=0.5)
    look = [*GRID, ("BOX", *ALL, THICK, colors.black), ("LINEBELOW", *HEAD, THICK, colors.black)]
    paper.draw(content.plain(rng, 7), look)
    paper.say("三、上述资金已于2024年12月20日前全部下达。")
    return paper.made()


@case(".pdf")
def white_rules_on_dark_head(rng: Random) -> Made:
    paper = Paper()
    look: list[Command] = [
        ("BACKGROUND", *HEAD, colors.HexColor("#1f4e79")),
        ("INNERGRID", *HEAD, 0.75, colors.white),
        ("GRID", (0, 1), (-1, -1), THIN, colors.HexColor("#9aa5b1")),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.HexColor("#eef3f8"), colors.white]),
    ]
    paper.draw(content.plain(rng, 9), look, ink="white")
    paper.draw(content_small.scoring(rng), look, ink="white")
    return paper.made()


@case(".pdf")
def no_outer_border(rng: Random) -> Made:
    paper = Paper()
    paper.draw(content.plain(rng, 6), [("INNERGRID", *ALL, 0.5, colors.black)])
    paper.say("表二　左右不封口")
    look: list[Command] = [("LINEABOVE", *ALL, 0.5, colors.black), ("LINEBELOW", *ALL, 0.5, colors.black),
                           ("LINEBEFORE", (1, 0), (-1, -1), 0.5, colors.black)]  # fmt: skip
    paper.draw(content_small.progress(rng), look, size=8)
    return paper.made()


@case(".pdf")
def dots_dashes_hairlines(rng: Random) -> Made:
    paper = Paper()
    paper.draw(content_small.scoring(rng), [("GRID", *ALL, 0.6, colors.black, 1, (0.6, 1.8))])
    paper.draw(content_small.fees(rng), [("GRID", *ALL, 0.5, colors.black, 0, (4, 2))])
    paper.draw(content_small.contacts(rng), [("GRID", *ALL, 0.08, colors.HexColor("#808080"))])
    return paper.made()


@case(".pdf")
def rules_below_rows_only(rng: Random) -> Made:
    paper = Paper()
    look: list[Command] = [("LINEBELOW", *ALL, 0.5, colors.black), ("LINEABOVE", *HEAD, 0.5, colors.black)]
    paper.say("各县区资金分配及支出情况如下（单位：万元）。")
    paper.draw(content.plain(rng, 10), look)
    paper.say("“三公”经费较上年变化不大。")
    paper.draw(content_small.fees(rng), look)
    return paper.made()


@case(".pdf")
def three_lines_and_none(rng: Random) -> Made:
    paper = Paper()
    last: Command = ("LINEBELOW", (0, -1), (-1, -1), 1.2, colors.black)
    paper.say("表1　县区资金分配（三线表）", align=1)
    paper.draw(content.plain(rng, 8), [*HARD, last])
    paper.say("表2　没有框线，各列靠位置对齐", align=1)
    paper.draw(content_small.fees(rng), [])
    paper.say("以上数据来自部门决算。")
    return paper.made()


@case(".pdf")
def side_by_side(rng: Random) -> Made:
    paper = Paper()
    left, right = content_small.pairs(rng, 7, "左表"), content_small.pairs(rng, 4, "右表")
    paper.say("左表为2023年安排，右表为2024年安排。")
    both = [[table(left, width=220), table(right, width=220)]]
    paper.flow += [
        Table(both, [240, 240], style=[("VALIGN", *ALL, "TOP"), ("LEFTPADDING", *ALL, 0)]),
        Spacer(1, 12),
    ]
    paper.tables += [left, right]
    paper.draw(content_small.contacts(rng))
    return paper.made()


@case(".pdf")
def table_in_a_cell(rng: Random) -> Made:
    paper = Paper()
    inner = content_small.pairs(rng, 3, "内表")
    outer = Plan.of(
        "外表",
        ["申报单位", "市林业局"],
        ["资金构成", "其中："],
        ["申报日期", "2024年5月6日"],
        head=0,
        widths=(1, 4),
    )
    drawn = table(outer, width=paper.width)
    drawn._cellvalues[1][1] = [words("其中：", 9, 0), Spacer(1, 3), table(inner, width=260), Spacer(1, 3)]
    paper.flow.append(drawn)
    paper.tables += [outer, inner]
    return paper.made()


@case(".pdf")
def wrapped_figures(rng: Random) -> Made:
    paper = Paper()
    paper.say("分年度投入（单位：元）", align=2, after=1)
    paper.draw(content_small.narrow(rng), width=285, pad=2)
    paper.say("括号内为压减数。")
    paper.draw(content_small.narrow(rng, 4, "窄表"), width=230, size=8, pad=1.5)
    return paper.made()


class Seal(Flowable):  # type: ignore[misc] # reportlab is not typed
    """A round red stamp over what was drawn before it: rings, a star, characters turned along the ring."""

    def draw(self) -> None:
        canvas, x, y, radius = self.canv, 330, 60, 58
        canvas.setStrokeColor(colors.red)
        canvas.setFillColor(colors.red)
        canvas.setLineWidth(2.5)
        canvas.circle(x, y, radius)
        tips = [(x + 18 * sin(4 * pi * i / 5), y + 18 * cos(4 * pi * i / 5)) for i in range(5)]
        star = canvas.beginPath()
        star.moveTo(*tips[0])
        for tip in tips[1:]:
            star.lineTo(*tip)
        star.close()
        canvas.drawPath(star, fill=1, stroke=0)
        for i, char in enumerate("云岭县财政局项目绩效评价专用"):
            angle = 130 - i * 20
            canvas.saveState()
            canvas.translate(x + 44 * cos(angle * pi / 180), y + 44 * sin(angle * pi / 180))
            canvas.rotate(angle - 90)
            canvas.setFont(FONT, 11)
            canvas.drawCentredString(0, 0, char)
            canvas.restoreState()


def watermark(canvas: Any, document: Any) -> None:
    """Pale words across the page, under everything."""
    canvas.saveState()
    canvas.setFillColor(colors.Color(0.85, 0.85, 0.85))
    canvas.setFont(FONT, 46)
    canvas.translate(document.pagesize[0] / 2, document.pagesize[1] / 2)
    canvas.rotate(40)
    for shift in (-200, 0, 200):
        canvas.drawCentredString(0, shift, "内部资料 严禁外传")
    canvas.restoreState()


@case(".pdf")
def seal_and_watermark(rng: Random) -> Made:
    paper = Paper(furniture=watermark)
    paper.say("项目支出绩效评价基本信息表", size=15, align=1)
    paper.draw(content_small.contacts(rng))
    paper.draw(content.plain(rng, 9))
    paper.draw(content_small.signatures())
    paper.flow.append(Seal())
    return paper.made()


@case(".pdf")
def turned_pages(rng: Random) -> Made:
    plans = (content.three_level(rng, 12), content_small.progress(rng))
    titles = ("横排表（一）单位：万元", "横排表（二）单位：万元")
    wide, high = landscape(A4)

    def write(path: Path) -> None:
        canvas = Canvas(str(path), (wide, high), invariant=1)
        for plan, title, turn in zip(plans, titles, (90, 270), strict=True):
            canvas.setPageRotation(turn)  # reportlab makes the page portrait, for the viewer to turn
            canvas.translate(*((high, 0) if turn == 90 else (0, wide)))
            canvas.rotate(90 if turn == 90 else -90)
            top = high - 70
            for piece in (words(title, 11, 0), table(plan, width=wide - 112, size=8)):
                top -= piece.wrapOn(canvas, wide - 112, high)[1] + 4
                piece.drawOn(canvas, 56, top)
            canvas.showPage()
        canvas.save()

    return Made(plans, titles, write)


@case(".pdf")
def drawn_at_half_scale(rng: Random) -> Made:
    def shrink(canvas: Any, _document: Any) -> None:
        canvas.setPageSize(A4)
        canvas.scale(0.5, 0.5)

    paper = Paper((A4[0] * 2, A4[1] * 2), shrink)
    paper.say("缩小打印的评分表", size=22)
    paper.draw(content_small.scoring(rng), size=20, pad=7, width=paper.width)
    paper.draw(content.plain(rng, 12), size=20, pad=7)
    return paper.made()


@case(".pdf")
def rows_broken_by_the_page(rng: Random) -> Made:
    paper = Paper(furniture=footer)
    long = [
        [f"{i}", f"第{i}项工作", (content.WORDS + f"；第{i}项支出{content.money(rng)}万元。") * rng.randrange(7, 12), f"{content.money(rng)}"]
        for i in range(1, 9)
    ]  # fmt: skip
    plan = Plan.of("重点工作完成情况", ["序号", "工作", "完成情况", "金额"], *long, widths=(6, 12, 50, 10))
    paper.draw(plan, size=11, repeatRows=1, splitInRow=1, splitByRow=0)
    paper.say("上述工作均已通过验收。")
    return paper.made()


@case(".pdf")
def continued_under_a_caption(rng: Random) -> Made:
    paper = Paper(furniture=footer)
    plan = content.grouped(rng, [10, 11])
    paper.say("附表3　资金支出明细表", size=12, align=1)
    paper.draw(plan, pieces=cut(plan, 14), again="附表3（续）　　单位：万元")
    return paper.made()


@case(".pdf")
def sentences_over_pages(rng: Random) -> Made:
    paper = Paper(furniture=footer)
    plan = content_small.ledger(rng, 40)
    paper.say("问题整改台账", size=14, align=1)
    paper.draw(plan, size=10.5, repeatRows=1)
    return paper.made()


@case(".pdf")
def other_table_on_the_next_page(rng: Random) -> Made:
    paper = Paper(furniture=footer)
    first, second = content.plain(rng, 26, "2023年分配表"), content.plain(rng, 9, "2024年分配表")
    third = Plan.of("联系人", ["姓名", "电话", LEFT], ["何岚", "0731", "28680001"], widths=(1, 1, 2))
    paper.say("附表4　2023年县区资金分配表")
    paper.draw(first, size=10, pad=5)
    paper.page()
    paper.say("附表5　2024年县区资金分配表")
    paper.draw(second, size=10, pad=5)
    paper.flow.append(PageBreak())
    paper.draw(third)
    return paper.made()
