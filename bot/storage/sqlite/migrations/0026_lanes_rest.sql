-- A lane rests as a whole: what stands behind a notice that is tried again later carries the same
-- moment, so that a look at what is due never meets it.
UPDATE outbox SET due_at = (
    SELECT first.due_at FROM outbox AS first
    WHERE first.lane = outbox.lane ORDER BY first.outbox_id LIMIT 1
);
DROP INDEX outbox_by_order;
CREATE INDEX outbox_by_turn ON outbox (priority, due_at, outbox_id);
