CREATE TABLE schema (version INTEGER NOT NULL) STRICT;
INSERT INTO schema VALUES (0);

-- Small facts: role, name, root seed, card, policy. Values are canonical JSON.
CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- The newest link of each chain, kept on another page than the chain itself, so that
-- an old page put back is noticed. The chain is 'custody' or the id of a draft.
CREATE TABLE heads (
  chain TEXT PRIMARY KEY, sequence INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  draft TEXT NOT NULL, sequence INTEGER NOT NULL,
  box BLOB NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (draft, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE custody (
  sequence INTEGER PRIMARY KEY, time TEXT NOT NULL, event TEXT NOT NULL,
  subject TEXT NOT NULL, detail BLOB NOT NULL, previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX custody_subject ON custody (subject, sequence);

CREATE TABLE interviews (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
  protocol BLOB NOT NULL, languages BLOB NOT NULL,
  begun TEXT NOT NULL, changed TEXT NOT NULL,
  answered INTEGER NOT NULL, to_check INTEGER NOT NULL, about BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every code name ever given here, so that none is given twice.
CREATE TABLE names (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- whole is 1: what is not whole has no row.
CREATE TABLE objects (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT NOT NULL,
  size INTEGER NOT NULL, sha256 TEXT NOT NULL, about BLOB NOT NULL,
  whole INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX objects_record ON objects (record);

-- What a committed transaction has condemned outside the database: 'key' or 'object'.
CREATE TABLE dying (
  kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE forms (
  digest TEXT PRIMARY KEY, title TEXT NOT NULL, version TEXT NOT NULL,
  xform BLOB NOT NULL, rows BLOB NOT NULL
) STRICT;
CREATE TABLE form_files (
  digest TEXT NOT NULL REFERENCES forms (digest) ON DELETE CASCADE,
  name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (digest, name)
) STRICT;
CREATE TABLE protocols (
  id TEXT PRIMARY KEY, body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
  fingerprint TEXT PRIMARY KEY, body BLOB NOT NULL, data BLOB NOT NULL,
  trust TEXT NOT NULL, how TEXT NOT NULL, changed TEXT NOT NULL
) STRICT;

CREATE TABLE records (
  number INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL,
  version INTEGER NOT NULL, state TEXT NOT NULL, sender TEXT NOT NULL,
  received TEXT NOT NULL, day TEXT NOT NULL,
  account TEXT NOT NULL, identity TEXT NOT NULL, digests BLOB NOT NULL,
  summary BLOB NOT NULL, reason TEXT NOT NULL, receipted TEXT,
  UNIQUE (record, version)
) STRICT;
CREATE INDEX records_state ON records (state, number);
CREATE INDEX records_sender ON records (sender, number);
-- The words by which a record is found; rowid is records.number.
CREATE VIRTUAL TABLE words USING fts5(
  text, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
