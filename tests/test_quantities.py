from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quantities import find_quantities, find_unit, read_cell
from schemas.quantity import Bound, Interval, Kind, Quantity
from schemas.units import load_units, unit_examples

WAN_YUAN = load_units()["万元"]


def _only(text: str) -> Quantity:
    [(start, end, quantity)] = find_quantities(text)
    assert text[start:end] == quantity.raw
    return quantity


@pytest.mark.parametrize(
    ("text", "number", "unit", "bound"),
    [
        ("实际支出512.36万元", "512.36", "万元", Bound.EXACT),
        ("总额超260亿元", "260", "亿元", Bound.MORE_THAN),
        ("比重12%左右", "12", "%", Bound.AROUND),
        ("受益农户 3,204 户", "3204", "户", Bound.EXACT),
        ("投入资金叁拾伍万元整", "35", "万元", Bound.EXACT),
        ("完成率达 98.5％", "98.5", "%", Bound.EXACT),
        ("建成高标准农田2.5万亩", "2.5", "万亩", Bound.EXACT),
        ("惠及1.2万人次", "1.2", "万人次", Bound.EXACT),
        ("近九成", "9", "成", Bound.NEAR),
        ("九成以上", "9", "成", Bound.AT_LEAST),
        ("一百二十余家", "120", "家", Bound.ODD),
        ("千余人", "1000", "人", Bound.ODD),
        ("两成多", "2", "成", Bound.ODD),
        ("近百家企业", "100", "家", Bound.NEAR),
        ("为企业减负323.9万元", "323.9", "万元", Bound.EXACT),
        ("超千万元", "10000000", "元", Bound.MORE_THAN),
        ("不超100万元", "100", "万元", Bound.AT_MOST),
        ("不得低于 80 分", "80", "分", Bound.AT_LEAST),
        ("未超过10%", "10", "%", Bound.AT_MOST),
        ("5个工作日内办结", "5", "个工作日", Bound.AT_MOST),
        ("平均响应时间不超过2小时", "2", "小时", Bound.AT_MOST),
        ("50万元（不含）以下", "50", "万元", Bound.LESS_THAN),
        ("50万元以上（含50万元）", "50", "万元", Bound.AT_LEAST),
        ("农村公路120.5公里", "120.5", "公里", Bound.EXACT),
        ("接入视频监控640路，", "640", "路", Bound.EXACT),
        ("服务75对新人", "75", "对", Bound.EXACT),
        ("发放护目镜230副。", "230", "副", Bound.EXACT),
        ("配送3180单；", "3180", "单", Bound.EXACT),
        ("专线提速到500兆宽带", "500", "兆", Bound.EXACT),
        ("全年养护里程1,245.3km", "1245.3", "km", Bound.EXACT),
        ("百分之九十五以上", "95", "%", Bound.AT_LEAST),
        ("孕产妇死亡率3.5‰", "3.5", "‰", Bound.EXACT),
        ("共1亿2000万元", "120000000", "元", Bound.EXACT),
        ("3千5百万元", "3500", "万元", Bound.EXACT),
        ("壹万贰仟叁佰元陆角柒分", "12300.67", "元", Bound.EXACT),
        ("（1,200.5）万元", "-1200.5", "万元", Bound.EXACT),
        ("GDP120亿元", "120", "亿元", Bound.EXACT),
        ("3年多时间", "3", "年", Bound.ODD),
        ("执行期20年", "20", "年", Bound.EXACT),
        ("新签约10个项目", "10", "个", Bound.EXACT),
        ("节约300万元", "300", "万元", Bound.EXACT),
        ("突破28项关键技术", "28", "项", Bound.EXACT),
        ("引进3名专家", "3", "名", Bound.EXACT),
        ("“新增就业5万人以上”", "5", "万人", Bound.AT_LEAST),
        ("年均10%", "10", "%", Bound.EXACT),
        ("项目建设期为三年", "3", "年", Bound.EXACT),
        ("争取用五年时间建成", "5", "年", Bound.EXACT),
        ("保障年限为30年，", "30", "年", Bound.EXACT),
        ("收到诉求后七日内答复", "7", "日", Bound.AT_MOST),
        ("公示期不少于15日", "15", "日", Bound.AT_LEAST),
        ("不得超过20日的办理时限", "20", "日", Bound.AT_MOST),
        ("退款在10个自然日内到账", "10", "个自然日", Bound.AT_MOST),
        ("平均接听时长18秒", "18", "秒", Bound.EXACT),
        ("验收合格率达百分之百", "100", "%", Bound.EXACT),
        ("开展巡查36轮次", "36", "轮次", Bound.EXACT),
        ("购置设备26台（套）", "26", "台（套）", Bound.EXACT),
        ("购置设备26台(套)以上", "26", "台（套）", Bound.AT_LEAST),
        ("建成200处（个）供水点", "200", "处（个）", Bound.EXACT),
        ("培训1500人（次）", "1500", "人（次）", Bound.EXACT),
        ("本年收支结余-38.2万元", "-38.2", "万元", Bound.EXACT),
        ("测量偏差在±5%以内", "0", "%", Bound.PLUS_MINUS),
        ("平均每村2.4次", "2.4", "次", Bound.EXACT),
        ("快检2.5批次/千人", "2.5", "批次/千人", Bound.EXACT),
        ("单位建筑能耗41.5千瓦时/平方米", "41.5", "千瓦时/平方米", Bound.EXACT),
        ("新生儿死亡率2.1/10万", "2.1", "/10万", Bound.EXACT),
        ("火灾发生率0.31次/10万公顷", "0.31", "次/10万公顷", Bound.EXACT),
        ("超标认定值1500μmol/mol", "1500", "μmol/mol", Bound.EXACT),
        ("覆盖12家乡镇卫生院", "12", "家", Bound.EXACT),
        ("惠及16个股室", "16", "个", Bound.EXACT),
        ("全年预算数36.4万，执行到位", "36.4", "万元", Bound.EXACT),
        ("新建护岸4段", "4", "段", Bound.EXACT),
        ("灌溉水利用系数0.571", "0.571", "", Bound.EXACT),
        ("环境空气质量综合指数为3.86，", "3.86", "", Bound.EXACT),
        ("小区容积率达到2.2。", "2.2", "", Bound.EXACT),
        ("壹亿贰仟万元整", "12000", "万元", Bound.EXACT),
        ("一亿三千五百万元", "13500", "万元", Bound.EXACT),
        ("贰佰叁拾万零伍仟元整", "2305000", "元", Bound.EXACT),
        ("二点四亿元", "2.4", "亿元", Bound.EXACT),
        ("3亿5千万元", "350000000", "元", Bound.EXACT),
        ("服务时长3600小时", "3600", "小时", Bound.EXACT),
        ("运行超万小时", "10000", "小时", Bound.MORE_THAN),
        ("平均用时4分30秒", "270", "秒", Bound.EXACT),
        ("平均用时2小时15分钟", "135", "分钟", Bound.EXACT),
        ("库温控制在-18℃以下", "-18", "℃", Bound.AT_MOST),
        ("按八五折结算", "8.5", "折", Bound.EXACT),
        ("采购价打九折", "9", "折", Bound.EXACT),
        ("合格率达九成五", "9.5", "成", Bound.EXACT),
        ("举办培训班两期", "2", "期", Bound.EXACT),
        ("全年节电86万度", "86", "万度", Bound.EXACT),
        ("点击量达1,000+次", "1000", "次", Bound.AT_LEAST),
        ("立项建成超过三年", "3", "年", Bound.MORE_THAN),
        ("全年发生事故一起，", "1", "起", Bound.EXACT),
        ("半小时内到场", "0.5", "小时", Bound.AT_MOST),
        ("综合得分为92.36。", "92.36", "分", Bound.EXACT),
        ("清淤56.8万方", "56.8", "万方", Bound.EXACT),
        ("不低于年初目标的95%", "95", "%", Bound.AT_LEAST),
        ("≥98%（含98%）", "98", "%", Bound.AT_LEAST),
        ("一半的村", "50", "", Bound.LEXICAL),
        ("其中电话61份", "61", "份", Bound.EXACT),
        ("绘制分区图18幅", "18", "幅", Bound.EXACT),
        ("人大代表176名", "176", "名", Bound.EXACT),
        ("接收档案8600卷", "8600", "卷", Bound.EXACT),
        ("单价百万元以上设备", "1000000", "元", Bound.AT_LEAST),
        ("新生儿死亡率0.12，", "0.12", "", Bound.EXACT),
        ("近四成为女性", "4", "成", Bound.NEAR),
        ("工期两年半", "2.5", "年", Bound.EXACT),
        ("二十余年的历史", "20", "年", Bound.ODD),
        ("占一成五", "1.5", "成", Bound.EXACT),
        ("在库帐篷471顶", "471", "顶", Bound.EXACT),
        ("免疫家禽277万羽次", "277", "万羽次", Bound.EXACT),
        ("建成“智慧斑马线”27条", "27", "条", Bound.EXACT),
        ("按每户最高3万元的标准", "3", "万元", Bound.EXACT),
        ("按档分配，补贴封顶5万元", "5", "万元", Bound.EXACT),
    ],
)
def test_reads(text: str, number: str, unit: str, bound: Bound) -> None:
    quantity = _only(text)
    assert (quantity.number, quantity.unit.name, quantity.bound) == (Decimal(number), unit, bound)
    assert quantity.doubt == ""


@pytest.mark.parametrize(
    "text",
    [
        "2024年11月",
        "市财函〔2024〕7号",
        "第十二届",
        "KT900X",
        "一个项目",
        "进一步推进",
        "人数十人",
        "2022-2023年",
        "24年底",
        "近三年来",
        "三年行动计划",
        "每5年一轮",
        "2.3本项目",
        "1.5个项目获奖",
        "三期工程",
        "二级以上医院",
        "第十四届人大三次会议",
        "1-9月",
        "10:30开会",
        "1:500地形图",
        "八项规定精神",
        "五位一体",
        "百户人家",
        "成百上千家",
        "3个多月",
        "过半年时间",
        "5×8米",
        "GB50016-2014",
        "K12+300",
        "PM2.5",
        "GB/T 15835",
        "《关于提前下达500万元资金的通知》",
        "“三个一批”",
        "“5个一”工程",
        "12英寸",
        "65岁以上",
        "万元以上设备",
        "天元区",
        "二元结构",
        "3家庭",
        "突破一批原创性技术",
        "一府两院",
        "一处、二处、三处",
        "303对个人和家庭的补助",
        "3条例",
        "60周岁",
        "分四个阶段推进",
        "围绕3个方面开展",
        "比率保留两位小数",
        "精确到小数点后2位",
        "列入全县八件民生实事",
        "质保期（24个月）届满后退还",
        "500米服务半径覆盖",
        "15分钟生活圈",
        "24小时办结率",
        "每月15日前发放",
        "3月1日至5日",
        "30日下午",
        "三年行动方案",
        "近三年",
        "指数平台2.0版",
        "系数2：1",
        "满意度评价体系1.2",
        "折扣店",
        "每100元收入",
        "9时30分",
        "24小时值守",
        "支出/预算×100%",
        "每月一次，",
        "一个项目一张。",
        "80年代",
        "5:3:2",
        "按照1:500比例尺",
        "三方协议",
        "“两节”慰问",
        "严格执行八项规定和“过紧日子”20条",
        "新12条政策",
        "节假日实行两班倒",
        "三番五次核对",
        "利率按1年期执行",
        "证件号后四位",
        "302类商品和服务支出",
        "110千伏变电站",
        "2024/3/4",
        "指标得分率",
        "编号300、200",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert list(find_quantities(text)) == []


@pytest.mark.parametrize(
    ("text", "claim", "soft"),
    [
        ("约30余家", "[28.50, 40)", True),
        ("超过100余家", "(100, +∞)", False),
        ("总投资约2亿元左右", "[180000000.00, 220000000.00]", True),
        ("不低于95%以上", "[95, +∞)", False),
        ("三分之二以上", "[0.6666666666666666666666666667, +∞)", False),
        ("增长2-3倍", "[3, 4]", False),
        ("1.2万～1.5万人", "[12000.0, 15000.0]", False),
        ("3-5个", "[3, 5]", False),
        ("不超过3-5个", "(-∞, 5]", False),
        ("3-5个以上", "[3, +∞)", False),
        ("增长近2倍", "[2.80, 3)", True),
        ("增长2倍多", "(3, 4)", False),
        ("500-1000元/亩", "[500, 1000]", False),
        ("1.5万元-2万元/户", "[15000.0, 20000]", False),
        ("100万元（含）-500万元（不含）", "[1000000, 5000000)", False),
        ("500万元（不含）以上1000万元（含）以下", "(5000000, 10000000]", False),
        ("介于5%与8%之间", "[5, 8]", True),
        ("一两百万元", "[1000000, 2000000]", False),
        ("数十名专家", "[20, 100)", True),
        ("十几个", "[11, 20)", False),
        ("上万人次", "[10000, +∞)", True),
        ("过半", "(50, 100]", False),
        ("半数以上", "[50, 100]", False),
        ("前5名", "(-∞, 5]", False),
        ("误差±3%以内", "[-3, 3]", False),
        ("用户数翻一番", "[2, 2]", False),
        ("满意率百分之百", "[100, 100]", False),
        ("超过一半的村", "(50, 100]", False),
        ("近一半", "[45.00, 50)", True),
        ("翻了两番", "[4, 4]", False),
        ("达成了超过90%的目标", "(90, +∞)", False),
        ("承诺不超过30元的收费标准", "(-∞, 30]", False),
    ],
)
def test_words_claim(text: str, claim: str, soft: bool) -> None:
    quantity = _only(text)
    assert (str(quantity.claim), quantity.soft) == (claim, soft)


@pytest.mark.parametrize(
    "text",
    [
        "合格率高，超过92%的目标值",
        "失业率低于4.5%的控制目标",
        "小微企业份额高于30%的预留比例要求",
        "单场成本控制有效，不高于6000元的包干标准",
        "单价未突破980元的上限",
        "投诉未超过5件的控制数",
        "增速高于6%的全市平均水平",
        "成本控制有效，不超过1800元/户的上限",
    ],
)
def test_a_word_that_compares_with_a_mark_does_not_loosen_it(text: str) -> None:
    quantity = _only(text)
    assert (quantity.bound, quantity.claim) == (Bound.EXACT, None)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("每平方公里57.4万元，未超过60万元；", [Bound.EXACT, Bound.EXACT]),
        ("满意率95%，高于90%。", [Bound.EXACT, Bound.EXACT]),
        ("有效率96%，低于80%的站点予以通报", [Bound.EXACT, Bound.LESS_THAN]),
        ("举办36场，超过2000人参加", [Bound.EXACT, Bound.MORE_THAN]),
        ("低于时序进度15个百分点以上的", [Bound.AT_LEAST]),
    ],
)
def test_a_figure_beside_one_of_its_unit_is_compared_with_it(text: str, bounds: list[Bound]) -> None:
    assert [quantity.bound for *_, quantity in find_quantities(text)] == bounds


def test_nothing_is_nothing() -> None:
    assert _only("差额为0元").interval() == Interval.point(Decimal(0))


@pytest.mark.parametrize(("text", "hours"), [("开放72小时", 72), ("平均用时2个小时", 2)])
def test_whole_hours_are_exact(text: str, hours: int) -> None:
    assert _only(text).interval() == Interval.point(Decimal(60 * hours))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("居全省第二", Kind.RANK, "2"),
        ("第 35 位", Kind.RANK, "35"),
        ("保持在全省前二；", Kind.RANK, "2"),
        ("前进 14 位", Kind.RANK_CHANGE, "14"),
        ("上升2个位次", Kind.RANK_CHANGE, "2"),
        ("投资3.6亿", Kind.MONEY, "360000000"),
        ("产值300万", Kind.MONEY, "3000000"),
        ("阅读量500万", Kind.BARE, "5000000"),
        ("500万美元", Kind.MONEY, "5000000"),
        ("上升15个基点", Kind.POINTS, "0.15"),
        ("增长 1.2 倍", Kind.MULTIPLE, "2.2"),
        ("是上年的1.2倍", Kind.MULTIPLE, "1.2"),
        ("提高为3倍", Kind.MULTIPLE, "3"),
        ("扣2分", Kind.SCORE, "2"),
        ("30分钟", Kind.DURATION, "30"),
    ],
)
def test_kinds(text: str, kind: Kind, value: str) -> None:
    quantity = _only(text)
    assert (quantity.kind, quantity.value) == (kind, Decimal(value))


@pytest.mark.parametrize(
    ("text", "trend"),
    [
        ("同比增长22%", 1),
        ("同比下降了3.2个百分点", -1),
        ("降幅为5%", -1),
        ("较上年增加23人", 1),
        ("增长约5%", 1),
        ("提高到95%", 0),
        ("下降至3%以下", 0),
        ("下降为3%", 0),
        ("压减1735.95万元", 0),
        ("增长率为-3.5%", 0),
    ],
)
def test_trend_is_a_change_not_a_level(text: str, trend: int) -> None:
    assert _only(text).trend == trend


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("120元/人", "人"),
        ("补贴 75 元/人·年", "人·年"),
        ("每亩500元", "亩"),
        ("每户补贴2万元", "户"),
        ("每生每年800元", "生·年"),
        ("30元每人", "人"),
        ("1.5吨/亩", "亩"),
        ("人均200元", ""),
        ("260元/人·天", "人·天"),
        ("3500元/（人·月）", "人·月"),
        ("1200元/人/年", "人·年"),
        ("0.85元/吨·公里", "吨·公里"),
        ("180元/床日", "床日"),
        ("0.62元/千瓦时", "千瓦时"),
        ("流量12立方米/秒", "秒"),
        ("90元/㎡", "平方米"),
    ],
)
def test_divisors(text: str, per: str) -> None:
    assert _only(text).unit.per == per


@pytest.mark.parametrize(
    ("text", "number", "doubt"),
    [
        ("年中压减1735.95成万元", "1735.95", "“成”应为误植"),
        ("项目总支出132.5的万元", "132.5", "“的”应为误植"),
        ("1735.95万万元", "1735.95", "重复"),
        ("1735.95万元元", "1735.95", "重复"),
        ("1735.95亿万元", None, "不是通行的写法"),
        ("7,00.0,77万元", None, "书写有误"),
        ("1,86.05万元", None, "看不出来"),
        ("5，300元", None, "看不出来"),
        ("05万元", None, "书写有误"),
        (".5万元", None, "小数点前没有数字"),
        ("1864.\n05万元", "1864.05", "空白或换行"),
        ("支出18 64.05万元", "1864.05", "空白"),
        ("资金1 203.5万元", "1203.5", "空白"),
        ("序号 1 203.5万元", None, "空白"),
        ("材料费-12.5万元", "12.5", "负号还是连接号"),
        ("15-10%", None, "前大后小"),
        ("不超过10%以上", "10", "互相矛盾"),
        ("减少2倍", None, "不能以倍计"),
        ("八到九百万元", None, "量级"),
        ("合同价为128，600元", "128600", "全角逗号"),
        ("惠及群众12，860人", "12860", "全角逗号"),
        ("完成 1 286 户改造", "1286", "空白"),
        ("补助 1 250 000.00 元", "1250000.00", "空白"),
        ("受益 2 045 人次", "2045", "空白"),
        ("分别为5，300元", None, "看不出来"),
    ],
)
def test_what_is_malformed_carries_a_doubt(text: str, number: str | None, doubt: str) -> None:
    quantity = _only(text)
    assert quantity.number == (None if number is None else Decimal(number))
    assert doubt in quantity.doubt


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("补贴 75 元/人、共 1.2 万人次", ["75 元/人", "1.2 万人次"]),
        ("人均补助标准由 84元提高到89元", ["84元", "89元"]),
        ("由84元到89元", ["84元", "89元"]),
        ("发放低保金3.45亿元，惠及5.6万户8.9万人", ["3.45亿元", "5.6万户", "8.9万人"]),
        ("120+80.5+46=246.5万元", ["246.5万元"]),
        ("30、20、30万元", ["30万元"]),
        ("80分以上为良，60-80分为中", ["80分以上", "60-80分"]),
        ("100%（≥95%）", ["100%", "≥95%"]),
        ("资金分别为300、200和100万元", ["300", "200", "100万元"]),
        ("三公里范围内设站点26个", ["三公里", "26个"]),
        ("每批次检验5.2批次/千人", ["5.2批次/千人"]),
        ("系数由0.55提高到0.57，", ["0.55", "0.57"]),
        ("3亿元人民币5人", ["3亿元人民币", "5人"]),
        ("人民币伍拾万元整（¥500,000.00）", ["人民币伍拾万元整", "¥500,000.00"]),
        ("2022年3.5亿元，100%全覆盖", ["3.5亿元", "100%"]),
        ("得分=10×51.78%=5.18分", ["5.18分"]),
        ("四、五类桥梁占比1.2%", ["1.2%"]),
        ("比2023年的930个多150个", ["930个", "150个"]),
        ("场地开放学校10所以上，15所在秋季开学", ["10所以上", "15所"]),
        ("中央300万元年初下达，省级200万元区级100万元", ["300万元", "200万元", "100万元"]),
        ("预算单位共计一家，设一个科室", ["一家"]),
        ("10 批 200 多人", ["10 批", "200 多人"]),
        ("培育5个亿元以上企业", ["5个"]),
        ("5 个\t16 个\t5\t5", ["5 个", "16 个"]),
        ("10\t\n成本指标 (20分)", ["20分"]),
    ],
)
def test_neighbours_stay_apart(text: str, raws: list[str]) -> None:
    found = list(find_quantities(text))
    assert [quantity.raw for *_, quantity in found] == raws
    assert [text[start:end] for start, end, _ in found] == raws


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3600", "36000000"),
        ("1,203.50", "12035000"),
        ("(12.5)", "-125000"),
        ("（12.5）", "-125000"),
        ("-12.5", "-125000"),
        ("0", "0"),
        ("1864.05元", "1864.05"),
        ("3 600.00", "36000000"),
        ("约5000", "50000000"),
        ("100%", "100"),
        ("5 个", "5"),
        ("≥50个", "50"),
        ("100百分比", "100"),
        ("95%以上", "95"),
        ("达到95%", "95"),
        ("＝100%", "100"),
        ("300家（含）以上", "300"),
        ("前10%", "10"),
    ],
)
def test_a_cell_takes_the_unit_of_its_column_unless_it_prints_one(text: str, value: str) -> None:
    quantity = read_cell(text, unit=WAN_YUAN)
    assert quantity is not None
    assert quantity.value == Decimal(value)
    assert quantity.raw in text


@pytest.mark.parametrize(
    "text",
    ["", "—", "-", "/", "无", "优", "完成", "12月", "2024年12月", "12月底前", "一个", "是", "5个16个", "完成3项培训", "3.6E+3", "≥95%且≤100%", "1/3", "A4", "2024〕3号"],
)  # fmt: skip
def test_a_cell_of_words_is_no_quantity(text: str) -> None:
    assert read_cell(text, unit=WAN_YUAN) is None
    assert read_cell(text) is None


@pytest.mark.parametrize("text", ["2024.12", "13873312345", "1.2.3"])
def test_digits_that_only_a_unit_could_explain(text: str) -> None:
    assert read_cell(text) is None


def test_a_bare_cell_stays_bare() -> None:
    quantity = read_cell("≥1,200")
    assert quantity is not None
    assert (quantity.kind, quantity.number, str(quantity.claim)) == (Kind.BARE, Decimal(1200), "[1200, +∞)")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("单位：人民币万元", "万元"),
        ("项目资金 (万元)", "万元"),
        ("项目资金\n（万元）", "万元"),
        ("（单位：亿元）", "亿元"),
        ("预算数（万元）（A）", "万元"),
        ("年初预算数（万元，含结转）", "万元"),
        ("增长率(%)", "%"),
        ("完成率%", "%"),
        ("金额/万元", "万元"),
        ("补助标准（元/亩）", "元/亩"),
        ("数量（个）", "个"),
        ("万元", "万元"),
    ],
)
def test_headers_give_units(text: str, unit: str) -> None:
    found = find_unit(text)
    assert found is not None
    assert found.name == unit


@pytest.mark.parametrize(
    "text",
    ["产出指标 (40分)", "实施单位", "主管单位：市水利局", "单位：万元、%", "单位", "得分", "个", "项目（包）", "预算单位：市人民医院"],
)  # fmt: skip
def test_other_headers_give_none(text: str) -> None:
    assert find_unit(text) is None


@pytest.mark.parametrize(("text", "value"), unit_examples().items())
def test_unit_examples(text: str, value: Decimal) -> None:
    assert value in [quantity.value for *_, quantity in find_quantities(text)]


HOSTILE = {
    "digits": "1" * 50_000,
    "comma groups": ",".join(["123"] * 20_000),
    "blanks": " " * 50_000,
    "numerals": "十" * 50_000,
    "one yuan after another": "1万元-" * 5_000,
    "quotation marks": "“" * 50_000,
    "names": "“1个" * 5_000,
    "loosening words": "约" * 50_000,
    "not more than": "不超过" * 15_000,
    "brackets": "(" * 50_000,
    "fractions": "百分之" * 15_000,
    "two-sided": "5万元以上" * 5_000,
    "dots": "1." * 20_000,
    "blank-cut digits": "1 2 " * 10_000,
    "groups parted by blanks": "123 " * 15_000,
    "a list without an end": "分别为" + "1、" * 25_000,
    "many lists": "分别为1、2、" * 8_000,
    "halves": "一半超过" * 12_000,
    "shares": "不超过总数的" * 8_000,
    "indices": "系数为1" * 10_000,
    "tenths": "九成五" * 15_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_takes_no_time_on_hostile_text(name: str) -> None:
    begun = time.perf_counter()
    list(find_quantities(HOSTILE[name]))
    read_cell(HOSTILE[name], unit=WAN_YUAN)
    find_unit(HOSTILE[name])
    assert time.perf_counter() - begun < 10  # about 0.2 s each; quadratic would be minutes


@given(
    st.text(
        alphabet="0123456789.,，%-+()（）≥约近超不低于余多以上下万亿元个家项年月第前“”《》一二三十百 \n\t至~",
        max_size=80,
    )
)
def test_offsets_quote_the_text_and_never_overlap(text: str) -> None:
    last = 0
    for start, end, quantity in find_quantities(text):
        assert last <= start < end
        assert text[start:end] == quantity.raw
        last = end


@given(
    st.decimals(0, 10**9, places=2), st.sampled_from(["元", "万元", "亿元", "%", "公里", "万亩", "倍", "分"])
)
def test_what_is_printed_is_read_back(number: Decimal, unit: str) -> None:
    quantity = _only(f"完成{number:,}{unit}，")
    assert (quantity.number, quantity.unit.name, quantity.decimals) == (number, unit, 2)
    assert quantity.interval().meets(quantity.printed())


@given(st.integers(1, 10**9), st.sampled_from(["家", "个", "人次", "项", "户"]))
def test_counts_are_points(number: int, unit: str) -> None:
    interval = _only(f"共{number}{unit}").interval()
    assert interval.low == interval.high == number


@given(st.text(max_size=40))
def test_cells_and_headers_take_any_text(text: str) -> None:
    read_cell(text, unit=WAN_YUAN)
    find_unit(text)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("投入产出比1∶1.4", Fraction(5, 7)),
        ("配比为1.5∶3", Fraction(1, 2)),
        ("按3:7的比例分担", Fraction(3, 7)),
        ("约占1/3", Fraction(1, 3)),
    ],
)
def test_a_ratio_of_decimals(text: str, ratio: Fraction) -> None:
    [(_, _, quantity)] = find_quantities(text)
    assert quantity.ratio == ratio


@pytest.mark.parametrize(
    "text",
    [
        "乘12路公交车",
        "改造人民二路，全线贯通",
        "位于中山一路的站点",
        "开展1对1帮扶",
        "设2副主任",
        "2024具体安排",
        "2024单位自评",
        "2024首次",
        "2024针对问题",
        "一单元",
    ],
)
def test_words_that_only_begin_like_a_unit_are_none(text: str) -> None:
    units = {quantity.unit.name for _, _, quantity in find_quantities(text)}
    assert not units & {"路", "对", "副", "具", "单", "首", "针", "扇"}
