-- The log of one workspace: durable, append-only but for erased content.

CREATE TABLE workspace (
    id BLOB PRIMARY KEY,
    -- Changes when the server is restored from a copy; sequences belong to a history.
    history BLOB NOT NULL,
    -- The last sequence: updated in the transaction that inserts the rows, so commit order is sequence order.
    head INTEGER NOT NULL,
    -- The last human ticket number that was given.
    ticket_number INTEGER NOT NULL,
    -- The sequence of the last directory fact; a process that cached the directory compares it.
    directory_sequence INTEGER NOT NULL,
    -- 'open', or 'refilling' after a restore until the lost tail is back or given up.
    state TEXT NOT NULL,
    -- 1 from the commit of an erasure until no file holds the words any more; a crash may come between.
    must_shred INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    chain BLOB NOT NULL
);

CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    actor BLOB NOT NULL UNIQUE,
    -- The highest number that was accepted or refused; numbers are dense below it.
    number INTEGER NOT NULL
);

-- How far each actor had come in the copy that the log was restored from; replicas offer what is beyond. Empty unless a
-- tail was lost.
CREATE TABLE restored_actor (
    actor BLOB PRIMARY KEY,
    number INTEGER NOT NULL,
    -- 1 once the actor's replica has offered everything that it holds: its next number may then leave a hole, because
    -- numbers of refused changes are nowhere but in the lost tail. 2 once it has left one.
    has_offered INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    header BLOB NOT NULL
);

-- Where each root is placed now.
CREATE TABLE placement (
    root BLOB PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scope (id),
    -- The sequence of the placement.
    since INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE log (
    sequence INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scope (id),
    scope_sequence INTEGER NOT NULL,
    -- 0 change, 1 out, 2 into, 3 void.
    row_kind INTEGER NOT NULL,
    change_id BLOB NOT NULL,
    stamp INTEGER NOT NULL,
    received INTEGER NOT NULL,
    -- The chain of the scope behind this row.
    chain BLOB NOT NULL,
    -- 1 where a group of changes that belong together ends.
    group_end INTEGER NOT NULL,
    -- Null in an out row, whose change is the into row behind it.
    actor INTEGER REFERENCES actor (id),
    number INTEGER,
    external BLOB,
    kind INTEGER NOT NULL,
    root BLOB NOT NULL,
    document BLOB NOT NULL,
    -- The scope that an into row's root came from.
    came_from INTEGER,
    batch INTEGER REFERENCES batch (id),
    -- Why a change was refused: void rows only.
    code TEXT,
    -- The envelope without its content, and the content with its salt or its hash; null in out and void rows.
    header BLOB,
    content BLOB
);

CREATE UNIQUE INDEX log_scope ON log (scope, scope_sequence);
CREATE UNIQUE INDEX log_actor ON log (actor, number) WHERE actor IS NOT NULL;
CREATE UNIQUE INDEX log_external ON log (external) WHERE external IS NOT NULL;
CREATE INDEX log_root ON log (root, sequence);
CREATE INDEX log_directory ON log (sequence) WHERE kind = 33;
