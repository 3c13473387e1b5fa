-- All endings are one: the sign says that a word is stored, whoever is there; what cannot reach the
-- other side is told as an ending, some time later. So nobody is told that words are not delivered
-- yet, and there is one sign, which never changes.
DROP TABLE told_not_delivered;
ALTER TABLE passed_on DROP COLUMN sign;
DELETE FROM outbox WHERE notice IN ('waits_for_reader', 'not_delivered_yet', 'not_delivered');
UPDATE outbox SET notice = 'have_it' WHERE notice = 'passed_on';

-- Who went, as words of theirs must not move what the one who stays is asked and told.
ALTER TABLE conversation ADD COLUMN asker_gone INTEGER NOT NULL DEFAULT 0
    CHECK (asker_gone IN (0, 1));
ALTER TABLE conversation ADD COLUMN listener_gone INTEGER NOT NULL DEFAULT 0
    CHECK (listener_gone IN (0, 1));
UPDATE conversation SET asker_gone = stopped, listener_gone = stopped;
ALTER TABLE conversation DROP COLUMN stopped;

-- Whoever chose to look by themselves is not lost when their direct messages are closed. Those who
-- were not greeted there had chosen it.
ALTER TABLE ask ADD COLUMN without_dm INTEGER NOT NULL DEFAULT 0 CHECK (without_dm IN (0, 1));
UPDATE ask SET without_dm = 1 WHERE NOT EXISTS
    (SELECT 1 FROM bot_message WHERE bot_message.ask_id = ask.ask_id AND part = 'asker');

-- No exact time is kept beyond open work: these need none from the start.
UPDATE inbox SET received_at = received_at / 3600 * 3600;
UPDATE sent SET sent_at = sent_at / 3600 * 3600;
UPDATE passed_on SET passed_on_at = passed_on_at / 3600 * 3600;
UPDATE again SET expires_at = (expires_at + 3599) / 3600 * 3600;
UPDATE listener SET joined_at = joined_at / 3600 * 3600;
UPDATE schedule SET changed_at = changed_at / 3600 * 3600;
