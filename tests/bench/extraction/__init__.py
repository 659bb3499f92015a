"""How well numbers and names are read: python -m tests.bench.extraction."""
