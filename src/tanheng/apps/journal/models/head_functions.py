"""The two functions of PostgreSQL that hold and move the head of the journal with the owner's rights; the application writes it not at all.

Made by the migration, compared by the proof, put back after each migrate.
"""

from tanheng.seal.chain import GENESIS
from tanheng.store.functions import Function

HOLD = """
DECLARE ended bigint;
BEGIN
  INSERT INTO journal_head (id, sequence, hash, frontier) VALUES (1, 0, 'GENESIS', '') ON CONFLICT (id) DO NOTHING;
  SELECT sequence INTO STRICT ended FROM journal_head WHERE id = 1 FOR UPDATE;
  RETURN ended;
END """.replace("GENESIS", GENESIS)
MOVE = """
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
END """
FUNCTIONS = (
    Function("tanheng_journal_hold", "bigint", HOLD, table="journal_head", as_owner=True),
    Function(
        "tanheng_journal_move",
        "void",
        MOVE,
        parameters=(("new_end", "bigint"), ("new_hash", "text"), ("new_frontier", "text")),
        table="journal_head",
        as_owner=True,
    ),
)
