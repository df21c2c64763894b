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
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

CREATE INDEX upload_at ON upload (at);
