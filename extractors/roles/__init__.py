"""In which role a number is stated: target or result, limit or standard, change or base, and which stage of the money."""
