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
