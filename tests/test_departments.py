"""departments.yaml: every example is read as the department beside which it stands."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from pipeline.areas import home
from schemas.departments import department_at, load_departments

ENTRIES = yaml.safe_load((files("schemas") / "departments.yaml").read_text(encoding="utf-8"))["departments"]


@pytest.mark.parametrize(
    ("at", "name"), [(at, name) for at, entry in enumerate(ENTRIES) for name in entry["examples"]]
)
def test_an_example_is_its_department(at: int, name: str) -> None:
    place = max((each for each in home(name) if name.startswith(each)), key=len)
    named = department_at(name, len(place))
    assert named is not None
    assert (named.kind, named.end) == (load_departments()[at], len(name))


@pytest.mark.parametrize("text", ["云岭县财政局", "云岭县人民政府", "云岭县水利工程建设管理站"])
def test_no_department_of_these(text: str) -> None:
    assert department_at(text, len("云岭县")) is None
