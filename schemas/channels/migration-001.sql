-- What a server's channels have under way: durable, beside the log. Times are milliseconds since 1970.

-- Webhooks that were taken, so that one that comes again has no effect.
CREATE TABLE received (
    channel TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, id)
) WITHOUT ROWID;

CREATE INDEX received_at ON received (at);

-- Edits and deletions that came before their message.
CREATE TABLE waiting (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- The inbound message as JSON.
    payload BLOB NOT NULL,
    UNIQUE (channel, thread, message, payload)
);

-- Messages that somebody must look at before they enter the log.
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    payload BLOB NOT NULL,
    -- 1 once somebody let it in, until the server has taken it.
    released INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel, thread, message)
);

-- Messages of ours on their way out, and how far they are.
CREATE TABLE outbound (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    ticket BLOB NOT NULL,
    -- The message's operation in the discussion, such as `<actor>@<number>.<index>`.
    message TEXT NOT NULL,
    -- create, edit or delete.
    operation TEXT NOT NULL,
    -- What asked for it: the change that posted, edited, deleted, or asked to send again.
    cause TEXT NOT NULL UNIQUE,
    -- queued, sending, accepted, failed, dropped.
    state TEXT NOT NULL,
    attempt_count INTEGER NOT NULL DEFAULT 0,
    first_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    -- The channel's own id of the message.
    external TEXT,
    -- Why the last attempt came to nothing.
    reason TEXT,
    -- What the log must say of it (delivered, read, failed), and the last that it says.
    fact TEXT,
    told TEXT
);

CREATE INDEX outbound_due ON outbound (next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX outbound_ticket ON outbound (ticket, id);
CREATE INDEX outbound_untold ON outbound (ticket) WHERE fact IS NOT told;
CREATE INDEX outbound_message ON outbound (message);
CREATE INDEX outbound_external ON outbound (channel, external) WHERE external IS NOT NULL;

-- Receipts that came before the answer that tells the channel's id of the message.
CREATE TABLE early_receipt (
    channel TEXT NOT NULL,
    external TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, external, state)
) WITHOUT ROWID;

-- How far the server's replica was read for messages that must leave; without a row, the file is new.
CREATE TABLE scan (
    sequence INTEGER NOT NULL
);
