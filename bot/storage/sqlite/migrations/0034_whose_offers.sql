-- Whose an offer is: the listener's number in its server tells it, and while they listen their row tells
-- where to write to. The tag that is the same in all servers goes; a mark stays of those that were
-- erased, whose number stands for the limit of a day alone.
ALTER TABLE offer ADD COLUMN erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1));
UPDATE offer SET erased = 1 WHERE person_tag = x'00000000000000000000000000000000';
ALTER TABLE offer DROP COLUMN person_tag;

-- Erasing one person looks for no row in vain.
CREATE INDEX button_by_person ON button (person_tag) WHERE person_tag IS NOT NULL;
CREATE INDEX clearing_by_person ON clearing (person_tag);
