-- What others' devices were seen to say: 'statement' and 'entry' by their numbers, with
-- their hashes. Two hashes under one number are a contradiction, and both are kept.
-- 'beside' is a statement that we cannot read, but whose number another tells.
CREATE TABLE sightings (
  device TEXT NOT NULL, kind TEXT NOT NULL, sequence INTEGER NOT NULL,
  hash TEXT NOT NULL, day TEXT NOT NULL, head TEXT NOT NULL,
  PRIMARY KEY (device, kind, sequence, hash)
) STRICT, WITHOUT ROWID;
