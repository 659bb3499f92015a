"""Invented content for tables as departments hand them in. Same seed, same content."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.unseen_tables.plan import ABOVE, LEFT, Plan

PLACES = (
    "青溪县",
    "白塔区",
    "临江县",
    "石桥镇",
    "云岭县",
    "东湖区",
    "南浦县",
    "丰乐镇",
    "北辰区",
    "双河县",
    "梅岭县",
    "长堤镇",
)
WORKS = (
    "乡镇卫生院设备更新", "农村饮水管网延伸", "小型水库除险加固", "社区养老驿站建设", "中小学食堂改造", "村级光伏电站运维",
    "城区污水泵站提升", "文化馆免费开放", "困难职工帮扶", "林区防火道维护", "残疾人康复器具配发", "基层应急物资储备",
    "老旧电梯更新补助", "公共自行车网点调整", "古树名木保护", "高速出口绿化", "职业技能实训基地", "冷链仓储补助",
)  # fmt: skip
UNITS = (
    "市民政局",
    "市水利局",
    "市卫生健康委员会",
    "市文化和旅游局",
    "市林业局",
    "市人力资源和社会保障局",
    "市商务局",
)
WORDS = (
    "按期完成各项建设任务，群众出行条件明显改善，设施运行平稳，资金拨付及时，台账资料齐全，未发现截留挪用情况"
)


def money(rng: Random, low: int = 1, high: int = 900, places: int = 2) -> Decimal:
    """An amount with ``places`` decimals."""
    return Decimal(rng.randrange(low * 10**places, high * 10**places)).scaleb(-places)


def comma(number: Decimal) -> str:
    """1,234.50"""
    return f"{number:,.2f}"


def plain(rng: Random, rows: int, name: str = "县区资金分配表") -> Plan:
    """No merged cells: county, amounts, a share, a difference that may be negative."""
    body = []
    for i in range(rows):
        given, spent = money(rng, 100, 2000), money(rng, 100, 2000)
        place = PLACES[i % len(PLACES)] + ("" if i < len(PLACES) else f"（{i // len(PLACES) + 1}批）")
        share = (spent / given * 100).quantize(Decimal("0.01"))
        body.append([str(i + 1), place, comma(given), comma(spent), f"{share}%", comma(spent - given)])
    return Plan.of(
        name,
        ["序号", "县区", "下达金额", "支出金额", "支出进度", "超支（＋）结余（－）"],
        *body,
        widths=(6, 14, 12, 12, 10, 14),
    )


def grouped(rng: Random, groups: list[int], name: str = "项目支出明细表") -> Plan:
    """A head of two rows, groups of rows under one merged cell, a subtotal after each, a total at the end."""
    body: list[list[str]] = []
    number = 0
    for g, size in enumerate(groups):
        for i in range(size):
            number += 1
            first, moved = money(rng, 10, 400), money(rng, -30, 30)
            paid = money(rng, 5, 300)
            body.append([
                UNITS[g % len(UNITS)] if i == 0 else ABOVE, str(number), rng.choice(WORKS) + rng.choice(("", "（续建）", "二期")),
                f"{first}", f"{moved}", f"{first + moved}", f"{paid}", rng.choice(("", "—", "已完工", "跨年实施")),
            ])  # fmt: skip
        body.append([ABOVE, "小计", LEFT, *(f"{money(rng, 500, 3000)}" for _ in range(4)), ""])
    body.append(["合计", LEFT, LEFT, *(f"{money(rng, 2000, 9000)}" for _ in range(4)), ""])
    return Plan.of(
        name,
        ["主管部门", "序号", "项目名称", "预算安排（万元）", LEFT, LEFT, "实际支出（万元）", "备注"],
        [ABOVE, ABOVE, ABOVE, "年初数", "调整数", "调整后", ABOVE, ABOVE],
        *body,
        head=2,
        widths=(12, 6, 22, 9, 8, 9, 11, 10),
    )


def three_level(rng: Random, rows: int, name: str = "部门预算收支总表") -> Plan:
    """A budget table with a head of three levels and twelve columns."""
    body = []
    for i in range(rows):
        code = f"2{rng.randrange(1, 30):02d}{rng.randrange(1, 99):02d}{rng.randrange(1, 99):02d}"
        cells = [comma(money(rng, 1, 9000)) if rng.random() > 0.2 else "" for _ in range(10)]
        body.append([code, WORKS[i % len(WORKS)], *cells])
    return Plan.of(
        name,
        [
            "科目编码",
            "科目名称",
            "合计",
            "本年收入",
            LEFT,
            LEFT,
            LEFT,
            LEFT,
            "本年支出",
            LEFT,
            LEFT,
            "年末结转",
        ],
        [
            ABOVE,
            ABOVE,
            ABOVE,
            "小计",
            "一般公共预算",
            LEFT,
            "政府性基金",
            "其他",
            "基本支出",
            LEFT,
            "项目支出",
            ABOVE,
        ],
        [ABOVE, ABOVE, ABOVE, ABOVE, "经费拨款", "专项收入", ABOVE, ABOVE, "人员", "公用", ABOVE, ABOVE],
        *body,
        head=3,
        widths=(9, 15, 9, 9, 9, 9, 9, 8, 9, 9, 9, 9),
    )


def self_evaluation(
    rng: Random, targets: list[list[int]], long: int = 1, name: str = "项目支出绩效自评表"
) -> Plan:
    """The self-evaluation form: fields, funds, goals, indicators in three levels, a total, a remark.

    ``targets`` counts third-level rows by first and second level; ``long`` repeats the goals' sentence.
    """
    first, moved = money(rng, 400, 4000), money(rng, 1, 200)
    budget, paid = first + moved, money(rng, 300, 3900)
    rate = f"{(paid / budget * 100).quantize(Decimal('0.01'))}%"
    blank = ["", "", "", "", "", ""]
    funds = [
        ["项目资金（万元）", "", LEFT, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [ABOVE, "年度资金总额", LEFT, f"{first}", f"{budget}", f"{paid}", "10", rate, f"{money(rng, 5, 10)}"],
        [ABOVE, "其中：当年财政拨款", LEFT, f"{first}", f"{budget}", f"{paid}", "—", rate, "—"],
        [ABOVE, "上年结转资金", LEFT, *blank],
    ]
    goals = [
        ["年度总体目标", "预期目标", LEFT, LEFT, LEFT, "实际完成情况", LEFT, LEFT, LEFT],
        [
            ABOVE,
            (WORDS + "。") * long,
            LEFT,
            LEFT,
            LEFT,
            (WORDS + f"，年末结余{moved}万元。") * long,
            LEFT,
            LEFT,
            LEFT,
        ],
    ]
    return Plan.of(
        name,
        ["项目名称", LEFT, rng.choice(WORKS) + "专项", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
        ["主管部门", LEFT, rng.choice(UNITS), LEFT, LEFT, "实施单位", LEFT, rng.choice(PLACES) + "财政所", LEFT],
        *funds,
        *goals,
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        *_indicators(rng, targets),
        ["总分", LEFT, LEFT, LEFT, LEFT, LEFT, "100", f"{money(rng, 80, 100)}", ""],
        head=0,
        widths=(7, 9, 10, 20, 11, 11, 7, 9, 16),
    )  # fmt: skip


def _indicators(rng: Random, targets: list[list[int]]) -> list[list[str]]:
    levels = (("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")), ("效益指标", ("社会效益指标", "生态效益指标", "可持续影响指标")),
              ("满意度指标", ("服务对象满意度指标",)))  # fmt: skip
    rows: list[list[str]] = []
    for (first, seconds), counts in zip(levels, targets, strict=True):
        for s, (second, count) in enumerate(zip(seconds, counts, strict=False)):
            for i in range(count):
                aim, did = rng.randrange(20, 400), rng.randrange(20, 400)
                unit = rng.choice(("处", "户", "%", "公里", "人次"))
                rows.append([
                    ABOVE, first if s == i == 0 else ABOVE, second if i == 0 else ABOVE,
                    rng.choice(WORKS) + rng.choice(("数量", "完成率", "覆盖面")), f"≥{aim}{unit}", f"{did}{unit}",
                    f"{rng.randrange(2, 15)}", f"{money(rng, 1, 15, 1)}", "无" if did >= aim else rng.choice(("受汛期影响开工较晚", "")),
                ])  # fmt: skip
    return rows
