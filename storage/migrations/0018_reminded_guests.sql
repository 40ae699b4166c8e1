-- Of a meeting each guest is reminded, also whoever signs up after the others were.

ALTER TABLE meeting_guests ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0;
UPDATE meeting_guests SET reminded = (SELECT reminded FROM meetings WHERE notice = meeting);
ALTER TABLE meetings DROP COLUMN reminded;
