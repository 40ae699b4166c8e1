-- What was void or wrong can be done once more, rightly. ---------------------------------------------------

-- A flat that was sent to the queue and back to the unit is offered to it anew. The offers that point here are
-- checked at the end, when all rows stand again.
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE unit_offers_before AS SELECT * FROM unit_offers;
DROP TABLE unit_offers;
CREATE TABLE unit_offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    vacancy INTEGER NOT NULL,          -- the entry of the ledger
    home INTEGER NOT NULL REFERENCES homes,
    state TEXT NOT NULL,
    free_from TEXT NOT NULL,           -- ISO day
    rent INTEGER,                      -- kronor a month
    match_by TEXT NOT NULL,            -- ISO day until which the unit may name a household
    half REAL NOT NULL,                -- when half of that time is gone
    last REAL,                         -- when its last working day but one begins; NULL: no such reminder
    reminded INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',   -- why the unit declined
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
INSERT INTO unit_offers SELECT * FROM temp.unit_offers_before;
DROP TABLE temp.unit_offers_before;
-- An entry of the ledger is offered once, but for what came to nothing; a home is offered once at a time.
CREATE UNIQUE INDEX unit_offers_vacancy ON unit_offers (vacancy) WHERE state <> 'void';
CREATE UNIQUE INDEX unit_offers_home ON unit_offers (home) WHERE state IN ('open', 'matched');
CREATE INDEX unit_offers_state ON unit_offers (state);

-- A notice is registered once, but for what was registered by mistake.
DROP INDEX vacancies_notice;
CREATE INDEX vacancies_notice ON vacancies (contract, substr(notice, 1, 10));
CREATE TRIGGER vacancies_once BEFORE INSERT ON vacancies WHEN EXISTS (
    SELECT 1 FROM vacancies AS known WHERE known.contract = NEW.contract
    AND substr(known.notice, 1, 10) = substr(NEW.notice, 1, 10)
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE vacancy = known.id AND act = 'withdrawn' AND reason = 'mistake')
) BEGIN SELECT RAISE(ABORT, 'this notice is registered already'); END;
