-- Offers: who is told of an ask, what a listener prefers, what an asker wishes for.

ALTER TABLE listener ADD COLUMN at_once INTEGER CHECK (at_once BETWEEN 1 AND 3);
ALTER TABLE listener ADD COLUMN heavy TEXT NOT NULL DEFAULT 'no'
    CHECK (heavy IN ('yes', 'ask', 'no'));
ALTER TABLE listener ADD COLUMN off_duty_offers INTEGER NOT NULL DEFAULT 0
    CHECK (off_duty_offers IN (0, 1));
ALTER TABLE listener ADD COLUMN zone TEXT;
-- Minutes after midnight in the listener's zone; empty means what the operator set.
ALTER TABLE listener ADD COLUMN quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439);
ALTER TABLE listener ADD COLUMN quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439);
ALTER TABLE listener ADD COLUMN resting_until INTEGER;
ALTER TABLE listener ADD COLUMN ignored_in_a_row INTEGER NOT NULL DEFAULT 0
    CHECK (ignored_in_a_row >= 0);
-- 0: never. Whoever was left in peace longest is told first.
ALTER TABLE listener ADD COLUMN last_offered_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX listener_on_duty ON listener (guild_id, last_offered_at, private_number)
    WHERE on_duty_until IS NOT NULL;
CREATE INDEX listener_off_duty ON listener (guild_id, last_offered_at, private_number)
    WHERE off_duty_offers = 1;
CREATE INDEX listener_duty_ends ON listener (guild_id, on_duty_until)
    WHERE on_duty_until IS NOT NULL;

CREATE TABLE listener_topic (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (private_number, topic)
) STRICT;

CREATE TABLE listener_language (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    language TEXT NOT NULL,
    PRIMARY KEY (private_number, language)
) STRICT;

-- When somebody off duty likes to be told of an ask: weekday 0 is Monday, in their own zone.
CREATE TABLE listener_hours (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    until_minute INTEGER NOT NULL CHECK (until_minute BETWEEN 0 AND 1439),
    PRIMARY KEY (private_number, weekday),
    CHECK (from_minute <> until_minute)
) STRICT;

-- What an asker chose beside their words; empty means no choice.
ALTER TABLE draft ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN heavy INTEGER NOT NULL DEFAULT 0 CHECK (heavy IN (0, 1));
ALTER TABLE ask ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE ask ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE ask ADD COLUMN heavy INTEGER NOT NULL DEFAULT 0 CHECK (heavy IN (0, 1));
CREATE INDEX ask_waiting ON ask (guild_id, posted_at) WHERE state = 'waiting';

-- Who must not get a private ask, as private numbers only.
CREATE TABLE draft_excluded (
    draft_id TEXT NOT NULL REFERENCES draft (draft_id) ON DELETE CASCADE,
    private_number BLOB NOT NULL,
    PRIMARY KEY (draft_id, private_number)
) STRICT;
CREATE TABLE ask_excluded (
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    private_number BLOB NOT NULL,
    PRIMARY KEY (ask_id, private_number)
) STRICT;

CREATE TABLE offer (
    token TEXT PRIMARY KEY,
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    listener_number BLOB NOT NULL,
    person_tag BLOB NOT NULL,
    on_duty INTEGER NOT NULL CHECK (on_duty IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'over', 'unreachable')),
    offered_at INTEGER NOT NULL,
    -- the first press on it, whichever
    answered_at INTEGER,
    ignored INTEGER NOT NULL DEFAULT 0 CHECK (ignored IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX offer_open_once ON offer (ask_id, listener_number) WHERE state = 'open';
CREATE INDEX offer_by_ask ON offer (ask_id, offered_at);
CREATE INDEX offer_by_listener ON offer (listener_number, offered_at);

-- Asks that wait already are looked after like new ones.
INSERT INTO waiting (what, ask_id, due_at)
    SELECT 'more_offers', ask_id, posted_at FROM ask WHERE state = 'waiting';
