-- What the engine needs. -----------------------------------------------------------------

-- Updates and events that have arrived and whose turn has not been committed.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER UNIQUE,          -- Telegram's; NULL for an event of our own
    key TEXT UNIQUE,                   -- an event of our own happens once per key
    raw TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL
) STRICT;

-- Ids of updates whose turn is done, kept 48 h against repeats.
CREATE TABLE received (update_id INTEGER PRIMARY KEY, at REAL NOT NULL) STRICT;
CREATE INDEX received_at ON received (at);

-- Poison: what failed every try, kept raw for 14 days so that a person can look.
CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    update_id INTEGER,
    key TEXT,
    raw TEXT NOT NULL,
    error TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX set_aside_key ON set_aside (key);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    errand TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,       -- not before; set by a retry
    since REAL NOT NULL
) STRICT;
CREATE INDEX outbox_order ON outbox (priority, id);
CREATE INDEX outbox_chat ON outbox (chat);

-- Errands given up on: each is a task for a person.
CREATE TABLE undelivered (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    errand TEXT NOT NULL,
    why TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;

CREATE TABLE cards (
    chat INTEGER NOT NULL,
    key TEXT NOT NULL,
    message_id INTEGER,
    wanted TEXT NOT NULL,
    shown TEXT,
    final INTEGER NOT NULL DEFAULT 0,  -- once shown, it is no longer kept
    PRIMARY KEY (chat, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    chat INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;

CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    locale TEXT,
    reachable INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Photos and voices, fetched from Telegram and kept here so that backup and erasing hold for them.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                -- photo, voice, video
    telegram_id TEXT NOT NULL,         -- file_id at Telegram, for this bot
    content BLOB,                      -- NULL until fetched
    at REAL NOT NULL
) STRICT;

CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- People and homes. ----------------------------------------------------------------------

CREATE TABLE areas (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE houses (
    id INTEGER PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas,
    address TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE homes (
    id INTEGER PRIMARY KEY,
    object TEXT NOT NULL UNIQUE,       -- the company's object number, text: leading zeros count
    house INTEGER NOT NULL REFERENCES houses,
    flat TEXT NOT NULL,                -- lägenhetsnummer, four digits
    floor INTEGER,
    rooms INTEGER,
    pet INTEGER                        -- NULL: never asked
) STRICT;
CREATE INDEX homes_house ON homes (house);

CREATE TABLE households (
    id INTEGER PRIMARY KEY,
    home INTEGER REFERENCES homes,     -- NULL: waits for one
    at REAL NOT NULL
) STRICT;
CREATE INDEX households_home ON households (home);

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL UNIQUE,
    name TEXT,                         -- of those who work here; never of a tenant
    phone TEXT,                        -- only on a wish for a call; erasable
    at REAL NOT NULL
) STRICT;

CREATE TABLE residents (
    person INTEGER PRIMARY KEY REFERENCES people,
    household INTEGER NOT NULL REFERENCES households,
    adult INTEGER NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX residents_household ON residents (household);

CREATE TABLE roles (
    person INTEGER NOT NULL REFERENCES people,
    role TEXT NOT NULL CHECK (role IN ('caretaker', 'staff', 'officer', 'admin')),
    area TEXT NOT NULL DEFAULT '',     -- of a caretaker: one row an area
    PRIMARY KEY (person, role, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
    hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('household', 'caretaker', 'staff', 'officer', 'admin')),
    household INTEGER REFERENCES households,
    adult INTEGER NOT NULL DEFAULT 1,
    areas TEXT NOT NULL DEFAULT '',    -- of a caretaker, comma between
    name TEXT,
    expires REAL NOT NULL,
    used REAL
) STRICT, WITHOUT ROWID;

CREATE TABLE wrong_codes (chat INTEGER NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX wrong_codes_chat ON wrong_codes (chat, at);

-- Fault reports; each is also the work order of the same number. ---------------------------

CREATE TABLE faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    item TEXT NOT NULL,
    urgency TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('home', 'shared')),
    house INTEGER NOT NULL REFERENCES houses,
    home INTEGER REFERENCES homes,     -- NULL: a shared place
    household INTEGER NOT NULL REFERENCES households,
    reporter INTEGER REFERENCES people,
    locale TEXT NOT NULL,              -- the reporter's, for whoever meets her
    words TEXT NOT NULL DEFAULT '',
    master_key INTEGER NOT NULL DEFAULT 0,
    pet INTEGER NOT NULL DEFAULT 0,
    call_first INTEGER NOT NULL DEFAULT 0,
    time TEXT NOT NULL DEFAULT 'any',
    holder INTEGER REFERENCES people,
    earlier INTEGER REFERENCES faults, -- the closed report that this one continues
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
CREATE INDEX faults_state ON faults (state, changed);
CREATE INDEX faults_household ON faults (household);
CREATE INDEX faults_holder ON faults (holder);
INSERT INTO sqlite_sequence (name, seq) VALUES ('faults', 100);

CREATE TABLE fault_events (
    id INTEGER PRIMARY KEY,
    fault INTEGER NOT NULL REFERENCES faults,
    act TEXT NOT NULL,
    person INTEGER REFERENCES people,
    note TEXT NOT NULL DEFAULT '',
    at REAL NOT NULL
) STRICT;
CREATE INDEX fault_events_fault ON fault_events (fault);

CREATE TABLE fault_files (
    fault INTEGER NOT NULL REFERENCES faults,
    file INTEGER NOT NULL REFERENCES files,
    PRIMARY KEY (fault, file)
) STRICT, WITHOUT ROWID;
