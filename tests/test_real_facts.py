"""The numbers labelled by hand are well formed, and stand where their rows say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from schemas.fact import Period, Role
from tests.bench.real_facts import NONE, QUANTITY, RealFact, load, missing


@pytest.fixture(scope="module")
def facts() -> list[RealFact]:
    return load()


def test_there_are_enough_of_enough_documents(facts: list[RealFact]) -> None:
    assert sum(fact.is_quantity for fact in facts) >= 300
    assert len({fact.document for fact in facts}) >= 8


def test_documents_and_pages_come_in_order(facts: list[RealFact]) -> None:
    places = [(fact.document, fact.page) for fact in facts]
    documents = list(dict.fromkeys(document for document, _ in places))
    assert places == sorted(places, key=lambda place: (documents.index(place[0]), place[1]))


def test_every_row_is_whole(facts: list[RealFact]) -> None:
    for fact in facts:
        assert fact.kind in {QUANTITY, NONE}, fact
        assert fact.printed, fact
        assert 0 < len(fact.subject) <= 12, fact
        assert len(fact.before) <= 8, fact
        assert not any(c.isspace() for c in fact.before + fact.printed), fact
        if fact.is_quantity:
            assert (fact.value is None) != (fact.ends is None), fact
            assert fact.role, fact
            assert not fact.period or str(Period.year(int(fact.period))) == fact.period, fact
        else:
            assert not any((fact.value, fact.ends, fact.role, fact.total, fact.unit, fact.period)), fact


def test_a_part_stands_beside_its_total(facts: list[RealFact]) -> None:
    for fact in facts:
        if fact.total is not None:
            total = facts[fact.total - 1]
            assert total.is_quantity, fact
            assert total.row < fact.row, fact
            assert (total.document, total.role) == (fact.document, fact.role), fact
            assert total.unit == fact.unit or not fact.unit, fact


def test_a_budget_less_its_growth_gives_the_rate(facts: list[RealFact]) -> None:
    """A second reading of the labels: three of them say one thing twice. The odd rates are so printed."""
    odd = {"9.1%", "0.06%", "0.66%"}
    checked = 0
    for budget, growth, rate in zip(facts, facts[1:], facts[2:], strict=False):
        roles = (budget.role, growth.role, rate.role)
        if roles != (Role.BUDGET, Role.GROWTH, Role.GROWTH) or (growth.unit, rate.unit) != ("元", "%"):
            continue
        assert budget.value is not None
        assert growth.value is not None
        assert rate.value is not None
        fell = any(word in growth.before for word in ("减少", "下降", "小于"))
        base = budget.value + growth.value if fell else budget.value - growth.value
        if base and rate.printed not in odd:
            assert abs(growth.value / base * 100 - rate.value) < Decimal("0.01"), (growth, rate)
            checked += 1
    assert checked >= 40


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("一\t二", "第2行：应有 11 列"),
        ("甲.pdf\t一\t3家\t共\t3\t家\tactual\t\t家\t\tquantity", "第2行"),
        ("甲.pdf\t1\t3家\t共\t三\t家\tactual\t\t家\t\tquantity", "第2行"),
        ("甲.pdf\t1\t3家\t共\t3\t家\tsome\t\t家\t\tquantity", "第2行.*some"),
    ],
)
def test_a_malformed_table_is_refused_with_its_line(tmp_path: Path, spoilt: str, said: str) -> None:
    header = "document\tpage\tprinted\tbefore\tvalue\tunit\trole\tperiod\tsubject\ttotal\tkind"
    table = tmp_path / "facts.tsv"
    table.write_text(f"{header}\n{spoilt}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load(table)


@pytest.mark.slow
def test_every_number_stands_on_its_page(shared: Path, facts: list[RealFact]) -> None:
    assert not list(missing(facts, shared / "corpus" / "budget-pdf"))
