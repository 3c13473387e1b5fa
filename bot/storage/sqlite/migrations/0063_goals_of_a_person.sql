-- A person may have several goals: each has a place among theirs, from 0, which stays while it
-- lasts. What comes to a person of another kind is one, at place 0.
ALTER TABLE schedule ADD COLUMN place INTEGER NOT NULL DEFAULT 0 CHECK (place BETWEEN 0 AND 4);
DROP INDEX schedule_of_person;
CREATE UNIQUE INDEX schedule_of_person ON schedule (person_tag, what, place)
    WHERE person_tag IS NOT NULL;
