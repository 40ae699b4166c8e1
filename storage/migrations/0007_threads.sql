-- Questions to a person at the office, and what the office does to the answers. ---------------------------

-- A thread is of a chat: one who has no code yet can ask too.
CREATE TABLE threads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'answered', 'closed')),
    chat INTEGER NOT NULL,
    locale TEXT NOT NULL,              -- hers when she asked
    topic TEXT NOT NULL DEFAULT '',    -- the answer she had before her, '' for none
    near TEXT NOT NULL DEFAULT '',     -- the nearest topics, comma between
    owner INTEGER REFERENCES people,
    due REAL NOT NULL,                 -- until when she shall have an answer
    reminded INTEGER NOT NULL DEFAULT 0,
    at REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
CREATE INDEX threads_state ON threads (state, due);
CREATE INDEX threads_chat ON threads (chat);
CREATE INDEX threads_owner ON threads (owner);

CREATE TABLE thread_messages (
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL REFERENCES threads,
    person INTEGER REFERENCES people,  -- who of the office; NULL: she who asks
    kind TEXT NOT NULL CHECK (kind IN ('words', 'answer', 'phrase', 'file')),
    content TEXT NOT NULL,             -- as written; the id of a topic or phrase; photo, video or voice
    locale TEXT NOT NULL,
    file INTEGER REFERENCES files,
    at REAL NOT NULL
) STRICT;
CREATE INDEX thread_messages_thread ON thread_messages (thread);
CREATE INDEX thread_messages_file ON thread_messages (file);

-- Languages that those who work here speak.
CREATE TABLE spoken (
    person INTEGER NOT NULL REFERENCES people,
    locale TEXT NOT NULL,
    PRIMARY KEY (person, locale)
) STRICT, WITHOUT ROWID;

-- What is offered first to those who speak the language, and until when to them alone.
CREATE TABLE first_offers (
    record TEXT NOT NULL CHECK (record IN ('thread', 'fault')),
    id INTEGER NOT NULL,
    until REAL NOT NULL,
    PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;

-- What the office has made of an answer; nothing is ever changed or taken out. Version 0 is what was shipped.
CREATE TABLE answer_texts (
    topic TEXT NOT NULL,
    version INTEGER NOT NULL,          -- counted within the topic, over all languages
    locale TEXT NOT NULL,              -- the language that was changed or confirmed
    text TEXT,                         -- its text from then on; NULL: the shipped one
    round INTEGER NOT NULL,            -- which change of the topic's meaning it follows
    act TEXT NOT NULL CHECK (act IN ('write', 'restore', 'confirm')),
    person INTEGER REFERENCES people,
    at REAL NOT NULL,
    PRIMARY KEY (topic, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_texts_locale ON answer_texts (topic, locale, version);

-- Ways to ask that the office has added. `topic` '' means that no answer is for it.
CREATE TABLE phrasings (
    locale TEXT NOT NULL,
    words TEXT NOT NULL,
    topic TEXT NOT NULL,
    person INTEGER REFERENCES people,
    at REAL NOT NULL,
    PRIMARY KEY (locale, words)
) STRICT, WITHOUT ROWID;
