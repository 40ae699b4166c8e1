-- Where a household lives is kept true by its contract: since the keys, in the home that it is on. -------------

UPDATE cases SET lives = 'home', waits = 0 WHERE closed IS NULL AND household IN
    (SELECT household FROM contracts WHERE state IN ('second', 'convert', 'first', 'notice'));

-- Of what happened to a contract until now nobody is told any more.
INSERT OR IGNORE INTO facts (name, value)
SELECT 'contract.told', CAST(max(id) AS TEXT) FROM contract_events HAVING max(id) IS NOT NULL;
