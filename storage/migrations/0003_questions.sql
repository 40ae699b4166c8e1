-- Questions: what helped, what had no answer, and answers that are read out. Nothing here says who asked.

CREATE TABLE answer_marks (
    topic TEXT NOT NULL,
    locale TEXT NOT NULL,
    helped INTEGER NOT NULL DEFAULT 0,
    did_not INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, locale)
) STRICT, WITHOUT ROWID;

CREATE TABLE unanswered (
    words TEXT NOT NULL,                -- normalised, numbers left out
    locale TEXT NOT NULL,
    topics TEXT NOT NULL,               -- ids of the nearest answers, a space between
    times INTEGER NOT NULL,
    last REAL NOT NULL,
    PRIMARY KEY (words, locale)
) STRICT, WITHOUT ROWID;
CREATE INDEX unanswered_last ON unanswered (last);

CREATE TABLE recordings (
    topic TEXT NOT NULL,
    locale TEXT NOT NULL,
    says TEXT NOT NULL,                 -- which text was read out
    file INTEGER NOT NULL REFERENCES files,
    at REAL NOT NULL,
    PRIMARY KEY (topic, locale)
) STRICT, WITHOUT ROWID;
