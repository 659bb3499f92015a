"""A rule that is silenced, or that calls one outcome another, is noticed by its own cases."""

from __future__ import annotations

import pytest

from pipeline.rulebook import Rule, rulebook
from tests.bench.mutation import cases, lives, mutants

# What a case cannot write down: cells that could not be read, hidden rows (both are tested beside the readers),
# and that a thing is told once.
ELSEWHERE = {
    (
        "DRV406",
        "AGREES → DIFFERS",
    ),  # of two readings of one share the first agrees in every sentence known so far
    ("EXT004", "UNCLEAR → AGREES"),  # test_doubt
    ("TAB203", "REVIEW → AGREES"),  # test_read_sheets
    ("XDC904", "REVIEW → AGREES"),  # what was spent is not told beside what was given
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", rulebook(), ids=lambda rule: rule.code)
def test_a_broken_rule_is_noticed(rule: Rule) -> None:
    against = cases([rule.code])[rule.code]
    alive = [each for each in mutants(rule, ("disabled", "outcome")) if lives(each, rule, against)]
    unnoticed = [f"{each.line}: {each.what}" for each in alive if (rule.code, each.what) not in ELSEWHERE]
    assert not unnoticed, "make mutation 看全部"
