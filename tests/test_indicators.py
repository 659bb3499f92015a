"""The dictionaries of schemas/indicators: every word means one thing, every example is read as it says."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from unicodedata import normalize

import pytest
import yaml

from extractors.quantities import find_quantities
from schemas.indicator import Indicator, load_schema

HOME = Path(__file__).parents[1] / "schemas" / "indicators"
FILES = sorted(HOME.glob("*.yaml"))
INDICATORS = list(load_schema().indicators.values())
EXAMPLES = [(found, sentence) for found in INDICATORS for sentence in found.examples]

# Heads that belong to whatever was spoken of last. domain.md §6.3 lists many; alone they name nothing.
BARE = {
    "覆盖率", "合格率", "完成率", "达标率", "及时率", "到位率", "发放率", "拨付率", "知晓率", "支付率", "准确率",
    "满意度", "满意率", "执行率", "开工率", "竣工率", "完工率", "巩固率", "培训人数", "受益人数", "发放人数", "参赛人数",
    "受益人口", "任务数", "改造户数", "改造小区数", "救助人次", "场次", "活动场次", "培训场次", "补助标准", "保障标准", "生均标准",
    "生均补助标准", "人均补助标准", "研发投入", "研发经费投入", "成交额", "交易额", "签约额", "投资总额", "占GDP比重", "国家高新技术企业", "治理面积",
    "管护面积", "补偿面积", "抚育面积", "造林面积", "建设里程", "养护里程", "治理河长", "处理规模", "抽检批次", "故障率", "响应时间",
    "备份次数", "成本控制数", "项目总成本", "年初预算数", "全年预算数", "全年执行数", "项目总计支出", "结案率", "申请专利", "授权专利", "引进人才",
}  # fmt: skip

# Words of which no two may name one indicator (checks.md §5.3).
CONTRASTS = [
    ("年初", "全年"),
    ("新增", "累计", "现有|总数|总量|存量|保有量|拥有量", "净增"),
    ("国家级", "省级以上|省级及以上", "(?<!全国)省级(?!以上|及以上)", "市级"),
    ("总量(?!占)", "人均", "强度|占GDP"),
    ("申请", "授权", "拥有"),
    ("申报", "认定"),
    ("合同引资", "到位资金"),
    ("预算", "决算"),
    ("增速|增长", "占比|比重"),
    ("及时率|及时拨付率", "到位率(?!及时)"),
    ("年均浓度", "日均浓度"),
]


def spoken(text: str) -> str:
    """The text as names are compared: half-width, lower case, without blanks and quotation marks."""
    return "".join(
        char for char in normalize("NFKC", text).casefold() if not char.isspace() and char not in "“”\"'"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_what_it_is_and_where_its_words_come_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    content = yaml.safe_load(text)
    assert set(content) == {"title", "indicators"}
    assert content["indicators"], "no indicators"
    for key in content["indicators"]:
        assert len(re.findall(rf"^  {key}:", text, re.MULTILINE)) == 1, (
            f"{key} is written twice; YAML would keep the last"
        )


def test_a_name_means_one_thing() -> None:
    owner: dict[str, str] = {}
    for indicator in INDICATORS:
        for name in {spoken(name) for name in indicator.names}:
            assert owner.setdefault(name, indicator.id) == indicator.id, name
        assert len(set(indicator.names)) == len(indicator.names), f"{indicator.id} repeats a name"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda found: found.id)
def test_an_indicator_is_complete(indicator: Indicator) -> None:
    assert indicator.kind is not None
    assert indicator.direction in {"", "higher", "lower", "equal"}
    assert indicator.flow in {"", "flow", "stock"}
    assert indicator.examples
    assert indicator.id not in indicator.at_most + indicator.parts
    schema = load_schema().indicators
    assert all(schema[other].kind is indicator.kind for other in indicator.at_most + indicator.parts)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda found: found.id)
def test_no_name_is_a_bare_head(indicator: Indicator) -> None:
    assert not set(indicator.names) & BARE
    assert all(len(spoken(name)) >= 4 for name in indicator.names)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda found: found.id)
def test_names_of_one_indicator_never_stand_in_contrast(indicator: Indicator) -> None:
    for words in CONTRASTS:
        for pair in combinations(words, 2):
            sides = [{name for name in indicator.names if re.search(word, name)} for word in pair]
            assert not (sides[0] - sides[1] and sides[1] - sides[0]), sides


@pytest.mark.parametrize(("indicator", "sentence"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_an_example_is_read_as_it_says(indicator: Indicator, sentence: str) -> None:
    found = {str(quantity): quantity for _, _, quantity in find_quantities(sentence)}
    stated = indicator.examples[sentence]
    assert stated in found
    assert found[stated].kind is indicator.kind
    assert not found[stated].doubt
    assert any(spoken(name) in spoken(sentence) for name in indicator.names)


@pytest.mark.parametrize(("indicator", "sentence"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_no_other_indicator_claims_an_example(indicator: Indicator, sentence: str) -> None:
    """Of all names of its kind before the number the last, and of those the longest, is the indicator's own."""
    stated = indicator.examples[sentence]
    start = next(start for start, _, quantity in find_quantities(sentence) if str(quantity) == stated)
    before = spoken(sentence[:start])
    claims = [
        (before.rfind(spoken(name)) + len(spoken(name)), len(spoken(name)), other.id)
        for other in INDICATORS
        if other.kind is indicator.kind
        for name in other.names
        if spoken(name) in before
    ]
    assert claims, "no name stands before the number"
    assert max(claims)[2] == indicator.id
