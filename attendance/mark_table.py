"""The table of marks in SQL: what Django's model cannot say.

Partitioned by academic year (90 million marks a year group of five in one database), key covering
the code, no way into a partition but through the table, and a code must be in force on its date.
"""

YEARS = range(2021, 2032)  # academic years, by the year they begin in; more with `add_years`

TABLE = """
CREATE TABLE attendance_mark (
    pupil_id bigint NOT NULL REFERENCES prus_pupil (id) DEFERRABLE INITIALLY DEFERRED,
    date date NOT NULL,
    session varchar(2) NOT NULL CHECK (session IN ('AM', 'PM')),
    code_id varchar(2) NOT NULL REFERENCES attendance_attendancecode (code),
    minutes_late smallint CHECK (minutes_late >= 0),
    la_id bigint NOT NULL REFERENCES accounts_organisation (id),
    placement_id bigint NOT NULL REFERENCES prus_placement (id) DEFERRABLE INITIALLY DEFERRED,
    pru_id bigint NOT NULL REFERENCES accounts_organisation (id),
    organisation_id bigint NOT NULL REFERENCES accounts_organisation (id),
    PRIMARY KEY (pupil_id, date, session) INCLUDE (code_id),
    CONSTRAINT mark_stroke_fits_the_session
        CHECK (NOT (code_id = '/' AND session = 'PM') AND NOT (code_id = '\\' AND session = 'AM'))
) PARTITION BY RANGE (date);
CREATE INDEX mark_by_pru_and_date ON attendance_mark (pru_id, date);
CREATE INDEX mark_by_placement ON attendance_mark (placement_id);
"""

CODE_IN_FORCE = """
CREATE OR REPLACE FUNCTION mark_code_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad record;
BEGIN
  SELECT n.date, n.code_id INTO bad FROM new_marks n
  JOIN attendance_attendancecode c ON c.code = n.code_id
  WHERE NOT c.during @> n.date LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'code % is not in force on %', bad.code_id, bad.date
      USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_code_is_in_force';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_inserted_code AFTER INSERT ON attendance_mark
  REFERENCING NEW TABLE AS new_marks FOR EACH STATEMENT EXECUTE FUNCTION mark_code_in_force();
CREATE TRIGGER mark_updated_code AFTER UPDATE ON attendance_mark
  REFERENCING NEW TABLE AS new_marks FOR EACH STATEMENT EXECUTE FUNCTION mark_code_in_force();
"""


def partition(year: int) -> str:
    """SQL for one academic year, 1 September to 31 August, closed to the application role."""
    name = f"attendance_mark_{year}"
    return (
        f"CREATE TABLE {name} PARTITION OF attendance_mark "
        f"FOR VALUES FROM ('{year}-09-01') TO ('{year + 1}-09-01');\n"
        f"REVOKE ALL ON {name} FROM casebook_app;\n"
    )


def create() -> str:
    return TABLE + "".join(partition(year) for year in YEARS) + CODE_IN_FORCE
