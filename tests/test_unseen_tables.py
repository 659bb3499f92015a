"""Tables made by other programs than those the readers were built on come out as they were written.

What is known to fail stands in tests/unseen_tables/misses.yaml with its reason; mended, it must be taken out there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.unseen_tables.making import PROGRAMS, formats, make, missing, samples, verdict
from tests.unseen_tables.plan import Plan, cut
from tests.unseen_tables.registry import CASES
from tests.unseen_tables.score import Verdict

MISSES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "unseen_tables" / "misses.yaml").read_text(encoding="utf-8")
)
FILES = [(case.name, suffix) for case in CASES.values() for suffix in formats(case)]
TABLES = [(name, suffix, i) for name, suffix in FILES for i in range(len(CASES[name].tables))]

Look = Callable[[str, str], Verdict]


def label(name: str, suffix: str, what: str) -> str:
    """How misses.yaml calls it."""
    return f"{name}{suffix} {what}"


def marked(*values: str | int, key: str) -> object:
    marks = [pytest.mark.slow] if PROGRAMS[CASES[str(values[0])].suffix] != "reportlab" else []
    if key in MISSES:
        marks.append(pytest.mark.xfail(reason=MISSES[key], strict=True))
    return pytest.param(*values, marks=marks, id=key.replace(" ", "-"))


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """The verdict on a file; each program writes and prints all its files once."""

    @cache
    def made(program: str) -> Path:
        if missing(program):
            assert not os.environ.get("CI"), f"{program} must be installed where CI runs"
            pytest.skip(f"没有安装 {program}")
        folder = tmp_path_factory.mktemp(program)
        make(program, folder)
        return folder

    @cache
    def verdicts(name: str) -> dict[str, Verdict | None]:
        case = CASES[name]
        return {one.path.suffix: verdict(one) for one in samples(case, made(PROGRAMS[case.suffix]))}

    def of(name: str, suffix: str) -> Verdict:
        one = verdicts(name)[suffix]
        if one is None:
            pytest.skip(f"还没有读取 {suffix} 的程序")
        return one

    return of


@pytest.mark.parametrize(
    ("name", "suffix", "i"),
    [marked(n, s, i, key=label(n, s, CASES[n].tables[i].name)) for n, s, i in TABLES],
)
def test_every_cell_where_it_was_written(look: Look, name: str, suffix: str, i: int) -> None:
    score = look(name, suffix).tables[i]
    assert (score.missing, score.strange, score.exact) == ((), (), True)


@pytest.mark.parametrize(("name", "suffix"), [marked(n, s, key=label(n, s, "figures")) for n, s in FILES])
def test_no_figure_is_lost_changed_or_invented(look: Look, name: str, suffix: str) -> None:
    one = look(name, suffix)
    assert (one.lost, one.invented) == ((), ())


@pytest.mark.parametrize(("name", "suffix"), [marked(n, s, key=label(n, s, "outside")) for n, s in FILES])
def test_sentences_stay_outside_and_no_table_is_made_up(look: Look, name: str, suffix: str) -> None:
    one = look(name, suffix)
    assert (one.unsaid, one.spare) == ((), 0)


def test_misses_are_of_cases_that_exist() -> None:
    known = {label(n, s, CASES[n].tables[i].name) for n, s, i in TABLES}
    known |= {label(n, s, what) for n, s in FILES for what in ("figures", "outside")}
    assert set(MISSES) <= known


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 16
    assert sum(len(case.tables) for case in CASES.values()) >= 40


def test_a_plan_from_slots() -> None:
    plan = Plan.of("表", ["甲", "<", "丙"], ["^", "<", "1"], ["2", "3", "4"])
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in plan.cells] == [
        (1, 1, 2, 2, "甲"), (1, 3, 1, 1, "丙"), (2, 3, 1, 1, "1"), (3, 1, 1, 1, "2"), (3, 2, 1, 1, "3"), (3, 3, 1, 1, "4"),
    ]  # fmt: skip
    first, second = cut(plan, 1)
    assert [(c.row, c.rowspan, c.text) for c in second.cells if c.col == 1] == [(1, 2, "甲"), (2, 1, "2")]
    assert (first.rows, second.rows) == (2, 2)
