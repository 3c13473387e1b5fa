-- What somebody filled into a form that was not taken, so that the form opens again as it was. It is
-- kept for half an hour at most, or until such a form of the same person is taken. The answers are
-- sealed.
CREATE TABLE typed (
    token TEXT PRIMARY KEY,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    action TEXT NOT NULL,
    form_token TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX typed_by_person ON typed (person_tag, action);
CREATE INDEX typed_by_expiry ON typed (expires_at);

CREATE TABLE typed_answer (
    token TEXT NOT NULL REFERENCES typed (token) ON DELETE CASCADE,
    field TEXT NOT NULL,
    is_list INTEGER NOT NULL CHECK (is_list IN (0, 1)),
    answer_sealed BLOB NOT NULL,
    PRIMARY KEY (token, field)
) STRICT;

-- The ways to read one of the answers, of which one is to be chosen.
CREATE TABLE typed_choice (
    token TEXT NOT NULL REFERENCES typed (token) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    field TEXT NOT NULL,
    answer_sealed BLOB NOT NULL,
    PRIMARY KEY (token, number)
) STRICT;
