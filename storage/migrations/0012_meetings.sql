-- Meetings with sign-up. Who has signed up is kept for the meeting and erased the day after. -------------------

CREATE TABLE meetings (
    notice INTEGER PRIMARY KEY REFERENCES notices,
    starts REAL NOT NULL,
    places INTEGER NOT NULL DEFAULT 0, -- 0: as many as come
    reminded INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    erased INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE meeting_guests (
    meeting INTEGER NOT NULL REFERENCES meetings,
    person INTEGER NOT NULL REFERENCES people,
    adults INTEGER NOT NULL DEFAULT 1,
    children INTEGER NOT NULL DEFAULT 0,
    interpreter TEXT NOT NULL DEFAULT '',  -- the language, '' for none
    at REAL NOT NULL,
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;

-- Questions before a meeting: the words, not who asked.
CREATE TABLE meeting_questions (
    id INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings,
    words TEXT NOT NULL,
    locale TEXT NOT NULL
) STRICT;
