"""Small invented tables: fees, signatures, wrapped figures, comparisons. Same seed, same content."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.unseen_tables.content import PLACES, UNITS, WORKS, comma, money
from tests.unseen_tables.plan import ABOVE, LEFT, Plan


def fees(rng: Random, name: str = "“三公”经费对比表") -> Plan:
    """Two years of three fees, with dashes, a bracketed and a negative figure."""
    rows = []
    for item in ("因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"):
        before, after = money(rng, 1, 60), money(rng, 1, 60)
        change = after - before
        shown = f"（{-change}）" if change < 0 else f"{change}"
        share = f"{(change / before * 100).quantize(Decimal('0.1'))}%"
        rows.append([item, f"{before}", f"{after}", shown, share])
    rows[0][1:] = ["—", "—", "0.00", "—"]
    return Plan.of(
        name, ["经费项目", "上年决算", "本年决算", "增减额", "增减率"], *rows, widths=(22, 12, 12, 12, 10)
    )


def narrow(rng: Random, rows: int = 6, name: str = "分年度投入表") -> Plan:
    """Figures of up to eleven characters, for columns that are narrower than they are."""
    body = [
        [WORKS[(i * 5) % len(WORKS)], *(comma(money(rng, 1000, 90000) * rng.choice((1, -1))) for _ in range(5)), f"{money(rng, 1, 150)}%"]
        for i in range(rows)
    ]  # fmt: skip
    return Plan.of(
        name,
        ["项目名称", "2020年", "2021年", "2022年", "2023年", "2024年", "平均增幅"],
        *body,
        widths=(14, 7, 7, 7, 7, 7, 6),
    )


def signatures(name: str = "评价人员签字表") -> Plan:
    """Mostly blank cells, and one that spans the table."""
    return Plan.of(
        name,
        ["姓名", "职务／职称", "单位", "签字"],
        ["钱启明", "科长", "市财政局绩效评价科", ""],
        ["吴亦清", "高级会计师", "某会计师事务所", ""],
        ["", "", "", ""],
        ["评价组意见：", LEFT, LEFT, LEFT],
        ["负责人（签章）：", LEFT, "年　　月　　日", LEFT],
        widths=(10, 12, 20, 12),
    )


def progress(rng: Random, name: str = "季度支出进度表") -> Plan:
    """Quarters beside one another under a head of two rows; blanks where nothing was paid yet."""
    body = []
    for place in rng.sample(PLACES, 5):
        cells: list[str] = []
        for quarter in range(4):
            if quarter == 3 and rng.random() < 0.5:
                cells += ["", ""]
            else:
                cells += [f"{money(rng, 10, 900)}", f"{money(rng, 1, 100)}%"]
        body.append([place, *cells])
    pairs = [word for quarter in "一二三四" for word in (f"第{quarter}季度", LEFT)]
    return Plan.of(
        name, ["县区", *pairs], [ABOVE, *("支出", "进度") * 4], *body, head=2, widths=(10, *(8, 7) * 4)
    )


def pairs(rng: Random, rows: int, name: str) -> Plan:
    """Two columns, short: fits beside another table."""
    return Plan.of(
        name,
        ["事项", "金额（万元）"],
        *([rng.choice(WORKS), f"{money(rng)}"] for _ in range(rows)),
        widths=(18, 9),
    )


def scoring(rng: Random, name: str = "评价指标体系及评分表") -> Plan:
    """Merged cells in columns and rows side by side: a weight for three rows beside two scores for one."""
    rows: list[list[str]] = []
    for first, seconds in (
        ("决策", ("项目立项", "资金投入")),
        ("过程", ("资金管理", "组织实施")),
        ("产出", ("产出数量", "产出质量")),
    ):
        for s, second in enumerate(seconds):
            for i in range(2):
                rows.append([
                    first if s == i == 0 else ABOVE, f"{rng.randrange(10, 40)}" if s == i == 0 else ABOVE,
                    second if i == 0 else ABOVE, f"{rng.randrange(3, 20)}" if i == 0 else ABOVE,
                    rng.choice(("依据充分性", "程序规范性", "到位率", "执行率", "合规性", "完成率")) + f"{len(rows) + 1}",
                    f"{money(rng, 1, 10, 1)}", rng.choice(("", "扣0.5分", "资料不全，扣1.5分")),
                ])  # fmt: skip
    rows.append(["合计", "100", LEFT, LEFT, LEFT, f"{money(rng, 80, 100)}", ""])
    return Plan.of(
        name,
        ["一级指标", "权重", "二级指标", "权重", "三级指标", "得分", "扣分说明"],
        *rows,
        widths=(9, 6, 10, 6, 14, 8, 16),
    )


def contacts(rng: Random, name: str = "项目基本信息") -> Plan:
    """Labels and values across: a table without a head row."""
    return Plan.of(
        name,
        ["单位名称", rng.choice(UNITS), "统一代码", "12430200MB1234567X"],
        ["项目负责人", "何岚", "联系电话", "0731-28680000"],
        ["起止时间", "2024年1月—2024年12月", "资金来源", "市级财政、上级补助"],
        ["预算金额", f"{comma(money(rng, 1000, 9000))}元", "是否政府采购", "□是　√否"],
        ["备注", "", LEFT, LEFT],
        head=0,
        widths=(10, 20, 10, 18),
    )


def ledger(rng: Random, rows: int, name: str = "问题整改台账") -> Plan:
    """Sentences and no figures; the last column is often blank."""
    troubles = ("预算编制不够细化，支出科目调整频繁", "部分项目前期论证不充分，开工时间晚于计划", "绩效目标设置偏低，与资金量不匹配",
                "固定资产登记不及时，账实核对不到位", "验收资料归档不完整，缺少影像记录")  # fmt: skip
    cures = (
        "细化到具体事项，按月通报执行情况",
        "建立项目储备库，未完成论证的不安排资金",
        "结合往年完成情况重新核定目标",
        "补登并落实专人管理",
        "限期补齐并纳入年终考核",
    )
    body = [
        [rng.choice(UNITS), troubles[i % 5], cures[i % 5], rng.choice(("六月底前", "年底前", "立行立改")), "已完成" if rng.random() < 0.5 else ""]
        for i in range(rows)
    ]  # fmt: skip
    return Plan.of(
        name, ["责任单位", "存在问题", "整改措施", "完成时限", "备注"], *body, widths=(14, 22, 22, 9, 8)
    )
