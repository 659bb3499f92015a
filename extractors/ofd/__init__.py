"""OFD (GB/T 33190): its package, and what its pages draw."""
