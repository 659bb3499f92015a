"""Every figure is accounted for once: borne out, in dispute, looked at alone, unclear, or never checked and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.ledger import Standing, ledgers, standings
from pipeline.rows import document_rows
from pipeline.run import CaseAudit
from schemas.fact import Fact, Period, Role, Source
from schemas.finding import Evidence, Finding, Outcome
from tests import handmade


def test_the_figures_of_a_document_add_up() -> None:
    [book] = ledgers(handmade.case())
    assert book.figures == sum(book.standing.values()) == 9
    assert book.standing == {
        Standing.PROBLEM: 6,
        Standing.AGREED: 2,
        Standing.ALONE: 0,
        Standing.UNCLEAR: 0,
        Standing.UNCHECKED: 1,
    }
    assert {reason: len(facts) for reason, facts in book.unchecked.items()} == {"对比用的基数": 1}


def test_the_gravest_word_counts_and_a_figure_alone_is_not_borne_out() -> None:
    source = handmade.document()
    fact = handmade.fact(source, 2, "612.5万元", "租赁补贴")
    other = handmade.fact(source, 3, "621.5万元", "租赁补贴")
    case = replace(handmade.case().case, facts=(fact,))

    def standing(*said: tuple[Outcome, tuple[Fact, ...]]) -> Standing:
        findings = tuple(
            Finding(outcome, "", "", tuple(Evidence.of(each, "mention") for each in facts))
            for outcome, facts in said
        )
        [(_, came)] = standings(CaseAudit(case, findings))
        return came

    assert standing() is Standing.UNCHECKED
    assert standing((Outcome.UNCLEAR, (fact, other))) is Standing.UNCLEAR
    assert standing((Outcome.AGREES, (fact,))) is Standing.ALONE
    assert standing((Outcome.AGREES, (fact, fact))) is Standing.ALONE
    assert standing((Outcome.UNCLEAR, (fact,)), (Outcome.AGREES, (fact, other))) is Standing.AGREED
    assert standing((Outcome.AGREES, (fact, other)), (Outcome.REVIEW, (fact,))) is Standing.PROBLEM
    assert standing((Outcome.DIFFERS, (other,))) is Standing.UNCHECKED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "正文未归类"),
        ({"indicator": "form:1"}, "指标数，只写了一次"),
        ({"role": Role.EXECUTED}, "资金数，别处没有同一笔"),
        ({"role": Role.TARGET}, "目标值，没有写对应的完成数"),
        ({"role": Role.STANDARD}, "补助标准、评分标准"),
        ({"period": Period.year(2023), "stated": True}, "说的是别的年度"),
        ({"period": Period.year(2023)}, "正文未归类"),
        ({"source": Source.TABLE}, "明细表里的数，没有合计可对"),
        ({"source": Source.FORM, "role": Role.RATE}, "自评表里的数，没有别的数可对"),
    ],
)
def test_why_a_figure_was_not_checked_is_told(changes: dict[str, object], reason: str) -> None:
    fact = handmade.fact(handmade.document(), 2, "612.5万元", "租赁补贴")
    case = replace(handmade.case().case, facts=(replace(fact, **changes),))  # type: ignore[arg-type]
    [book] = ledgers(CaseAudit(case, ()))
    assert list(book.unchecked) == [reason]


def test_a_figure_that_cannot_be_made_out_is_told() -> None:
    fact = handmade.fact(handmade.document(), 2, "612.5万元", "租赁补贴")
    unread = replace(fact, quantity=replace(fact.quantity, number=None))
    [book] = ledgers(CaseAudit(replace(handmade.case().case, facts=(unread,)), ()))
    assert list(book.unchecked) == ["写法看不出数值"]
    assert fact.quantity.value == Decimal(6125000)


def test_a_document_without_figures_has_its_line_too() -> None:
    audit = handmade.case()
    empty = replace(handmade.document("空.docx"), blocks=())
    both = replace(audit.case, documents=(*audit.case.documents, empty))
    rows = list(document_rows(handmade.run(CaseAudit(both, audit.findings))))
    assert [(row["document"], row["figures"]) for row in rows] == [
        ("市住建局/公租房保障/自评报告.docx", 9),
        ("空.docx", 0),
    ]
    assert rows[0]["checks"] == {"pass": 1, "fail": 2, "review": 1, "unknown": 1}
    assert rows[0]["not_applicable"] == ["SCO601"]
