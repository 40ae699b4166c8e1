-- Which contract a household has stands in contracts and leases; here nothing ever wrote it. ------------------

ALTER TABLE households DROP COLUMN contract;

-- Of a poll: the answer as it stands in the result that is shown, '' while it is not in it.
ALTER TABLE notice_answers ADD COLUMN counted TEXT NOT NULL DEFAULT '';
