-- Rows for lists, figures and search, computed from the changes and disposable. Times are milliseconds since 1970.
-- `row` is the number that a root has in this file; nothing outside of it knows the number.

CREATE TABLE projection_version (version INTEGER NOT NULL);

CREATE TABLE root (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    -- The kind of document, as changes number it.
    kind INTEGER NOT NULL
);

-- Names that many tickets share (channels, queues, owners, tags), so that lists compare numbers.
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    -- Case-folded, as filters compare.
    folded TEXT NOT NULL
);

-- What filters and orders read, and nothing else, in the order of the list that is asked for most; what is read most
-- comes first.
CREATE TABLE ticket_list (
    updated INTEGER NOT NULL,
    id BLOB NOT NULL,
    status INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    queue INTEGER,
    owner INTEGER,
    -- One of 62 bits for each tag, by its label: rows without a tag's bit need not be looked at.
    tag_bits INTEGER NOT NULL,
    -- 0 none, 1 met, 2 paused, 3 running, 4 at risk, 5 breached; holds until `sla_until`.
    sla INTEGER NOT NULL,
    -- Who resolved it; from `badge_at` on, when it ends by itself, `badge_later`.
    badge INTEGER NOT NULL,
    -- From then on a clock that goes on is at risk, and after `sla_last_met` it is breached.
    sla_at_risk INTEGER,
    sla_last_met INTEGER,
    badge_at INTEGER,
    badge_later INTEGER,
    row INTEGER NOT NULL,
    is_spam INTEGER NOT NULL,
    is_unread INTEGER NOT NULL,
    waiting INTEGER,
    created INTEGER NOT NULL,
    segment INTEGER,
    locale INTEGER,
    source INTEGER,
    has_customer INTEGER NOT NULL,
    has_reasons INTEGER NOT NULL,
    escalated INTEGER,
    snoozed_until INTEGER,
    sla_due INTEGER,
    breached INTEGER,
    sla_until INTEGER,
    number INTEGER,
    PRIMARY KEY (updated DESC, id)
) WITHOUT ROWID;

CREATE TABLE ticket (
    row INTEGER PRIMARY KEY,
    updated INTEGER NOT NULL,
    number INTEGER,
    handle TEXT NOT NULL,
    -- The conversation's name at its source.
    conversation TEXT,
    topic TEXT,
    subject TEXT NOT NULL,
    first_line TEXT NOT NULL,
    -- The person, or what is known of a customer whom the directory does not know.
    customer BLOB,
    customer_id TEXT,
    customer_name TEXT,
    customer_addresses TEXT,
    is_verified INTEGER NOT NULL,
    -- Joined by line feeds.
    tags TEXT NOT NULL,
    reasons TEXT NOT NULL,
    is_locked INTEGER NOT NULL,
    merged_into BLOB,
    -- The kind of who resolved it; NULL where an import closed it for being old.
    resolver TEXT,
    message_count INTEGER NOT NULL,
    note_count INTEGER NOT NULL,
    reopen_count INTEGER NOT NULL,
    first_reply INTEGER,
    first_human_reply INTEGER,
    confidence REAL,
    -- The newest sequence of anybody else's change: what unread marks are compared with.
    sequence INTEGER NOT NULL,
    pending_count INTEGER NOT NULL,
    parked_count INTEGER NOT NULL
);

CREATE INDEX ticket_number ON ticket (number) WHERE number IS NOT NULL;
CREATE INDEX ticket_handle ON ticket (handle);
CREATE INDEX ticket_conversation ON ticket (conversation) WHERE conversation IS NOT NULL;
CREATE INDEX ticket_customer ON ticket (customer) WHERE customer IS NOT NULL;

-- Tags (kind 0) and reasons of hand-offs (kind 1).
CREATE TABLE ticket_label (
    kind INTEGER NOT NULL,
    label INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (kind, label, row)
) WITHOUT ROWID;

CREATE TABLE message (
    row INTEGER NOT NULL,
    -- The place in the transcript: by the time of sending, then by identifier.
    ordinal INTEGER NOT NULL,
    visibility TEXT NOT NULL,
    actor INTEGER NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    author_kind TEXT,
    author TEXT,
    role TEXT NOT NULL,
    is_automatic INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    body TEXT NOT NULL,
    is_deleted INTEGER NOT NULL,
    is_edited INTEGER NOT NULL,
    reply_to TEXT,
    drafted_by TEXT,
    external TEXT,
    -- A line each.
    reactions TEXT,
    attachments TEXT,
    PRIMARY KEY (row, ordinal)
) WITHOUT ROWID;

-- The events of tickets, by time, then identifier.
CREATE TABLE event (
    row INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    occurred INTEGER NOT NULL,
    accepted INTEGER,
    author_kind TEXT NOT NULL,
    author TEXT NOT NULL,
    action BLOB,
    is_superseded INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- A number or a text, as the kind has it.
    value,
    detail TEXT,
    PRIMARY KEY (row, ordinal)
) WITHOUT ROWID;

-- Messages to customers that did not arrive, and that nobody has asked to send again since.
CREATE TABLE undelivered (
    row INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    -- The message, and the entry of the ticket's log that says it failed.
    message TEXT NOT NULL,
    entry TEXT NOT NULL,
    reason TEXT NOT NULL,
    failed INTEGER NOT NULL,
    PRIMARY KEY (row, ordinal)
) WITHOUT ROWID;

CREATE TABLE person (
    row INTEGER PRIMARY KEY,
    name TEXT,
    -- Mail addresses, telephone numbers and accounts elsewhere, joined by line feeds.
    addresses TEXT NOT NULL,
    company BLOB,
    locale TEXT,
    merged_into BLOB
);

CREATE TABLE company (
    row INTEGER PRIMARY KEY,
    name TEXT,
    domains TEXT NOT NULL,
    segment TEXT
);

-- The words that find a person, or the customer of a ticket whom the directory does not know: each address and each
-- word of the name, folded.
CREATE TABLE party_word (
    word TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (word, row)
) WITHOUT ROWID;

CREATE TABLE member (
    id TEXT PRIMARY KEY,
    name TEXT,
    role TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE article (
    row INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT,
    audience TEXT,
    requires_verified INTEGER NOT NULL,
    state TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    is_published INTEGER NOT NULL,
    scheduled INTEGER,
    version_count INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    pending_count INTEGER NOT NULL,
    parked_count INTEGER NOT NULL
);

CREATE TABLE guidance (
    row INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    priority INTEGER NOT NULL,
    audience TEXT,
    channels TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    rule_count INTEGER NOT NULL
);

CREATE TABLE setting (
    row INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (row, name)
) WITHOUT ROWID;

-- Discussions that stand on their own.
CREATE TABLE discussion (
    row INTEGER PRIMARY KEY,
    title TEXT,
    visibility TEXT,
    owner TEXT,
    message_count INTEGER NOT NULL
);

CREATE TABLE discussion_link (
    row INTEGER NOT NULL,
    scope TEXT NOT NULL,
    target TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (row, scope, target, role)
) WITHOUT ROWID;

CREATE INDEX discussion_link_target ON discussion_link (scope, target);

CREATE TABLE preset (
    row INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    owner TEXT,
    rank REAL NOT NULL,
    is_archived INTEGER NOT NULL
);

-- Each ticket's words, cut and folded by the hub, between boundaries that no text holds: as they are, and without
-- diacritics where that makes a difference. The tokenizer has nothing left to decide.
CREATE VIRTUAL TABLE search USING fts5 (exact, folded, tokenize = "ascii tokenchars '_'", columnsize = 0);

-- Tickets whose words are not in the index as they are now.
CREATE TABLE search_dirty (row INTEGER PRIMARY KEY);

-- Up to which sequence this replica's user has seen a root; no projection, but kept with them.
CREATE TABLE read_mark (
    root BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL
) WITHOUT ROWID;
