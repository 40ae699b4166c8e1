-- A note is kept as it was written; the record is Swedish, so another language is marked.
ALTER TABLE fault_events ADD COLUMN locale TEXT NOT NULL DEFAULT '';   -- of the note; '' is Swedish
