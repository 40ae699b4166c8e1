-- A household's way with one home: from the second-hand contract signed to the last day. --------------------

CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES households,
    home INTEGER NOT NULL REFERENCES homes,
    state TEXT NOT NULL,
    vacancy INTEGER,                   -- the flat of the ledger that it came from
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
CREATE INDEX contracts_household ON contracts (household);
CREATE INDEX contracts_home ON contracts (home);
CREATE INDEX contracts_state ON contracts (state);

-- The papers: which kind of lease holds from which day to which. One that was undone before its day is void.
CREATE TABLE leases (
    id INTEGER PRIMARY KEY,
    contract INTEGER NOT NULL REFERENCES contracts,
    home INTEGER NOT NULL REFERENCES homes,
    kind TEXT NOT NULL CHECK (kind IN ('first_hand', 'second_hand')),
    begins TEXT NOT NULL,              -- ISO day
    ends TEXT CHECK (ends >= begins),  -- its last day; NULL: until further notice
    number TEXT,                       -- the contract's number in the property system
    void INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX leases_contract ON leases (contract);
CREATE INDEX leases_home ON leases (home);

CREATE TRIGGER leases_one_a_day BEFORE INSERT ON leases WHEN NEW.void = 0
BEGIN
    SELECT RAISE(ABORT, 'two leases on one home the same day') FROM leases
    WHERE home = NEW.home AND void = 0
      AND begins <= coalesce(NEW.ends, '9999-12-31') AND NEW.begins <= coalesce(ends, '9999-12-31');
END;

CREATE TRIGGER leases_stay_one_a_day BEFORE UPDATE ON leases WHEN NEW.void = 0
BEGIN
    SELECT RAISE(ABORT, 'two leases on one home the same day') FROM leases
    WHERE home = NEW.home AND void = 0 AND id <> NEW.id
      AND begins <= coalesce(NEW.ends, '9999-12-31') AND NEW.begins <= coalesce(ends, '9999-12-31');
END;

CREATE TABLE contract_events (
    id INTEGER PRIMARY KEY,
    contract INTEGER NOT NULL REFERENCES contracts,
    act TEXT NOT NULL,
    person INTEGER REFERENCES people,  -- NULL: the clock
    note TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
) STRICT;
CREATE INDEX contract_events_contract ON contract_events (contract);

CREATE TRIGGER contract_events_stay BEFORE UPDATE ON contract_events
BEGIN SELECT RAISE(ABORT, 'what has happened to a contract is not changed'); END;
CREATE TRIGGER contract_events_are_kept BEFORE DELETE ON contract_events
BEGIN SELECT RAISE(ABORT, 'what has happened to a contract is not erased'); END;

-- So many months of second-hand are over: a task for the unit and the company.
CREATE TABLE contract_alarms (
    contract INTEGER NOT NULL REFERENCES contracts,
    months INTEGER NOT NULL,
    at REAL NOT NULL,
    settled INTEGER REFERENCES people,
    PRIMARY KEY (contract, months)
) STRICT, WITHOUT ROWID;

-- From second-hand to first-hand. ------------------------------------------------------------------------

-- What an adult says: that she is registered with Arbetsförmedlingen. No document comes with it.
CREATE TABLE registrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contract INTEGER NOT NULL REFERENCES contracts,
    person INTEGER NOT NULL REFERENCES people,
    check_by TEXT NOT NULL,            -- ISO day until which the unit looks at it
    settled TEXT NOT NULL DEFAULT '' CHECK (settled IN ('', 'recorded', 'not_yet')),
    settler INTEGER REFERENCES people,
    at REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX registrations_open ON registrations (contract, person) WHERE settled = '';

-- What opens a conversion: the day on a proof and who saw it, never the proof.
CREATE TABLE proofs (
    id INTEGER PRIMARY KEY,
    contract INTEGER NOT NULL REFERENCES contracts,
    person INTEGER REFERENCES people,  -- whose; NULL: an adult without a phone here, or the whole household
    ground TEXT NOT NULL CHECK (ground IN ('registered', 'decision')),
    day TEXT NOT NULL,
    seen_by INTEGER NOT NULL REFERENCES people,
    noted_by INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL
) STRICT;
CREATE INDEX proofs_contract ON proofs (contract);

CREATE TABLE conversions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    contract INTEGER NOT NULL REFERENCES contracts,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'undone')),
    required TEXT NOT NULL,            -- the points that the policy of that day asks for, a space between
    number TEXT NOT NULL DEFAULT '',   -- the new contract's in the property system
    effective TEXT,                    -- ISO day, a first of a month
    why TEXT NOT NULL DEFAULT '',      -- why it was refused or undone
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversions_open ON conversions (contract) WHERE state IN ('open', 'approved');

CREATE TABLE conversion_ticks (
    conversion INTEGER NOT NULL REFERENCES conversions,
    point TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL,
    PRIMARY KEY (conversion, point)
) STRICT, WITHOUT ROWID;

-- Who is for it, or for undoing it: one of the unit and one of the company, never the same person.
CREATE TABLE conversion_votes (
    conversion INTEGER NOT NULL REFERENCES conversions,
    about TEXT NOT NULL CHECK (about IN ('approve', 'undo')),
    side TEXT NOT NULL CHECK (side IN ('officer', 'staff')),
    person INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL,
    PRIMARY KEY (conversion, about, side),
    UNIQUE (conversion, about, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversion_events (
    id INTEGER PRIMARY KEY,
    conversion INTEGER NOT NULL REFERENCES conversions,
    act TEXT NOT NULL,
    person INTEGER REFERENCES people,
    note TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
) STRICT;
CREATE INDEX conversion_events_conversion ON conversion_events (conversion);

CREATE TRIGGER conversion_events_stay BEFORE UPDATE ON conversion_events
BEGIN SELECT RAISE(ABORT, 'what has happened to a conversion is not changed'); END;
CREATE TRIGGER conversion_events_are_kept BEFORE DELETE ON conversion_events
BEGIN SELECT RAISE(ABORT, 'what has happened to a conversion is not erased'); END;

-- What an adult did with the news: opened it, understood it or wants to be called.
CREATE TABLE conversion_readers (
    conversion INTEGER NOT NULL REFERENCES conversions,
    person INTEGER NOT NULL REFERENCES people,
    opened REAL,
    answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'understood', 'call')),
    called REAL,
    PRIMARY KEY (conversion, person)
) STRICT, WITHOUT ROWID;

-- After the keys: what was sent to a household on which step, and what it has done. ------------------------

CREATE TABLE moving_in (
    contract INTEGER NOT NULL REFERENCES contracts,
    day INTEGER NOT NULL,              -- days after the keys
    at REAL NOT NULL,
    done REAL,
    PRIMARY KEY (contract, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE smoke_alarms (
    household INTEGER PRIMARY KEY REFERENCES households,
    asked REAL NOT NULL,
    answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'sounds', 'silent'))
) STRICT;

-- The two other tracks (domain facts 1). -------------------------------------------------------------------

-- Track A of a household: three words, no decision and no reason.
CREATE TABLE track_a (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES households,
    word TEXT NOT NULL CHECK (word IN ('waiting', 'settled', 'closed')),
    person INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL
) STRICT;
CREATE INDEX track_a_household ON track_a (household);

CREATE TRIGGER track_a_stays BEFORE UPDATE ON track_a
BEGIN SELECT RAISE(ABORT, 'what was noted of a track is not changed'); END;
CREATE TRIGGER track_a_is_kept BEFORE DELETE ON track_a
BEGIN SELECT RAISE(ABORT, 'what was noted of a track is not erased'); END;

-- Track C of an adult: dates, as long as she consents.
CREATE TABLE track_c (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people,
    act TEXT NOT NULL CHECK (act IN ('consent', 'withdraw', 'af', 'etab', 'intern', 'work', 'study', 'out')),
    day TEXT NOT NULL,
    noted_by INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL
) STRICT;
CREATE INDEX track_c_person ON track_c (person);

CREATE TRIGGER track_c_stays BEFORE UPDATE ON track_c
BEGIN SELECT RAISE(ABORT, 'what was noted of a track is not changed'); END;
-- Without her consent the dates go.
CREATE TRIGGER track_c_is_kept BEFORE DELETE ON track_c
WHEN NOT EXISTS (SELECT 1 FROM track_c WHERE person = OLD.person AND act = 'withdraw' AND id > OLD.id)
BEGIN SELECT RAISE(ABORT, 'what was noted of a track is not erased'); END;
