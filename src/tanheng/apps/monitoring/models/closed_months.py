"""The guards of readings, of rows of day-books and of files at cells: a month that is not being filled in takes no figure, whichever way it
comes, and gives no evidence away.

A reading of the year is refused where no month of the year is being filled in any more; a correction of a row of a day-book also where
the month that it takes the row out of is not. A file is taken away from its own cell alone.
"""

from tanheng.store.insert_guards import InsertGuard
from tanheng.workflow.months import FILLING

# The newest step of each month of a place, looked up by the unique index of steps.
NEWEST = """
  m.number = (SELECT max(n.number) FROM monitoring_monthstep n
              WHERE n.company_id = m.company_id AND n.place_id = m.place_id AND n.month = m.month)
"""
CONDITION = f"""
(SELECT CASE s.grain WHEN 'year' THEN
  (SELECT count(*) = 12 FROM monitoring_monthstep m WHERE m.company_id = s.company_id AND m.place_id = s.place_id
   AND m.month BETWEEN strftime('%Y-01-01', NEW.start) AND strftime('%Y-12-01', NEW.start) AND m.state <> '{FILLING}' AND {NEWEST})
 ELSE
  (SELECT m.state <> '{FILLING}' FROM monitoring_monthstep m WHERE m.company_id = s.company_id AND m.place_id = s.place_id
   AND m.month = strftime('%Y-%m-01', NEW.start) ORDER BY m.number DESC LIMIT 1)
 END FROM monitoring_series s WHERE s.id = NEW.series_id)
"""  # noqa: S608 - our own words
ROWS = f"""
  SELECT FROM told t JOIN monitoring_series s ON s.id = t.series_id
  JOIN monitoring_monthstep m ON m.company_id = s.company_id AND m.place_id = s.place_id
    AND m.month = date_trunc('month', t.start)::date AND m.state <> '{FILLING}' AND {NEWEST}
  WHERE s.grain <> 'year'
  UNION ALL
  SELECT FROM told t JOIN monitoring_series s ON s.id = t.series_id
  JOIN monitoring_monthstep m ON m.company_id = s.company_id AND m.place_id = s.place_id
    AND m.month >= date_trunc('year', t.start)::date AND m.month < (date_trunc('year', t.start) + interval '1 year')::date
    AND m.state <> '{FILLING}' AND {NEWEST}
  WHERE s.grain = 'year' GROUP BY t.id HAVING count(*) = 12
"""  # noqa: S608 - our own words
OF_DAY = f"""
  SELECT 1 FROM monitoring_monthstep m WHERE m.company_id = NEW.company_id AND m.place_id = NEW.place_id
  AND m.month = strftime('%Y-%m-01', {{day}}) AND m.state <> '{FILLING}' AND {NEWEST}
"""  # noqa: S608 - our own words
BOOK_CONDITION = f"""
(EXISTS ({OF_DAY.format(day="NEW.day")})
 OR EXISTS ({OF_DAY.format(day="(SELECT d.day FROM monitoring_daybookrow d WHERE d.id = NEW.supersedes_id)")}))
"""  # noqa: S608 - our own words
BOOK_ROWS = f"""
  SELECT FROM (
    SELECT t.company_id, t.place_id, t.day FROM told t
    UNION ALL
    SELECT t.company_id, t.place_id, d.day FROM told t JOIN monitoring_daybookrow d ON d.id = t.supersedes_id
  ) touched
  JOIN monitoring_monthstep m ON m.company_id = touched.company_id AND m.place_id = touched.place_id
    AND m.month = date_trunc('month', touched.day)::date AND m.state <> '{FILLING}' AND {NEWEST}
"""  # noqa: S608 - our own words
CELL = "company_id, {of}.place_id, {of}.measure, {of}.item, {of}.source, {of}.month"
FILE_CONDITION = f"""
NEW.detached AND (
  EXISTS (SELECT 1 FROM monitoring_monthstep m WHERE m.company_id = NEW.company_id AND m.place_id = NEW.place_id
          AND m.month = NEW.month AND m.state <> '{FILLING}' AND {NEWEST})
  OR EXISTS (SELECT 1 FROM monitoring_cellfile d WHERE d.id = NEW.supersedes_id
             AND (d.{CELL.format(of="d")}) <> (NEW.{CELL.format(of="NEW")})))
"""  # noqa: S608 - our own words
FILE_ROWS = f"""
  SELECT FROM told t JOIN monitoring_monthstep m ON m.company_id = t.company_id AND m.place_id = t.place_id
    AND m.month = t.month AND m.state <> '{FILLING}' AND {NEWEST}
  WHERE t.detached
  UNION ALL
  SELECT FROM told t JOIN monitoring_cellfile d ON d.id = t.supersedes_id
  WHERE t.detached AND (d.{CELL.format(of="d")}) <> (t.{CELL.format(of="t")})
"""  # noqa: S608 - our own words
GUARDS = (
    InsertGuard(
        "monitoring_reading",
        "month_is_open",
        reads=("monitoring_series", "monitoring_monthstep"),
        condition=" ".join(CONDITION.split()),
        rows=ROWS,
        refusal="monitoring_reading: its month takes no reading any more",
    ),
    InsertGuard(
        "monitoring_daybookrow",
        "month_is_open",
        reads=("monitoring_monthstep",),
        condition=" ".join(BOOK_CONDITION.split()),
        rows=BOOK_ROWS,
        refusal="monitoring_daybookrow: its month takes no row any more",
    ),
    InsertGuard(
        "monitoring_cellfile",
        "month_gives_none_away",
        reads=("monitoring_monthstep", "monitoring_cellfile"),
        condition=" ".join(FILE_CONDITION.split()),
        rows=FILE_ROWS,
        refusal="monitoring_cellfile: a file is taken away at its own cell, while its month is being filled in",
    ),
)
