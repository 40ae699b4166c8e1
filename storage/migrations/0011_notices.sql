-- What is sent to many: one message, and what became of it in each chat. ----------------------------------

CREATE TABLE sendings (
    id INTEGER PRIMARY KEY,
    message TEXT NOT NULL,             -- JSON of the message as it is to be now
    under TEXT,                        -- JSON of a second message below it, NULL for none
    version INTEGER NOT NULL DEFAULT 1,
    reply_to INTEGER REFERENCES sendings,
    stopped INTEGER NOT NULL DEFAULT 0,
    queued INTEGER NOT NULL DEFAULT 0, -- how many chats it is for, and what became of it there
    sent INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    plain INTEGER NOT NULL DEFAULT 0   -- of those sent, without the file that Telegram did not take
) STRICT;

CREATE TABLE deliveries (
    sending INTEGER NOT NULL REFERENCES sendings,
    chat INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',  -- queued, sent, blocked, failed, left_out, taken_back
    message_id INTEGER,
    under_id INTEGER,                      -- of the message below it
    version INTEGER NOT NULL DEFAULT 0,    -- which version stands there
    at REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (sending, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_chat ON deliveries (chat) WHERE state = 'queued';

ALTER TABLE files ADD COLUMN name TEXT NOT NULL DEFAULT '';  -- of a document

-- Notices: what staff say to the people of some homes. ------------------------------------------------------

ALTER TABLE homes ADD COLUMN stair TEXT NOT NULL DEFAULT '';         -- where a house has several
ALTER TABLE households ADD COLUMN contract TEXT NOT NULL DEFAULT ''; -- first, second, block; '' if not known

CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('information', 'planned', 'meeting', 'emergency', 'poll')),
    template TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    audience TEXT NOT NULL,            -- JSON
    writer INTEGER NOT NULL REFERENCES people,
    confirmer INTEGER REFERENCES people,
    version INTEGER NOT NULL DEFAULT 1,
    asks INTEGER NOT NULL DEFAULT 0,   -- whether the reader is asked if she has understood
    reminded INTEGER NOT NULL DEFAULT 0,
    starts REAL,
    ends REAL,
    send_at REAL NOT NULL,
    sending INTEGER REFERENCES sendings,
    begun REAL,                        -- when the sending began
    shown_at REAL NOT NULL DEFAULT 0,  -- when its progress was shown last
    at REAL NOT NULL
) STRICT;
CREATE INDEX notices_state ON notices (state, send_at);

-- What a notice says: a version is never changed.
CREATE TABLE notice_texts (
    notice INTEGER NOT NULL REFERENCES notices,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,             -- JSON
    PRIMARY KEY (notice, version)
) STRICT, WITHOUT ROWID;

-- Work on many chats, in chunks: how far it has come.
CREATE TABLE notice_runs (
    id INTEGER PRIMARY KEY,
    notice INTEGER NOT NULL REFERENCES notices,
    what TEXT NOT NULL,                -- send, edit, follow, take_back, remind
    sending INTEGER NOT NULL REFERENCES sendings,
    cursor INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notice_runs_open ON notice_runs (id) WHERE NOT done;

CREATE TABLE notice_answers (
    notice INTEGER NOT NULL REFERENCES notices,
    person INTEGER NOT NULL REFERENCES people,
    answer TEXT NOT NULL,              -- understood, question; in a poll the number of the choice
    at REAL NOT NULL,
    PRIMARY KEY (notice, person)
) STRICT, WITHOUT ROWID;

-- Households that want no information; what is planned and emergencies reach them all the same.
CREATE TABLE muted_households (household INTEGER PRIMARY KEY REFERENCES households, at REAL NOT NULL) STRICT;
