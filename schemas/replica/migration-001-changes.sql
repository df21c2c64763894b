-- A replica's truth: the signed changes it holds, what it still has to send, and how far it has come.

CREATE TABLE replica (
    workspace BLOB NOT NULL,
    user BLOB NOT NULL,
    actor BLOB NOT NULL,
    -- The last number that this actor has used.
    number INTEGER NOT NULL,
    -- The last hybrid time that was given out.
    clock INTEGER NOT NULL,
    root_fingerprint TEXT NOT NULL,
    cursor BLOB NOT NULL,
    -- The instant of the last checkpoint, milliseconds since 1970; null before the first.
    synced_at INTEGER,
    -- 1 from the commit of a purge or erasure until no file holds the words any more; a crash may come between.
    must_shred INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    actor BLOB NOT NULL UNIQUE
);

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    header BLOB NOT NULL
);

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL REFERENCES actor (id),
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    root BLOB NOT NULL,
    document BLOB NOT NULL,
    -- 0 accepted, 1 pending (to be sent), 2 parked (refused), 3 acknowledged (sent, its row has not come back yet).
    state INTEGER NOT NULL,
    sequence INTEGER,
    stamp INTEGER,
    received INTEGER,
    batch INTEGER REFERENCES batch (id),
    -- Why it is parked.
    code TEXT,
    header BLOB NOT NULL,
    content BLOB NOT NULL
);

CREATE UNIQUE INDEX change_actor ON change (actor, number);
CREATE INDEX change_root ON change (root);
CREATE INDEX change_unsent ON change (state, number) WHERE state <> 0;
-- By which receipts find the changes that they prove.
CREATE INDEX change_sequence ON change (sequence) WHERE batch IS NOT NULL;
CREATE INDEX change_directory ON change (sequence) WHERE kind = 33;

-- The scopes that the replica holds, with their chains.
CREATE TABLE scope (
    name TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    chain BLOB NOT NULL
) WITHOUT ROWID;

-- Where the server has the roots.
CREATE TABLE placement (
    root BLOB PRIMARY KEY,
    scope TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX placement_scope ON placement (scope);

-- What the server signed for the changes that it delivered: proof that it had accepted them. Of those without changes
-- only the newest is kept, which says how far the log had come.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL,
    change_count INTEGER NOT NULL,
    listing BLOB NOT NULL,
    signature BLOB NOT NULL
);

-- Unsent work on what the replica may not hold any more: kept for its author, never sent by itself.
CREATE TABLE rescued (
    id INTEGER PRIMARY KEY,
    root BLOB NOT NULL,
    document BLOB NOT NULL,
    kind INTEGER NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    header BLOB NOT NULL,
    content BLOB NOT NULL
);
