"""A run made by hand, so that outputs can be tested without readers, extractors or rules."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

from pipeline.rulebook import Case
from pipeline.run import CaseAudit, FileRow, Run, Status
from schemas.document import Anchor, Cell, Document, Paragraph, Table
from schemas.fact import Fact, Period, Role, Scope, Source
from schemas.finding import Evidence, Finding, Outcome, Severity, Suspect
from schemas.indicator import Schema
from schemas.quantity import Kind, Quantity, Unit

WAN = Unit("万元", Kind.MONEY, "元", Decimal(10_000))
HOUSEHOLDS = Unit("户", Kind.COUNT, "户")
EMPTY = Schema({})

REPORT = (
    "2024年度公租房保障项目绩效自评报告",
    "2024年，项目实际支出256.5万元，其中：新建公租房支出120万元，改造支出80.5万元，租赁补贴支出46万元。",
    "年末公租房在保家庭1537户，全年发放租赁补贴612.5万元，惠及住房困难家庭。",
    "（三）存在的问题。发放租赁补贴621.5万元，个别家庭资格复核不及时；公租房在保家庭超1500户。",
)


def document(path: str = "市住建局/公租房保障/自评报告.docx", texts: tuple[str, ...] = REPORT) -> Document:
    """Paragraphs, and a table of two rows at the end."""
    paragraphs = [Paragraph(text, Anchor(path, i, quote=text, end=len(text))) for i, text in enumerate(texts)]
    rows = (("指标", "年度指标值", "实际完成值"), ("公租房在保家庭", "1500户", "1537户"))
    at = len(paragraphs)
    cells = tuple(
        tuple(
            Cell(text, Anchor(path, at, 1, r, c, 0, len(text), text), r, c) for c, text in enumerate(row, 1)
        )
        for r, row in enumerate(rows, 1)
    )
    table = Table(cells, Anchor(path, at, 1), caption="附表 单位：万元")
    digest = sha256(path.encode()).hexdigest()
    return Document(path, digest, "docx", (*paragraphs, table), bytes=2048)


def fact(
    source: Document, block: int, raw: str, subject: str, unit: Unit = WAN, role: Role = Role.ACTUAL
) -> Fact:
    """The fact whose figure is printed as ``raw`` in paragraph ``block``."""
    paragraph = source.blocks[block]
    assert isinstance(paragraph, Paragraph)
    start = paragraph.text.index(raw)
    number = Decimal(raw.removesuffix(unit.name).lstrip("超"))
    decimals = -int(number.as_tuple().exponent)
    quantity = Quantity(raw, number, unit, decimals=decimals)
    anchor = paragraph.anchor.part(start, start + len(raw), paragraph.text)
    return Fact(subject, quantity, role, anchor, Source.PROSE, period=Period.year(2024), scope=Scope())


def findings(source: Document) -> tuple[Finding, ...]:
    """One of each: a sum that is off, two mentions that clash, a question, an agreement, one nobody can tell."""
    total = fact(source, 1, "256.5万元", "实际支出", role=Role.EXECUTED)
    named = (("120万元", "新建公租房支出"), ("80.5万元", "改造支出"), ("46万元", "租赁补贴支出"))
    parts = [fact(source, 1, raw, name, role=Role.EXECUTED) for raw, name in named]
    paid = [fact(source, 2, "612.5万元", "租赁补贴"), fact(source, 3, "621.5万元", "租赁补贴")]
    homes = [
        fact(source, 2, "1537户", "在保家庭", HOUSEHOLDS),
        fact(source, 3, "超1500户", "在保家庭", HOUSEHOLDS),
    ]
    return (
        Finding(
            Outcome.DIFFERS,
            "实际支出",
            "120+80.5+46=246.5万元，总额 256.5万元，相差 10万元",
            (Evidence.of(total, "total"), *(Evidence.of(part, "part") for part in parts)),
            formula="120+80.5+46=246.5",
            severity=Severity.ERROR,
            expected=Decimal("246.5"),
            actual=Decimal("256.5"),
            unit="万元",
            suspects=(Suspect(0, "246.5万元", "只改这一处，其余各数都能成立"),),
            suggestion="请核对总额与各分项，更正其中有误的一处",
            rule="SUM102",
            title="分项之和不等于总额",
            basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）第十四条：数据应真实准确",
        ),
        Finding(
            Outcome.DIFFERS,
            "租赁补贴发放额",
            "612.5 万元（第3段）与 621.5 万元（第4段）不能同时成立",
            tuple(Evidence.of(each, "mention") for each in paid),
            severity=Severity.ERROR,
            expected=Decimal("612.5"),
            actual=Decimal("621.5"),
            unit="万元",
            rule="DUP301",
            title="同一指标前后不一致",
            basis="财预〔2020〕10号",
        ),
        Finding(
            Outcome.REVIEW,
            "住房困难家庭",
            "“惠及住房困难家庭”没有写明户数",
            (Evidence("text", source.blocks[2].anchor.part(27, 33, REPORT[2])),),
            severity=Severity.WARNING,
            rule="TGT705",
            title="目标没有对应的指标",
            basis="财预〔2020〕10号",
        ),
        Finding(
            Outcome.AGREES,
            "在保家庭",
            "2处一致",
            tuple(Evidence.of(each, "mention") for each in homes),
            formula="1537>1500",
            severity=Severity.ERROR,
            rule="DUP301",
            title="同一指标前后不一致",
        ),
        Finding(
            Outcome.UNCLEAR,
            "执行率",
            "没有写明全年预算数，无法计算执行率",
            severity=Severity.ERROR,
            rule="BUD501",
            title="执行率",
        ),
        Finding(
            Outcome.NOT_APPLICABLE,
            "分值",
            "没有分值栏",
            severity=Severity.ERROR,
            rule="SCO601",
            title="分值合计",
        ),
    )


def case(
    source: Document | None = None, department: str = "市住建局", project: str = "公租房保障"
) -> CaseAudit:
    """One project with its findings and one figure that nothing was checked against."""
    source = source or document()
    found = findings(source)
    facts = [each.fact for finding in found for each in finding.evidence if each.fact]
    extra = Evidence("mention", source.blocks[0].anchor.part(0, 5, REPORT[0]))
    year = Quantity("2024年", Decimal(2024), Unit("年", Kind.DURATION, "年"))
    facts.append(Fact("年度", year, Role.BASE, extra.anchor, Source.PROSE))
    facts.sort(key=lambda each: each.order)
    return CaseAudit(
        Case(department, project, 2024, (source,), (), tuple(facts), (), EMPTY),
        found,
    )


def run(*audits: CaseAudit, files: tuple[FileRow, ...] = ()) -> Run:
    """A run over ``audits``; their documents count as read."""
    audits = audits or (case(),)
    documents = tuple(each for audit in audits for each in audit.case.documents)
    read = tuple(
        FileRow(each.path, Status.PARSED, "", each.sha256, each.bytes, each.format, tables=1)
        for each in documents
    )
    lost = FileRow("市住建局/附件2.dwg", Status.FAILED, "不认识 '.dwg' 文件", remedy="请另存为 .docx 或 .pdf")
    return Run(
        (*read, *(files or (lost,))),
        audits,
        documents,
        {"gouji": "0.1.0", "python": "3.11"},
        {"timeout_seconds": 120},
        {"host": "somewhere"},
    )
