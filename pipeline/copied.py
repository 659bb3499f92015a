"""Texts that two submissions have in common and no third has: what every report says is nobody's in particular.

MinHash over 5-grams (Broder 1997) with 128 permutations, cut into 16 bands of 8 rows: texts of which nine tenths are alike
share a band all but surely (1 - (1 - 0.9^8)^16 = 0.9999), those of which half is alike hardly ever (0.06). Figures and
titles of papers are masked first, so that one template filled in by many bodies is known as one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from extractors.plain import plain
from pipeline.areas import one_body, places
from pipeline.rulebook import Case
from schemas.document import Anchor, Document, Paragraph

PERMUTATIONS, BANDS, GRAM = 128, 16, 5
_NAME = 3  # characters of a name that says which: 市教育局, 清河县; 市 does not
_STANDING = 3  # bodies; what stands with that many is a phrase of the trade
_TELLING = 2  # figures that a standing phrase must share before it counts as copied
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_FIGURE = re.compile(  # papers and their numbers, dates, outline numbers: the same for everybody
    r"《[^《》]*》|[〔\[(（【]?(?:19|20)\d\d[〕\])）】]?第?\d+号|(?:19|20)\d\d[年.\-/](?:度|\d{1,2}[月.\-/](?:\d{1,2}日?)?)?"
    r"|\d{1,2}月\d{1,2}日|(?:19|20)\d\d|^\d{1,2}[.、)）]"
)
_PAPER = re.compile("办法|通知|制度|方案|细则|规定|规程|合同|协议|批复|标准|指南")  # given to many alike
_CLAUSE = "(?:^|[，,。；;：:.)）由年月日])"
_ALONE = (
    "(?![、，,。；;的和与及等会联配共])"  # 县民政局会同……: work of several; 县民政局的要求: not what it did
)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Text:
    case: int
    bare: str
    anchor: Anchor
    masked: str
    printed: str
    document: Document


def squeezed(text: str) -> str:
    """Without blanks, in half width."""
    return _BLANKS.sub("", plain(text).text)


def figures(text: str) -> list[str]:
    """The numbers that say something of this project alone: no years, dates and numbers of papers.

    >>> figures("按照财预〔2020〕10号，2024年5月发放补贴612.5万元，惠及1537户")
    ['612.5', '1537']
    """
    return _NUMBER.findall(_NO_FIGURE.sub("", text))


def telling(text: str) -> list[str]:
    """Figures that two bodies hardly share by chance: three digits and more, no 100; none where a paper is quoted."""
    if "《" in text or "〔" in text:
        return []
    return [each for each in figures(text) if len(re.sub(r"\D", "", each).strip("0")) >= 3]


def likeness(one: str, other: str) -> float:
    """Share of 5-grams in common, 0 to 1."""
    mine, theirs = _grams(one), _grams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def left_in(text: str, case: Case, owner: Case) -> str:
    """The owner's name or place in a text that is also ``case``'s and is foreign to it; empty where there is none.

    It is not foreign where the submitter stands in the same text or speaks of the owner elsewhere: then they may work together.
    Of two offices of one county the county's name tells nothing; 县民政局 is the one of them, as the whole name is.
    """
    own = [case.department, *places(case.department)]
    if places(owner.department) == own[1:] and len(own) > 1:
        return _left_by_neighbour(text, case, owner)
    if any(len(name) >= _NAME and name in text for name in own):
        return ""
    levels = {
        place[-1] for place in own[1:] if len(place) > 1
    }  # 临江市 is not foreign to 云岭县: it may lie in it
    strange = (place for place in places(owner.department) if place not in own and place[-1] in levels)
    names = [owner.department, *strange]
    found = [name for name in names if len(name) >= _NAME and name in text]
    return next((name for name in found if not _speaks_of(name, case)), "")


def _left_by_neighbour(text: str, case: Case, owner: Case) -> str:
    """The owner's name, whole or as 县民政局, where a clause begins with it alone: it is the one that acts."""
    place = "".join(places(owner.department))
    mine, short = (place[-1] + each.department.removeprefix(place) for each in (case, owner))
    if min(len(mine), len(short)) < _NAME or mine in text or _speaks_of(short, case):
        return ""
    found = re.search(f"{_CLAUSE}((?:{re.escape(place[:-1])})?{re.escape(short)}){_ALONE}", text)
    return found[1] if found else ""


def _speaks_of(name: str, case: Case) -> bool:
    """Whether the submission names it outside of the texts in common."""
    common = {anchor.text_place for document in case.documents for _, anchor in document.texts()}
    return any(
        name in text and anchor.text_place not in common
        for whole in case.members
        for document in whole.documents
        for text, anchor in document.texts()
    )


def beside(pair: Case) -> list[tuple[Anchor, Anchor]]:
    """Text by text: what the one submission has, what the other has."""
    sides = [
        [
            anchor.part(0, len(text), text)
            for document in member.documents
            for text, anchor in document.texts()
        ]
        for member in pair.members
    ]
    return list(zip(*sides, strict=True))


def _grams(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


def pairs_with_common_text(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """Two cases of different bodies, each with one document for every text that only these two bodies have.

    The nth document of the one holds the text that the nth of the other is like; the member of each is the whole case.
    """
    texts = [text for at, case in enumerate(cases) for text in _long_texts(at, case)]
    shared: dict[tuple[int, int], list[tuple[_Text, _Text]]] = defaultdict(list)
    for alike in _clusters(texts):
        bodies = _by_body(alike, cases)
        standing = len(bodies) >= _STANDING
        for pair in _copies(alike, cases, standing=standing):
            shared[pair[0].case, pair[1].case].append(pair)
    for (one, other), found in sorted(shared.items()):
        yield [
            replace(
                cases[at],
                forms=(),
                facts=(),
                breakdowns=(),
                documents=tuple(map(_alone, side)),
                members=(cases[at],),
            )
            for at, side in ((one, [pair[0] for pair in found]), (other, [pair[1] for pair in found]))
        ]


def _alone(text: _Text) -> Document:
    return replace(text.document, blocks=(Paragraph(text.printed, text.anchor),), sections=())


def _long_texts(at: int, case: Case) -> Iterator[_Text]:
    shortest = case.thresholds.copied_length
    for document in case.documents:
        if _PAPER.search(document.path.rpartition("/")[2]):
            continue
        for printed, anchor in document.texts():
            if len(printed) >= shortest and len(masked := _masked(bare := squeezed(printed))) >= shortest:
                yield _Text(at, bare, anchor, masked, printed, document)


def _masked(text: str) -> str:
    return _NUMBER.sub("#", re.sub("《[^《》]*》", "《》", text))


def _by_body(texts: Iterable[_Text], cases: Sequence[Case]) -> dict[str, list[_Text]]:
    """By department; a submission that names none may be anybody's."""
    found: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        if cases[text.case].department:
            found[cases[text.case].department].append(text)
    return found


def _copies(
    texts: Sequence[_Text], cases: Sequence[Case], *, standing: bool
) -> Iterator[tuple[_Text, _Text]]:
    """Of texts that are alike, those of two bodies alone: word for word, else as they come.

    A standing phrase with the figures of another body is no phrase any more.
    """
    exact: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        exact[text.bare].append(text)
    found = False
    for bare, same in exact.items():
        if standing and len(telling(bare)) < _TELLING:
            continue
        for pair in _of_two(same, cases):
            found = True
            yield pair
    if not found and not standing:
        yield from _of_two(texts, cases)


def _of_two(texts: Sequence[_Text], cases: Sequence[Case]) -> Iterator[tuple[_Text, _Text]]:
    """The first text of either body, where there are exactly two, of one year, and not one under two names."""
    bodies = _by_body(texts, cases)
    if len(bodies) == 2:
        (one, mine), (other, theirs) = bodies.items()
        years = {cases[text.case].year for text in (mine[0], theirs[0])} - {None}
        if len(years) < 2 and not one_body(one, other):
            yield mine[0], theirs[0]


def _clusters(texts: Sequence[_Text]) -> Iterator[list[_Text]]:
    """Texts that share a band of their signatures, directly or through others, in reading order."""
    numbers: dict[str, int] = {}
    of = [numbers.setdefault(text.masked, len(numbers)) for text in texts]
    parents = list(range(len(numbers)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    rows = PERMUTATIONS // BANDS
    first: dict[tuple[int, bytes], int] = {}
    for at, masked in enumerate(numbers):
        signature = signature_of(masked)
        for band in range(BANDS):
            known = first.setdefault((band, signature[band * rows : (band + 1) * rows].tobytes()), at)
            parents[root(at)] = root(known)
    clusters: dict[int, list[_Text]] = defaultdict(list)
    for text, at in zip(texts, of, strict=True):
        clusters[root(at)].append(text)
    yield from (alike for alike in clusters.values() if len(alike) > 1)


def _constants(what: str) -> npt.NDArray[np.uint64]:
    """As many 64-bit numbers as there are permutations, the same in every run and on every machine."""
    digests = b"".join(sha256(f"{what}{at}".encode()).digest()[:8] for at in range(PERMUTATIONS))
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


_TIMES = _constants("times") | np.uint64(1)
_PLUS = _constants("plus")
_MIX = _constants("mix")[:GRAM] | np.uint64(1)


def signature_of(text: str) -> npt.NDArray[np.uint32]:
    """The least value that each permutation gives to a 5-gram of ``text`` (at least five characters)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    length = len(codes) - GRAM + 1
    grams = np.zeros(length, dtype=np.uint64)
    for at in range(GRAM):
        grams = (grams ^ codes[at : at + length]) * _MIX[at]
        grams ^= grams >> np.uint64(29)
    spread = (np.unique(grams)[:, None] * _TIMES + _PLUS) >> np.uint64(32)
    least: npt.NDArray[np.uint32] = spread.min(axis=0).astype(np.uint32)
    return least
