-- Corrections: what stands in each chat, and when its readers were asked. ----------------------------------

ALTER TABLE deliveries ADD COLUMN file INTEGER;       -- the file that the message has, NULL for words alone
ALTER TABLE deliveries ADD COLUMN under_file INTEGER; -- and that of the message below it
ALTER TABLE sendings ADD COLUMN silent INTEGER NOT NULL DEFAULT 0; -- without a sound

ALTER TABLE notices ADD COLUMN asked REAL;            -- since when its readers have what it says now
UPDATE notices SET asked = begun;

UPDATE deliveries SET file = (
    SELECT nullif(json_extract(content, '$.file'), 0)
    FROM notices JOIN notice_texts ON notice_texts.notice = notices.id AND notice_texts.version = notices.version
    WHERE notices.sending = deliveries.sending
) WHERE state = 'sent';

-- What does not work while it lasts, where its template does not say so: JSON, templates.
ALTER TABLE notices ADD COLUMN covers TEXT NOT NULL DEFAULT '[]';

-- Who wrote what it says now, NULL for its writer; and a correction that waits for a second person, as JSON.
ALTER TABLE notices ADD COLUMN rewriter INTEGER REFERENCES people;
ALTER TABLE notices ADD COLUMN proposal TEXT;
ALTER TABLE notices ADD COLUMN proposer INTEGER REFERENCES people;
