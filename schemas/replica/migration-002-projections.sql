-- Rows for lists, figures and search, computed from the changes and disposable.
CREATE TABLE projection_version (version INTEGER NOT NULL);
