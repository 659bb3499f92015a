"""Word files: their XML, and the binary format before it."""
