"""What is found of errors planted in held-out reports, and what consistent ones are accused of: see __main__.py."""
