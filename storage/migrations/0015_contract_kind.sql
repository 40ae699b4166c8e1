-- Which contract a household has stands in contracts and leases; here nothing ever wrote it. ------------------

ALTER TABLE households DROP COLUMN contract;
