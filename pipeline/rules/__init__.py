"""One file per rule; `pipeline.rulebook` finds them by looking into this directory."""
