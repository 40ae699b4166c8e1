-- A day of track C that was noted wrongly: a line that takes back an earlier one, which then no longer counts.
ALTER TABLE track_c ADD COLUMN takes_back INTEGER REFERENCES track_c;
CREATE UNIQUE INDEX track_c_takes_back ON track_c (takes_back) WHERE takes_back IS NOT NULL;
