-- What the desk keeps for a household that reported by phone. ------------------------------------------

-- The number to call about a report without a reporter: only on the caller's wish, and no longer than the case.
CREATE TABLE fault_phones (fault INTEGER PRIMARY KEY REFERENCES faults, phone TEXT NOT NULL) STRICT;
CREATE INDEX faults_merged ON faults (merged);
