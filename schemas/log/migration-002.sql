-- Who may open a restored log.

-- 1 once a device has said that it has offered and sent everything, which an administrator's does before the log opens.
ALTER TABLE restored_actor ADD COLUMN has_ended INTEGER NOT NULL DEFAULT 0;

-- The user whose device alone opens the log, without a witness; null when nobody was named.
ALTER TABLE workspace ADD COLUMN opener BLOB;
