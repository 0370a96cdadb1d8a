"""The record types of the rule book, one module a place: packs, forms, maps between editions, sectors."""
