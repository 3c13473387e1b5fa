-- The country whose help lines somebody looked at last, so that they are there at once the next time.
CREATE TABLE help_country (
    person_tag BLOB PRIMARY KEY NOT NULL REFERENCES person (person_tag) ON DELETE CASCADE,
    country_sealed BLOB NOT NULL,
    kept_until INTEGER NOT NULL
) STRICT;
CREATE INDEX help_country_by_end ON help_country (kept_until);
