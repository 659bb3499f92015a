r"""Errors for consistent reports: one figure or word changed at one place, and what in the document gives it away.

    write_planted(OUT, count, seed, split, most=3)    OUT/submissions, OUT/plants.jsonl, OUT/remarks.jsonl

A report of tests.bench.heldout is consistent and every number in it is known. A plant changes one of them, and is kept
only when something else that is printed contradicts the new figure beyond what both places' rounding allows: the same
quantity said elsewhere, a sum or a rate whose other terms are printed, the arithmetic of the form. What shows itself
(XX万元, a sentence that breaks off, an empty cell) needs no witness. The plants of one report touch different
quantities, and none is the only witness against another.

scene.py holds what is printed, relations.py what follows from what, witness.py what contradicts, slips.py how figures
go wrong, kinds_*.py which errors there are by family; planting.py chooses and applies them.

plants.jsonl, one object a line:

    id, submission, half, document     where
    family, kind                       what was done, in Chinese as the README tells it
    severity                           what a reviewer's rule would call it: error or warning
    before, after                      the place's figure or words as printed before and now ("" where nothing is left)
    value, truth                       the figure's number now and what it should be, in the unit printed; null for words
    size                               |value - truth| / truth, null for words
    place                              document and paragraph (as printed now), or document, table, row, column (from 1)
                                       and text; ``said``: a cell's words of goals or results
    needles                            figures or words one of which a finding must quote at the place to have found it
                                       (for an empty cell: nothing but figures of its row)
    wide                               it speaks of the whole report: to quote the needle anywhere is enough
    proof                              what gives it away: how (同一数 分项之和 算式 得分 大小 自身), near (in the same
                                       paragraph or table) and the places of the other figures with what they print

remarks.jsonl: folder and row of what exceeds its goal by more than 30 % without a reason. The reports are so without any
plant, and who says so is right.

Nothing here knows a rule. The kinds are what reviewers meet: figures mistyped, sums not redone, last year's numbers.
"""
