"""The 自评表: any variant of it to one Form."""
