"""What we do with it: judge, report, run."""
