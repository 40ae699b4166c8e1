-- What the company has, the ledger of flats given notice on, and who read or did what. ---------------------

ALTER TABLE homes ADD COLUMN size REAL;               -- square metres
ALTER TABLE homes ADD COLUMN lift INTEGER;            -- NULL: not known
ALTER TABLE homes ADD COLUMN special INTEGER NOT NULL DEFAULT 0;   -- for the old, students, by the care acts
ALTER TABLE homes ADD COLUMN letting TEXT NOT NULL DEFAULT 'ordinary'
    CHECK (letting IN ('ordinary', 'agency', 'evacuation', 'municipality', 'empty'));
ALTER TABLE homes ADD COLUMN ready TEXT;              -- of a home to come: '2027-Q3'; NULL: it stands
ALTER TABLE homes ADD COLUMN rent INTEGER;            -- kronor a month
CREATE INDEX homes_letting ON homes (letting);

-- A notice to quit as it was registered. What became of it stands in the ledger.
CREATE TABLE vacancies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    home INTEGER NOT NULL REFERENCES homes,
    contract TEXT NOT NULL COLLATE NOCASE,   -- its number in the company's system
    notice TEXT NOT NULL,                    -- when it came: a day, ISO, or a day and a time ('2026-11-23T09:10')
    last_day TEXT NOT NULL,                  -- the last day of the lease, ISO
    at REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX vacancies_notice ON vacancies (contract, substr(notice, 1, 10));
CREATE INDEX vacancies_home ON vacancies (home);

CREATE TABLE ledger (
    line INTEGER PRIMARY KEY AUTOINCREMENT,
    vacancy INTEGER NOT NULL REFERENCES vacancies,
    act TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    goes TEXT NOT NULL DEFAULT '' CHECK (goes IN ('', 'queue', 'unit')),
    number INTEGER UNIQUE,                   -- only of the act 'numbered', as are all below
    policy TEXT,                             -- the first day of the rule that it was decided by, ISO
    part INTEGER,                            -- the rule: `part` of `whole` flats
    whole INTEGER,
    substitutes INTEGER,                     -- how many unsuitable flats a year are made up for
    place INTEGER,                           -- its place inside that rule, from 1
    settles INTEGER REFERENCES vacancies,    -- the flat that this one makes up for
    person INTEGER REFERENCES people,        -- NULL: the clock or the command line
    at REAL NOT NULL,
    CHECK ((act = 'numbered') = (number IS NOT NULL)),
    CHECK ((number IS NULL) = (policy IS NULL OR part IS NULL OR whole IS NULL OR place IS NULL))
) STRICT;
CREATE INDEX ledger_vacancy ON ledger (vacancy);
CREATE INDEX ledger_units ON ledger (vacancy) WHERE goes = 'unit';

-- Who read or did what. Each hash is of its line and of the hash before.
CREATE TABLE audit (
    line INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER,                          -- NULL: the clock or the command line
    act TEXT NOT NULL,
    what TEXT NOT NULL,                      -- the kind of record
    whose TEXT NOT NULL,                     -- which of them
    at REAL NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_record ON audit (what, whose);

CREATE TRIGGER vacancies_stay BEFORE UPDATE ON vacancies BEGIN SELECT RAISE(ABORT, 'vacancies are not changed'); END;
CREATE TRIGGER vacancies_remain BEFORE DELETE ON vacancies BEGIN SELECT RAISE(ABORT, 'vacancies are not deleted'); END;
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is not changed'); END;
CREATE TRIGGER ledger_remains BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'nothing leaves the ledger'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'nothing leaves the audit'); END;
