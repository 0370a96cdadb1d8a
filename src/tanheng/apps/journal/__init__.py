"""The journal: an append-only, hash-chained record of every change. It knows no other app; all others write to it."""
