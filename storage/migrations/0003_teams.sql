-- Groups of those who look after an area: its order cards stand there too. -------------------

CREATE TABLE teams (
    chat INTEGER PRIMARY KEY,          -- the group at Telegram
    area TEXT NOT NULL REFERENCES areas,
    at REAL NOT NULL
) STRICT;
CREATE INDEX teams_area ON teams (area);
