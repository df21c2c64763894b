-- What the widget's server remembers beside the log. Times are milliseconds since 1970.

-- Up to which sequence of the log visitors have read.
CREATE TABLE read_mark (
    -- The visitor or person, by the name of their thread.
    subject TEXT PRIMARY KEY,
    history TEXT NOT NULL,
    sequence INTEGER NOT NULL
) WITHOUT ROWID;

-- Tokens of identity that were ended before their time, by their `jti`.
CREATE TABLE ended_token (
    token TEXT PRIMARY KEY,
    expires INTEGER NOT NULL
) WITHOUT ROWID;

-- Files that wait for the message which they belong to; nobody else sees them, and after a day they are gone.
CREATE TABLE upload (
    subject TEXT NOT NULL,
    -- The name that the browser gave it.
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- As announced, in bytes.
    size INTEGER NOT NULL,
    -- NULL until all of it is here, and of a kind that is taken.
    media_type TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, id)
) WITHOUT ROWID;

CREATE INDEX upload_at ON upload (at);
CREATE INDEX upload_id ON upload (id);

-- What is here of them.
CREATE TABLE upload_part (
    subject TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Where in the file it begins.
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (subject, id, start),
    FOREIGN KEY (subject, id) REFERENCES upload (subject, id) ON DELETE CASCADE
);
