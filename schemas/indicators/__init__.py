"""Indicator dictionaries, one YAML per sector."""
