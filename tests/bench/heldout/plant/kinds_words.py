"""Words and gaps: placeholders, prompts, stray characters, sentences that break off, other departments, empty cells."""

from __future__ import annotations

from random import Random

from tests.bench.heldout.markup import Paragraph
from tests.bench.heldout.plant.draft import ERROR, WARNING, Draft, Drafts, Kind, refigured
from tests.bench.heldout.plant.picks import OWN, bodies, labels_of
from tests.bench.heldout.plant.scene import Place, Scene
from tests.bench.heldout.plant.witness import Ties

WORDS, BLANKS = "文字", "空白"
_PROMPTS = (
    "（请结合实际情况填写，不超过300字）",
    "【此处填写主要做法和成效】",
    "（注：逐项说明未完成的原因，限200字）",
    "（填写说明：没有的填“无”）",
)
_OTHERS = ("气象局", "档案馆", "供销合作社联合社", "烟草专卖局", "地震局")
_HEADING = ("1", "2", "3")


def _placeholder(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """The figure was to be filled in."""
    del ties
    found = []
    for mention in scene.mentions:
        if mention.label is None or mention.place.in_form or not mention.numeral:
            continue
        draft = refigured(mention, random.choice(("XX", "××", "XXX", "□□", "待补充")))
        if draft:
            draft.needles = (*draft.needles, draft.words)
            draft.mention, draft.proofs, draft.touched = None, [OWN], frozenset({mention.same})
            found.append(draft)
    return found


def _stray(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """A character too many in a figure: 1735.95成万元, 512..36万元, 1,86,4万元."""
    del ties
    found = []
    for mention in scene.mentions:
        numeral = mention.numeral
        if mention.label is None or mention.place.in_form or not numeral or "万元" not in mention.printed:
            continue
        whole, dot, fraction = numeral[0].partition(".")
        ways = [f"{numeral[0]}成"]
        if dot:
            ways.append(f"{whole}..{fraction}")
        if len(whole) > 2:
            ways.append(f"{whole[:-1]},{whole[-1]}{dot}{fraction}")
        draft = refigured(mention, random.choice(ways))
        if draft:
            draft.needles = (draft.words,)
            draft.mention, draft.proofs, draft.touched = None, [OWN], frozenset({mention.same})
            found.append(draft)
    return found


def _prompt(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """The template's own words left in at the end of a paragraph."""
    del ties
    prompt = random.choice(_PROMPTS)
    return [
        Draft(place, len(place.text), len(place.text), prompt, None, [OWN], (prompt, prompt[1:-1]))
        for place in bodies(scene)
        if place.text.endswith("。")
    ]


def _unfinished(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """The last sentence before a heading breaks off behind a comma and some words."""
    del ties
    found = []
    for document in scene.submission.documents:
        pairs = zip(document.blocks, document.blocks[1:], strict=False)
        for block, following in pairs:
            if not isinstance(block, Paragraph) or not isinstance(following, Paragraph):
                continue
            if block.style != "body" or following.style not in _HEADING or not block.text.endswith("。"):
                continue
            begin = max(
                block.text.rfind("。", 0, -1) + 1, max((label.end for label in block.labels), default=0)
            )
            comma = block.text.find("，", begin)
            cut = comma + 1 + random.choice((2, 3, 4, 5))
            if comma < 0 or cut > len(block.text) - 3 or block.text[cut - 1].isdigit():
                continue
            place = Place(document, block, block)
            tail = block.text[max(0, cut - 8) : cut]
            found.append(Draft(place, cut, len(block.text), "", None, [OWN], (tail,)))
    return found


def _other_department(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """Another department's name, where a passage was copied from its report."""
    del ties
    own, place_name = scene.case.department, scene.case.texts["place"]
    other = place_name + random.choice(_OTHERS)
    places = [p for p in bodies(scene) if own in p.text]
    if len(places) < 2 or own == other:
        return []
    found: list[Draft] = []
    for place in places:
        at = place.text.index(own)
        if not any(label.at < at + len(own) and at < label.end for label in labels_of(place)):
            needles = (other, other.removeprefix(place_name))
            found.append(Draft(place, at, at + len(own), other, None, [OWN], needles))
    return found


def _emptied(kind: str, prefix: str) -> Drafts:
    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        del ties, random
        found = []
        for mention in scene.mentions:
            if mention.label is None and mention.place.in_form and mention.same.endswith(kind):
                if not mention.same.startswith(prefix):
                    continue
                draft = Draft(mention.place, 0, len(mention.place.text), "", None, [OWN], ("",))
                draft.touched = frozenset({mention.same})
                found.append(draft)
        return found

    return drafts


def _no_reason(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """The reason of a row that was missed, taken out of its cell."""
    del ties, random
    found = []
    missed = {row.key for row in scene.case.rows.values() if row.score < row.weight}
    for mention in scene.mentions:
        key = mention.same.partition(":")[2].rpartition(":")[0]
        if mention.same.startswith("mark:") and mention.same.endswith(":score") and key in missed:
            row = mention.place.table.rows[mention.place.row]
            index = len(row) - 1
            if index <= mention.place.index or len(row[index].text) < 6 or row[index].says:
                continue
            place = Place(mention.place.document, mention.place.table, None, mention.place.row, index)
            touched = frozenset({mention.same, f"{key}:actual", f"{key}:target"})
            found.append(Draft(place, 0, len(place.text), "", None, [OWN], ("",), touched))
    return found


KINDS = [
    Kind(WORDS, "占位符没有替换", ERROR, _placeholder),
    Kind(WORDS, "数字里多了字符", WARNING, _stray),
    Kind(WORDS, "填写提示没有删", ERROR, _prompt),
    Kind(WORDS, "句子没有写完", WARNING, _unfinished),
    Kind(WORDS, "别的部门的名称", WARNING, _other_department),
    Kind(BLANKS, "完成值空白", ERROR, _emptied(":actual", "")),
    Kind(BLANKS, "得分空白", ERROR, _emptied(":score", "mark:")),
    Kind(BLANKS, "未完成没有原因", ERROR, _no_reason),
]  # fmt: skip
