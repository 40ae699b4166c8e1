-- Households that an officer looks after, and offers of homes. -----------------------------

CREATE TABLE cases (
    household INTEGER PRIMARY KEY REFERENCES households,
    officer INTEGER REFERENCES people, -- NULL: who looked after it has left
    label TEXT NOT NULL,               -- the officer's own word for it; never a name from a paper
    persons INTEGER NOT NULL,
    low INTEGER NOT NULL DEFAULT 0,    -- needs a lift or the ground floor; why is kept nowhere
    lives TEXT NOT NULL,               -- where it lives now, a word of storage/households.LIVES
    waits INTEGER NOT NULL DEFAULT 1,
    closed REAL,                       -- it has left: nobody looks after it any more
    at REAL NOT NULL
) STRICT;
CREATE INDEX cases_officer ON cases (officer);

CREATE TABLE case_events (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES cases,
    act TEXT NOT NULL,
    person INTEGER REFERENCES people,  -- who did it
    note TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
) STRICT;
CREATE INDEX case_events_household ON case_events (household);

-- What a person of the unit is to do about a household.
CREATE TABLE officer_tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household INTEGER NOT NULL REFERENCES cases,
    offer INTEGER REFERENCES offers,
    kind TEXT NOT NULL,                -- a key of storage/officer_tasks.KINDS
    at REAL NOT NULL,
    done REAL,
    doer INTEGER REFERENCES people     -- NULL: it settled itself
) STRICT;
CREATE INDEX officer_tasks_open ON officer_tasks (household) WHERE done IS NULL;

-- A flat whose turn it is for the unit.
CREATE TABLE unit_offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    vacancy INTEGER NOT NULL UNIQUE,   -- the entry of the ledger
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
-- A home is offered once at a time.
CREATE UNIQUE INDEX unit_offers_home ON unit_offers (home) WHERE state IN ('open', 'matched');
CREATE INDEX unit_offers_state ON unit_offers (state);

-- A flat that is offered to one household.
CREATE TABLE offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_offer INTEGER NOT NULL REFERENCES unit_offers,
    household INTEGER NOT NULL REFERENCES households,
    state TEXT NOT NULL,
    answer_by TEXT NOT NULL,           -- ISO day
    half REAL NOT NULL,
    last REAL,
    reminded INTEGER NOT NULL DEFAULT 0,
    by_phone TEXT NOT NULL DEFAULT '', -- yes or no, as the household told the officer
    ended TEXT NOT NULL DEFAULT '',    -- why it is over without a contract
    officer INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
-- A household is offered one home at a time, and a flat to one household.
CREATE UNIQUE INDEX offers_household ON offers (household) WHERE state IN ('open', 'silent', 'accepted');
CREATE UNIQUE INDEX offers_unit_offer ON offers (unit_offer) WHERE state IN ('open', 'silent', 'accepted');
CREATE INDEX offers_state ON offers (state);

-- What each adult said, the latest counting; nothing is changed afterwards.
CREATE TABLE offer_answers (
    id INTEGER PRIMARY KEY,
    offer INTEGER NOT NULL REFERENCES offers,
    person INTEGER NOT NULL REFERENCES people,
    says TEXT NOT NULL CHECK (says IN ('yes', 'no')),
    at REAL NOT NULL
) STRICT;
CREATE INDEX offer_answers_offer ON offer_answers (offer);

-- What an adult has pressed and is asked to be sure of.
CREATE TABLE offer_asked (
    offer INTEGER NOT NULL REFERENCES offers,
    person INTEGER NOT NULL REFERENCES people,
    says TEXT NOT NULL CHECK (says IN ('yes', 'no')),
    PRIMARY KEY (offer, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_events (
    id INTEGER PRIMARY KEY,
    unit_offer INTEGER NOT NULL REFERENCES unit_offers,
    offer INTEGER REFERENCES offers,
    act TEXT NOT NULL,
    person INTEGER REFERENCES people,  -- NULL: of itself
    note TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
) STRICT;
CREATE INDEX offer_events_unit_offer ON offer_events (unit_offer);
