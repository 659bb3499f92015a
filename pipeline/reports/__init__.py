"""One file per output; `pipeline.report` finds them by looking into this directory."""
