"""From what stands on a page to paragraphs and tables, whatever drew it: PDF, OFD and scans share these rooms."""
