"""On PostgreSQL the head of the journal is held and moved by two functions of its owner, and the application's role may write it not at all."""

from typing import Any

from django.db import migrations

from tanheng.seal.chain import GENESIS

HOLD = """
CREATE OR REPLACE FUNCTION tanheng_journal_hold() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE ended bigint;
BEGIN
  INSERT INTO journal_head (id, sequence, hash, frontier) VALUES (1, 0, 'GENESIS', '') ON CONFLICT (id) DO NOTHING;
  SELECT sequence INTO STRICT ended FROM journal_head WHERE id = 1 FOR UPDATE;
  RETURN ended;
END $$
""".replace("GENESIS", GENESIS)
MOVE = """
CREATE OR REPLACE FUNCTION tanheng_journal_move(new_end bigint, new_hash text, new_frontier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  was journal_head%ROWTYPE;
  linked bigint;
BEGIN
  SELECT * INTO STRICT was FROM journal_head WHERE id = 1 FOR UPDATE;
  SELECT count(*) FILTER (WHERE previous_hash = before) INTO linked FROM (
    SELECT previous_hash, lag(hash, 1, was.hash) OVER (ORDER BY sequence) AS before
    FROM journal_event WHERE sequence > was.sequence AND sequence <= new_end
  ) AS following;
  IF new_end <= was.sequence OR linked <> new_end - was.sequence
     OR NOT EXISTS (SELECT FROM journal_event WHERE sequence = new_end AND hash = new_hash) THEN
    RAISE EXCEPTION 'the head of the journal moves forward along its events alone: % to %', was.sequence, new_end
      USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE journal_head SET sequence = new_end, hash = new_hash, frontier = new_frontier WHERE id = 1;
END $$
"""
# What a function of the owner names is looked for in this schema alone, whatever the caller's search path says.
FIXED = """
DO $do$ BEGIN
  EXECUTE format('ALTER FUNCTION tanheng_journal_hold() SET search_path = %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION tanheng_journal_move(bigint, text, text) SET search_path = %I, pg_temp', current_schema());
END $do$
"""
GONE = ("DROP FUNCTION IF EXISTS tanheng_journal_hold()", "DROP FUNCTION IF EXISTS tanheng_journal_move(bigint, text, text)")


def made(_apps: Any, schema_editor: Any) -> None:
    """Make the functions; SQLite knows none, there the transaction is the one writer."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in (HOLD, MOVE, FIXED):
            schema_editor.execute(statement, params=None)


def gone(_apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in GONE:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The two functions."""

    dependencies = [("journal", "0004_facts_and_tree")]

    operations = [migrations.RunPython(made, gone)]
