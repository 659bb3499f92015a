"""What rules share: the words around figures, sums, shares, rates, growth, rows of a form, and how findings are worded."""
