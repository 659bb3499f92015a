"""Names of indicators: which may mean the same, which never do, and what is linked to what."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.confirming import Said
from extractors.forms.form import find_forms
from extractors.linking import ACCEPT, Names
from extractors.names import may_be_same, name_of, similarity, strip_fillers
from extractors.quantities import find_quantities
from extractors.reader import read
from schemas.indicator import load_schema
from schemas.quantity import Quantity

FORM = """\
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 新增养老床位 | 300张 | 312张 | 10 | 10 |
| 产出指标 | 数量指标 | 养老护理员培训人次 | 400人次 | 436人次 | 10 | 10 |
| 产出指标 | 数量指标 | 新增省级以上示范社区 | 5个 | 6个 | 10 | 10 |
| 产出指标 | 数量指标 | 技术合同交易额 | 30亿元 | 32.6亿元 | 10 | 10 |
| 产出指标 | 质量指标 | 危桥改造合格率 | 100% | 100% | 10 | 10 |
| 产出指标 | 数量指标 | 危桥改造数量 | 20座 | 23座 | 10 | 10 |
| 产出指标 | 数量指标 | 知识价值信用贷款额 | 8亿元 | 9.2亿元 | 10 | 10 |
| 效益指标 | 经济效益指标 | 农产品网络零售额 | 6亿元 | 6.34亿元 | 10 | 10 |
| 满意度指标 | 服务对象满意度 | 老年人满意度 | 90% | 95.3% | 10 | 10 |
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    path: Path = tmp_path_factory.mktemp("names") / "自评表.md"
    path.write_text(FORM, encoding="utf-8")
    return Names(load_schema(), find_forms(read(path, path.name)))


def quantity(text: str) -> Quantity:
    [(_, _, found)] = find_quantities(text)
    return found


def row_called(names: Names, text: str) -> str:
    return next(key for row, key in names.row_ids() if row.name.text == text)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("全年完成危桥改造数量", "危桥改造"),
        ("累计发放创业担保贷款总额", "创业担保贷款"),
        ("农村户厕改造数量", "农村户用卫生厕所改造"),
        ("培训村级防疫员人数", "培训村级防疫员"),
        ("2024年度新增养老床位", "养老床位"),
        ("“两癌”筛查人数", "两癌筛查"),
        ("新增省级以上龙头企业数", "龙头企业"),
    ],
)
def test_strips_what_does_not_distinguish(text: str, core: str) -> None:
    assert name_of(text).core == core


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("新增省级以上龙头企业", {"flow:新增", "level:省级以上"}),
        ("目前拥有养老床位", {"stock", "act:拥有"}),
        ("农村生活污水治理率", {"place:农村"}),
        ("普惠性幼儿园覆盖率", {"owner:普惠", "school:幼儿园", "ratio:覆盖率"}),
        ("人均公园绿地面积", {"each:人均"}),
        ("河道清淤长度", set()),
    ],
)
def test_sets_apart_what_does(text: str, traits: set[str]) -> None:
    assert name_of(text).traits == traits


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("全年共完成老旧管网改造达到", "老旧管网改造"),
        ("组织开展执法检查", "执法检查"),
        ("完成", ""),
        ("及时拨付", "及时拨付"),  # a word of its own, not 及
        ("并达标排放", "达标排放"),
        ("", ""),
    ],
)
def test_strips_fillers(text: str, left: str) -> None:
    assert strip_fillers(text) == left


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("技术合同交易额", "技术合同成交额"),
        ("知识价值信用贷款额", "发放知识价值信用贷款"),
        ("危桥改造数量", "完成危桥改造"),
        ("受益学生数", "受益学生"),
        ("家庭医生签约服务覆盖率", "家庭医生签约覆盖率"),
    ],
)
def test_may_be_same(a: str, b: str) -> None:
    assert may_be_same(name_of(a), name_of(b))
    assert may_be_same(name_of(b), name_of(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("新增省级以上示范社", "全市省级以上示范社"),
        ("新增省级以上示范社", "新增省级示范社"),
        ("省级示范社", "市级以上示范社"),
        ("国家级非遗项目", "非遗项目"),
        ("研发投入强度", "研发投入总量"),
        ("技术合同交易额", "技术合同交易额占GDP比重"),
        ("危桥改造数量", "危桥改造完成率"),
        ("危桥改造合格率", "危桥改造完成率"),
        ("公园绿地面积", "人均公园绿地面积"),
        ("小学生均公用经费", "初中生均公用经费"),
        ("公办幼儿园在园人数", "民办幼儿园在园人数"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("春季免疫密度", "秋季免疫密度"),
        ("住院救助人次", "门诊救助人次"),
        ("申请专利数", "授权专利数"),
        ("开工项目数", "竣工项目数"),
        ("男性职工人数", "女性职工人数"),
        ("新增养老床位", "养老床位总数"),
        ("县道养护里程", "村道养护里程"),
        ("全社会研发经费投入", "研发经费投入"),
        ("在册隐患点", "治理隐患点"),
        ("特困人员和临时救助对象人数", "临时救助对象人数"),
        ("电话回访奖励扶助对象", "奖励扶助对象人数"),
    ],
)
def test_are_never_the_same(a: str, b: str) -> None:
    assert not may_be_same(name_of(a), name_of(b))
    assert not may_be_same(name_of(b), name_of(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("技术合同交易", "技术合同成交"),
        ("养老护理员培训", "培训养老护理员"),
        ("农产品网络零售", "农产品网上零售"),
    ],
)
def test_alike_is_not_yet_the_same(a: str, b: str) -> None:
    """Names like these are held together only where the dictionary or the value says so."""
    assert similarity(a, b) < ACCEPT


def test_a_name_is_like_itself_and_unlike_nothing() -> None:
    assert similarity("危桥改造", "危桥改造") == pytest.approx(1)
    assert similarity("危桥改造", "") == 0
    assert similarity("危桥改造", "秸秆离田") < 0.3


@pytest.mark.parametrize(
    ("candidates", "number", "row"),
    [
        (["新增养老床位"], "312张", "新增养老床位"),
        (["全年新增养老床位数"], "320张", "新增养老床位"),
        (["发放知识价值信用贷款"], "7.5亿元", "知识价值信用贷款额"),
        (["新增省级以上示范社区"], "9家", "新增省级以上示范社区"),  # 个 and 家 are used for one another
        (["技术合同成交额"], "32.6亿元", "技术合同交易额"),
        (["培训养老护理员"], "436人次", "养老护理员培训人次"),  # near, and the value is the row's own
        (["农产品网上零售额"], "6.34亿元", "农产品网络零售额"),
    ],
)
def test_links(candidates: list[str], number: str, row: str, names: Names) -> None:
    link = names.link(Said(candidates, quantity(number)))
    assert link is not None
    assert link.indicator == row_called(names, row)
    assert link.why


@pytest.mark.parametrize(
    ("candidates", "number"),
    [
        (["养老床位总数"], "6840张"),
        (["新增省级示范社区"], "6个"),
        (["全市省级以上示范社区"], "46个"),
        (["技术合同交易额占比"], "12.6%"),
        (["危桥改造"], "86.5%"),  # a share is no number of bridges
        (["危桥改造资金"], "230万元"),
        (["新增养老床位"], "312万元"),
        (["培训护理员"], "500人次"),  # near, but another value: that could accuse
        (["公路隧道改造合格率", "改造合格率"], "92.5%"),  # of other works than 危桥改造
        (["非常满意的占", "满意的占"], "61.5%"),  # one answer of several
        ([""], "12个"),
        ([], "12个"),
    ],
)
def test_links_to_none_of_its_rows(candidates: list[str], number: str, names: Names) -> None:
    link = names.link(Said(candidates, quantity(number)))
    rows = {key for _, key in names.row_ids()}
    assert link is None or link.indicator not in rows


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("满意率", True),
        ("老人说好的占", True),
        ("老年人好评率", True),
        ("非常满意占", False),  # one answer of several
        ("商户满意率", False),  # somebody else
    ],
)
def test_the_only_satisfaction_row(said: str, *, linked: bool, names: Names) -> None:
    link = names.link(Said([said], quantity("91.6%")))
    assert (link is not None and link.indicator == row_called(names, "老年人满意度")) is linked


def test_a_row_that_the_dictionary_knows_carries_its_name(names: Names) -> None:
    assert row_called(names, "新增养老床位") == "civ_beds_new"
    known = names.indicator("civ_beds_new")
    assert known is not None
    assert known.label == "新增养老床位"
    assert names.indicator("form:1") is None


def test_two_rows_of_one_name_stay_two(tmp_path: Path) -> None:
    path = tmp_path / "自评表.md"
    path.write_text(FORM + FORM.splitlines()[1] + "\n", encoding="utf-8")
    keys = [key for _, key in Names(load_schema(), find_forms(read(path, path.name))).row_ids()]
    assert len(keys) == len(set(keys)) == 10


def test_numbers_are_decimals() -> None:
    assert quantity("32.6亿元").number == Decimal("32.6")


def beside(*texts: str) -> list[Quantity]:
    return [quantity(text) for text in texts]


@pytest.mark.parametrize(
    ("candidates", "number", "others", "row"),
    [
        (["护理员受训"], "436人次", ["400人次"], "养老护理员培训人次"),
        (["原定"], "400人次", ["436人次"], "养老护理员培训人次"),
        (["问到的人都说好"], "95.3%", ["90%"], "老年人满意度"),
        ([], "23座", ["12人", "20座"], "危桥改造数量"),
        (["修危桥"], "23座", [], "危桥改造数量"),  # most of its characters, and the row's value
        (["上过课"], "436人次", [], "养老护理员培训人次"),  # three digits, in its very unit
    ],
)
def test_figures_tell_the_row(
    candidates: list[str], number: str, others: list[str], row: str, names: Names
) -> None:
    link = names.link(Said(candidates, quantity(number), ("actual", "target"), beside=beside(*others)))
    assert link is not None
    assert link.indicator == row_called(names, row)
    assert link.confirmed
    assert not link.named


def test_a_figure_of_the_other_column_is_said_to_be_so(names: Names) -> None:
    columns = ("actual", "target")
    target = names.link(Said(["原定"], quantity("400人次"), columns, beside=beside("436人次")))
    actual = names.link(Said(["护理员"], quantity("436人次"), columns, beside=beside("400人次")))
    assert target is not None
    assert actual is not None
    assert (target.other, actual.other) == (True, False)


@pytest.mark.parametrize(
    ("candidates", "number", "others"),
    [
        (["参训"], "100%", ["95%"]),  # many things are
        (["窗口"], "23个", ["20个"]),  # not in the row's unit
        (["修桥"], "25座", ["20座"]),  # another value
        (["学校"], "23座", []),  # two digits in a common unit
        (["原定"], "400人次以上", []),  # a limit is reached by many
        (["危桥改造合格率"], "95.3%", ["90%", "80%"]),  # named otherwise
    ],
)
def test_figures_that_tell_no_row(
    candidates: list[str], number: str, others: list[str], names: Names
) -> None:
    rows = {key for _, key in names.row_ids()} - {row_called(names, "危桥改造合格率")}
    said = Said(candidates, quantity(number), ("actual", "target"), beside=beside(*others))
    link = names.link(said)
    assert link is None or link.indicator not in rows


def test_a_limit_that_a_row_keeps_to_is_a_result(names: Names) -> None:
    """保持在90%以上 reports the row's result; that the target is the same says nothing."""
    assert names.link(Said([], quantity("90%以上"), ("actual",), beside=beside("95.3%"))) is None
