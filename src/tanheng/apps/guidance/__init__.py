"""Guidance: the rule book as pages, search over all editions, and dated clarifications at their places. No figures of anybody."""
