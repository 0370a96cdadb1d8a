"""Store: append-only tables and their triggers, exact decimals, contents by hash: what apps keep their facts with. It knows no app."""
