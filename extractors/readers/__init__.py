"""One file per format; `extractors.reader` finds them by looking into this directory."""
