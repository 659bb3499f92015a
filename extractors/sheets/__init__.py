"""Worksheets, whichever program wrote them: what their cells show, and the tables and titles on them."""
