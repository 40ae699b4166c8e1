-- What the life of a report needs beside its states: promises, consent, questions, people it is shared with. --

ALTER TABLE faults ADD COLUMN half REAL;              -- when half of the promised time is gone
ALTER TABLE faults ADD COLUMN due REAL;               -- until when it is promised; NULL: nothing is
ALTER TABLE faults ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0;  -- 1 at half, 2 when due, 3 the desk too
ALTER TABLE faults ADD COLUMN stopped REAL;           -- since when the clock stands; NULL: it runs
ALTER TABLE faults ADD COLUMN planned TEXT;           -- the day of the work, ISO
ALTER TABLE faults ADD COLUMN firm TEXT NOT NULL DEFAULT '';
ALTER TABLE faults ADD COLUMN firm_reference TEXT NOT NULL DEFAULT '';
ALTER TABLE faults ADD COLUMN seen REAL;              -- when one who works here first looked at it
ALTER TABLE faults ADD COLUMN key_changed INTEGER NOT NULL DEFAULT 0;  -- consent changed, not yet acknowledged
ALTER TABLE faults ADD COLUMN known INTEGER NOT NULL DEFAULT 0;     -- one fault for the whole house
ALTER TABLE faults ADD COLUMN merged INTEGER REFERENCES faults;     -- the report that this one became part of
CREATE INDEX faults_house ON faults (house, item, state);
CREATE INDEX faults_home ON faults (home);
CREATE INDEX faults_due ON faults (due);

-- "Me too": people who are told of a report that another one made.
CREATE TABLE fault_followers (
    fault INTEGER NOT NULL REFERENCES faults,
    person INTEGER NOT NULL REFERENCES people,
    at REAL NOT NULL,
    PRIMARY KEY (fault, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX fault_followers_person ON fault_followers (person);

-- Those on duty whom a report has called, outside their area too, and how often.
CREATE TABLE fault_alerts (
    fault INTEGER NOT NULL REFERENCES faults,
    person INTEGER NOT NULL REFERENCES people,
    times INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (fault, person)
) STRICT, WITHOUT ROWID;

-- Questions to the one who reported, and proposals of a visit.
CREATE TABLE fault_questions (
    id INTEGER PRIMARY KEY,
    fault INTEGER NOT NULL REFERENCES faults,
    kind TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',     -- a moment, ISO, or words as they were written
    asker INTEGER REFERENCES people,
    asked REAL NOT NULL,
    answer_by REAL,                    -- NULL: it may stay without an answer
    reminded INTEGER NOT NULL DEFAULT 0,
    answered REAL,
    answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fault_questions_fault ON fault_questions (fault);

-- Who is away until a day, and who looks after the orders meanwhile.
CREATE TABLE absences (
    person INTEGER PRIMARY KEY REFERENCES people,
    until TEXT NOT NULL,               -- the first day of being back, ISO
    substitute INTEGER REFERENCES people,
    at REAL NOT NULL
) STRICT;

-- The last day on which somebody got the morning's list.
CREATE TABLE daily_lists (person INTEGER PRIMARY KEY REFERENCES people, day TEXT NOT NULL) STRICT;
