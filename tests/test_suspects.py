"""Which figure is probably wrong: ties said to be ties, confirmed figures left alone, one root for what one figure explains."""

from __future__ import annotations

import time
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.quantities import find_quantities
from extractors.slips import slip_between, slips_of
from pipeline.rulebook import Case, confront
from pipeline.run import CaseAudit, Record, Run, problems
from pipeline.suspects import located
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.indicator import Schema
from schemas.quantity import Quantity
from schemas.relation import Figure, Relation
from tests.handmade import WAN
from tests.test_rules import case_from

REPORTS = yaml.safe_load((Path(__file__).parent / "expected" / "suspects.yaml").read_text(encoding="utf-8"))
EMPTY = Case("", "", 2024, (), (), (), (), Schema({}))


def told(finding: Finding) -> str:
    quotes = ("".join(finding.evidence[each.evidence].anchor.quote.split()) for each in finding.suspects)
    pairs = zip(quotes, finding.suspects, strict=True)
    return " ".join(f"{quote}→{each.suggested}" for quote, each in pairs)


def audited(name: str, folder: Path) -> list[Record]:
    case = case_from(REPORTS[name]["report"], REPORTS[name].get("table", ""), folder)
    return problems(Run((), (CaseAudit(case, tuple(located(case, confront(case)))),)))


@pytest.mark.parametrize("name", REPORTS)
def test_suspects_of_a_report(name: str, tmp_path: Path) -> None:
    records = audited(name, tmp_path)
    expected = REPORTS[name]
    suspects = {record.finding.rule: told(record.finding) for record in records}
    assert {rule: suspects.get(rule) for rule in expected["suspects"]} == expected["suspects"]
    assert expected.get("says", "") in records[0].finding.suggestion
    under = {record.finding.rule for record in records if record.root}
    first, *others = expected.get("root", "-").split()
    assert under == set(others)
    assert {r.root for r in records if r.root} == {r.fingerprint for r in records if r.finding.rule == first}


def test_what_has_a_root_stands_right_behind_it_and_keeps_its_severity(tmp_path: Path) -> None:
    records = audited("a_result_that_lost_a_digit", tmp_path)
    at = [record.finding.rule for record in records].index("DUP302")
    assert [bool(record.root) for record in records[at : at + 3]] == [False, True, True]
    assert {record.severity for record in records[at : at + 3]} == {Severity.ERROR}


# --- laws

amounts = st.decimals("0.01", "9999.99", places=2)


def quantity(number: Decimal) -> Quantity:
    return Quantity(f"{number}万元", number, WAN, decimals=2)


def finding(at: int, numbers: Sequence[Decimal], places: Sequence[int], *, holds: bool) -> Finding:
    """The numbers before the last, at these places, make the last."""
    evidence = tuple(
        Evidence("part", Anchor("a.md", place, quote=f"{number}万元", end=9), quantity(number))
        for number, place in zip(numbers, places, strict=True)
    )
    last = len(numbers) - 1
    return Finding(
        Outcome.AGREES if holds else Outcome.DIFFERS,
        "",
        "",
        evidence,
        severity=Severity.ERROR,
        relations=(Relation.total(range(last), last),),
        rule=f"SUM10{at}",
    )


@given(st.lists(amounts, min_size=2, max_size=6), st.data())
def test_a_suggested_figure_makes_the_sum_hold(parts: list[Decimal], data: st.DataObject) -> None:
    printed = [*parts, sum(parts, Decimal(0))]
    at = data.draw(st.integers(0, len(parts)))
    wrong = data.draw(amounts)
    assume(abs(wrong - printed[at]) > 1)
    numbers = [*printed[:at], wrong, *printed[at + 1 :]]
    [found] = located(EMPTY, [finding(1, numbers, range(len(numbers)), holds=False)])
    for suspect in found.suspects:
        meant = Decimal(suspect.suggested.removesuffix("万元"))
        mended = [*numbers[: suspect.evidence], meant, *numbers[suspect.evidence + 1 :]]
        assert sum(mended[:-1]) == mended[-1]
    if slip_between(quantity(wrong), quantity(printed[at]), 0):
        assert at in {suspect.evidence for suspect in found.suspects}


@given(st.lists(amounts, min_size=2, max_size=5), amounts)
def test_a_figure_that_another_sum_confirms_is_no_suspect(parts: list[Decimal], gap: Decimal) -> None:
    assume(gap > 1)
    total = sum(parts, Decimal(0))
    own = [parts[0] / 2, parts[0] / 2, parts[0]]
    fails = finding(1, [*parts, total + gap], range(len(parts) + 1), holds=False)
    confirms = finding(2, own, (101, 102, 0), holds=True)
    found, _ = located(EMPTY, [fails, confirms])
    assert 0 not in {suspect.evidence for suspect in found.suspects}
    assert found.suspects  # the others are


@given(amounts, amounts, st.integers(0, 2))
def test_a_percentage_implies_each_of_its_figures(part: Decimal, whole: Decimal, index: int) -> None:
    relation = Relation.percentage(0, 1, 2)
    figures = [Figure(Fraction(each)) for each in (part, whole)]
    rate = figures[0].value / figures[1].value * 100
    right = dict(enumerate([*figures, Figure(rate)]))
    wrong = {**right, index: Figure(right[index].value * 3)}
    assert relation.holds(right)
    assert not relation.holds(wrong)
    assert relation.implied(index, wrong) == [right[index].value]


def test_a_capped_score_needs_no_more_than_the_goal() -> None:
    score = Relation(((3, 1),), ((1, 1),), ((0, 1),), times=(2,), capped=True)
    met = {at: Figure(Fraction(x)) for at, x in enumerate((100, 140, 8, 8))}
    assert score.holds(met)
    assert score.implied(3, met) == [8]
    assert not score.holds({**met, 1: Figure(Fraction(90))})


# --- slips


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("572.36万元", "512.36"),
        ("621.5万元", "612.5"),
        ("1128人", "128"),
        ("186.05万元", "1864.05"),
        ("11.549亿元", "115.49"),
        ("9.3%", "99.3"),
    ],
)
def test_every_slip_can_be_undone(printed: str, meant: str) -> None:
    [(_, _, found)] = find_quantities(printed)
    assert Decimal(meant) in {each.number for each in slips_of(found)}


@pytest.mark.parametrize(("printed", "meant"), [("806.75元", "806.75万元"), ("28人次", "28万人次")])
def test_a_unit_is_a_slip(printed: str, meant: str) -> None:
    [(_, _, found)] = find_quantities(printed)
    assert meant in {each.raw for each in slips_of(found)}


@given(amounts)
def test_no_slip_is_the_figure_itself(number: Decimal) -> None:
    printed = quantity(number)
    values = [each.value for each in slips_of(printed)]
    assert printed.value not in values
    assert len(set(values)) == len(values)


def test_a_hedged_mention_agrees_with_what_it_allows() -> None:
    over_2000 = Figure(Fraction(2000), claim=(Fraction(2000), None))
    assert Relation.same(0, 1).holds({0: over_2000, 1: Figure(Fraction(2045))})
    assert not Relation.same(0, 1).holds({0: over_2000, 1: Figure(Fraction(1935))})
    assert (
        Relation.same(0, 1, 2).strays({0: over_2000, 1: Figure(Fraction(2045)), 2: Figure(Fraction(1935))})
        == 1
    )


def test_a_sum_of_a_thousand_figures_takes_no_time() -> None:
    numbers = [Decimal("12.34")] * 1000 + [Decimal("99999.99")]
    begun = time.process_time()
    [found] = located(EMPTY, [finding(1, numbers, range(len(numbers)), holds=False)])
    assert time.process_time() - begun < 2
    assert not found.suspects
