"""Which numbers make up which total: in one sentence, over sentences and lists, over sections, over sources."""
