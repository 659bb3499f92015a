"""Tables that the readers were not built on: made by other programs, their content known because we wrote it."""
