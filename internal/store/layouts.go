package store

// Version is the newest layout that this program knows. A test checks that it is the
// number of migrations.
const Version = 20

// logNeverChanges protects the log; only [Store.Forget] drops it for a moment.
const logNeverChanges = `CREATE TRIGGER log_never_changes BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`

// migrations are applied in order, one transaction each. Never edit a released one:
// PRAGMA user_version counts how many a store has seen.
var migrations = []string{
	// 1: the first release.
	`
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE bookings (
	id         TEXT PRIMARY KEY,
	generation INTEGER NOT NULL,
	person     TEXT NOT NULL,
	name       TEXT NOT NULL,
	team       TEXT NOT NULL,
	goal       TEXT NOT NULL,
	mode       TEXT NOT NULL,
	start_at   TEXT NOT NULL,
	end_at     TEXT NOT NULL,
	state      TEXT NOT NULL,
	due_at     TEXT NOT NULL,           -- approved: not sent before
	ended_at   TEXT NOT NULL,           -- '' while it lives
	calendar   TEXT NOT NULL,           -- where its event is; '' while there is none
	event      TEXT NOT NULL,
	etag       TEXT NOT NULL,
	digest     TEXT NOT NULL,           -- of what fika wrote
	reply      TEXT NOT NULL,
	edited     INTEGER NOT NULL,        -- the user changed the event: theirs now
	score      INTEGER NOT NULL,
	reasons    TEXT NOT NULL,           -- JSON, for fika why
	created_at TEXT NOT NULL,
	changed_at TEXT NOT NULL            -- of state
) STRICT;

-- One live booking a person, whatever bug or race proposes a second.
CREATE UNIQUE INDEX bookings_live_person ON bookings (person) WHERE ended_at = '';
-- What the planner reads each pass: live ones and the recently ended.
CREATE INDEX bookings_ended ON bookings (ended_at);

CREATE TABLE intents (
	id         INTEGER PRIMARY KEY,
	booking    TEXT NOT NULL REFERENCES bookings (id),
	kind       TEXT NOT NULL,           -- block, invite, withdraw
	event      TEXT NOT NULL,           -- id of the event it makes or takes away
	state      TEXT NOT NULL,           -- open, done, dropped
	attempt    INTEGER NOT NULL,        -- requests that may have left
	problem    TEXT NOT NULL,
	created_at TEXT NOT NULL
) STRICT;

-- One open intent a booking: two could race each other to the calendar.
CREATE UNIQUE INDEX intents_open ON intents (booking) WHERE state = 'open';

CREATE TABLE debits (
	intent   INTEGER PRIMARY KEY REFERENCES intents (id),
	booking  TEXT NOT NULL REFERENCES bookings (id),
	person   TEXT NOT NULL,
	team     TEXT NOT NULL,
	sent_at  TEXT NOT NULL,
	start_at TEXT NOT NULL
) STRICT;
CREATE INDEX debits_sent ON debits (sent_at);
CREATE INDEX debits_start ON debits (start_at);
CREATE INDEX debits_booking ON debits (booking);

CREATE TABLE log (
	id      INTEGER PRIMARY KEY,
	at      TEXT NOT NULL,
	kind    TEXT NOT NULL,
	booking TEXT NOT NULL,
	person  TEXT NOT NULL,
	text    TEXT NOT NULL
) STRICT;
CREATE INDEX log_booking ON log (booking);
` + logNeverChanges + `
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE guards (
	person     TEXT PRIMARY KEY,
	never      INTEGER NOT NULL,
	rest_until TEXT NOT NULL,
	lifted_at  TEXT NOT NULL
) STRICT;

CREATE TABLE holds (
	code  TEXT PRIMARY KEY,
	since TEXT NOT NULL,
	text  TEXT NOT NULL,
	hint  TEXT NOT NULL
) STRICT;

CREATE TABLE calendars (
	name      TEXT PRIMARY KEY,
	synced_at TEXT NOT NULL,
	events    INTEGER NOT NULL,         -- in the window that was read last
	ahead     INTEGER NOT NULL,         -- of these, those to come: a sudden loss is suspicious
	problem   TEXT NOT NULL             -- why the last reading failed; '' if it did not
) STRICT;
`,
	// 2: mirrors of remote calendars.
	`
CREATE TABLE mirrors (
	account  TEXT NOT NULL,
	calendar TEXT NOT NULL,
	cursor   TEXT NOT NULL,
	PRIMARY KEY (account, calendar)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_items (
	account  TEXT NOT NULL,
	calendar TEXT NOT NULL,
	id       TEXT NOT NULL,
	data     BLOB,
	PRIMARY KEY (account, calendar, id)
) STRICT;
`,
	// 3: for the upcoming events of a calendar, their ends instead of their number,
	// so that the passing of time does not look like a loss. Ends cannot be derived
	// from a number: the first reading afterwards has nothing to compare with, and a
	// doubt stays one.
	`
CREATE TEMP TABLE counted AS SELECT name, synced_at, events, problem FROM calendars;
DROP TABLE calendars;

CREATE TABLE calendars (
	name      TEXT PRIMARY KEY,
	synced_at TEXT NOT NULL,            -- last read well, and believed
	events    INTEGER NOT NULL,         -- in the window that was read then
	ahead     TEXT NOT NULL,            -- ends of those to come then, a JSON array: a sudden loss is suspicious
	doubted   INTEGER NOT NULL,         -- read since, with most of them gone
	problem   TEXT NOT NULL             -- why the last reading failed; '' if it did not
) STRICT;

INSERT INTO calendars SELECT name, synced_at, events, '[]', EXISTS (SELECT 1 FROM holds WHERE code = 'calendar_emptied'), problem FROM counted;
DROP TABLE temp.counted;
`,
	// 4: which holds came up while sending, so that a query, which sends nothing,
	// knows that they are still in effect.
	`ALTER TABLE holds ADD COLUMN acting INTEGER NOT NULL DEFAULT 0;`,
	// 5: where an event is, so that it is found after the user moved it, or after
	// another calendar became the one to write to; and since when it is missing.
	// Events from older programs have no such parts until they are seen again.
	`
ALTER TABLE bookings ADD COLUMN calendar_id TEXT NOT NULL DEFAULT '';  -- at the far end; calendar is the name of the source
ALTER TABLE bookings ADD COLUMN uid TEXT NOT NULL DEFAULT '';          -- iCalUID, the same on every calendar
ALTER TABLE bookings ADD COLUMN absent_at TEXT NOT NULL DEFAULT '';    -- on no calendar since; '' while it is to be seen
ALTER TABLE intents ADD COLUMN calendar TEXT NOT NULL DEFAULT '';      -- where the request was sent; '' before one left
ALTER TABLE intents ADD COLUMN calendar_id TEXT NOT NULL DEFAULT '';
`,
	// 6: what keeps fika away from forgotten people.
	`
CREATE TABLE forgotten (
	mark       TEXT PRIMARY KEY,        -- keyed hash of an address
	rest_until TEXT NOT NULL            -- '' for ever
) STRICT, WITHOUT ROWID;
`,
	// 7: what a calendar refused, and until when fika does not ask again; and changes
	// for which the server created something else, which are not sent again.
	`
CREATE TABLE refusals (
	calendar TEXT NOT NULL,             -- name of the source
	part     TEXT NOT NULL,             -- what it is about: everything, reading, link, zone
	since    TEXT NOT NULL,
	until    TEXT NOT NULL,
	times    INTEGER NOT NULL,          -- in a row
	code     TEXT NOT NULL,             -- of the hold; '' where nothing is held
	text     TEXT NOT NULL,
	hint     TEXT NOT NULL,
	booking  TEXT NOT NULL,             -- that met it last
	PRIMARY KEY (calendar, part)
) STRICT, WITHOUT ROWID;

ALTER TABLE intents ADD COLUMN amiss INTEGER NOT NULL DEFAULT 0;
`,
	// 8: who did what the log says, the guest's answer, the code of a hold, and whether
	// an event was found. Older programs wrote all that into the text, in these words;
	// where they named nobody, fika acted on its own.
	`
ALTER TABLE log ADD COLUMN actor TEXT NOT NULL DEFAULT '';     -- user, guest, calendar, fika; '' where nobody knows
ALTER TABLE log ADD COLUMN reply TEXT NOT NULL DEFAULT '';     -- seen: PARTSTAT of the guest
ALTER TABLE log ADD COLUMN code TEXT NOT NULL DEFAULT '';      -- of the hold that began or ended
ALTER TABLE log ADD COLUMN found INTEGER NOT NULL DEFAULT 0;   -- the event was found, not written

DROP TRIGGER log_never_changes;

UPDATE log SET actor = 'user', text = '' WHERE text IN ('by you', 'undone by you');
UPDATE log SET actor = 'user' WHERE kind = 'guard' OR kind = 'cancelled' AND text GLOB 'you *';
UPDATE log SET text = replace(replace(text, ', by you', ''), ' by you', '') WHERE kind = 'guard';

UPDATE log SET found = 1 WHERE kind = 'booked' AND text <> '' OR kind = 'proposed' AND text = 'found in the calendar';
UPDATE log SET text = '' WHERE found AND text = 'found in the calendar';
UPDATE log SET actor = 'user' WHERE found AND text <> '';

UPDATE log SET code = substr(text, 1, instr(text, ': ') - 1), text = substr(text, instr(text, ': ') + 2)
	WHERE kind = 'hold' AND instr(text, ': ') > 0;
UPDATE log SET code = text, text = '' WHERE kind = 'lifted';

CREATE TEMP TABLE answers (words TEXT, reply TEXT);
INSERT INTO answers VALUES ('answer: yes', 'ACCEPTED'), ('answer: no', 'DECLINED'), ('answer: maybe', 'TENTATIVE'), ('answer: sent somebody else', 'DELEGATED');
UPDATE log SET actor = 'guest', reply = a.reply, text = substr(text, 1, max(0, length(text) - length('; ' || a.words)))
	FROM temp.answers a WHERE kind = 'seen' AND (text = a.words OR text GLOB '*; ' || a.words);
UPDATE log SET actor = 'guest', reply = 'DELEGATED', text = replace(text, 'answer: sent somebody else, ', '')
	WHERE kind = 'seen' AND (text GLOB 'answer: sent somebody else, *' OR text GLOB '*; answer: sent somebody else, *');
DROP TABLE temp.answers;

UPDATE log SET actor = CASE kind WHEN 'declined' THEN 'guest' WHEN 'refused' THEN 'calendar' ELSE 'fika' END
	WHERE actor = '' AND kind <> 'seen' AND person NOT GLOB 'forgotten-*';
` + logNeverChanges,
	// 9: the command in a hint, apart from its words. Older hints have none until the
	// next pass finds their hold again.
	`
ALTER TABLE holds ADD COLUMN command TEXT NOT NULL DEFAULT '';
ALTER TABLE refusals ADD COLUMN command TEXT NOT NULL DEFAULT '';
`,
	// 10: whether never is what the person asked for. Older programs did not read what
	// guests wrote.
	`
ALTER TABLE guards ADD COLUMN own_wish INTEGER NOT NULL DEFAULT 0;
ALTER TABLE forgotten ADD COLUMN own_wish INTEGER NOT NULL DEFAULT 0;
`,
	// 11: times that the user chose for a coffee, and another time that its guest asked for.
	`
ALTER TABLE intents ADD COLUMN start_at TEXT NOT NULL DEFAULT '';      -- move: the new times
ALTER TABLE intents ADD COLUMN end_at TEXT NOT NULL DEFAULT '';

CREATE TABLE moves (
	id       INTEGER PRIMARY KEY,
	booking  TEXT NOT NULL REFERENCES bookings (id),
	intent   INTEGER REFERENCES intents (id), -- that moves its event; NULL if it has none
	at       TEXT NOT NULL,                 -- when the user decided it
	start_at TEXT NOT NULL,                 -- where it was before
	end_at   TEXT NOT NULL
) STRICT;
CREATE INDEX moves_booking ON moves (booking);

ALTER TABLE bookings ADD COLUMN counter TEXT NOT NULL DEFAULT '';      -- hash of what the guest asked for
ALTER TABLE bookings ADD COLUMN counter_at TEXT NOT NULL DEFAULT '';   -- when it was first seen
`,
	// 12: the fact that an invitation states about its guest, so that it says the same
	// when it is sent again; the log has only its kind. Invitations from older programs
	// stated none.
	`
ALTER TABLE bookings ADD COLUMN stated TEXT NOT NULL DEFAULT '';  -- JSON; '' until one is chosen
ALTER TABLE log ADD COLUMN stated TEXT NOT NULL DEFAULT '';       -- sending: because, shared, role, theme
`,
	// 13: coffees of three. Everybody with a live booking is in one table, whichever seat
	// they have, so that one index keeps one live booking a person. Triggers fill it: no
	// statement can forget to. An invitation has a debit for each guest.
	`
ALTER TABLE bookings ADD COLUMN second TEXT NOT NULL DEFAULT '';       -- the other guest of a coffee of three
ALTER TABLE bookings ADD COLUMN second_name TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN second_team TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN second_reply TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN part_of TEXT NOT NULL DEFAULT '';      -- the coffee of three that its guest left

CREATE TABLE guests (
	person  TEXT NOT NULL,
	booking TEXT NOT NULL REFERENCES bookings (id)
) STRICT;
CREATE UNIQUE INDEX guests_live ON guests (person);
CREATE INDEX guests_booking ON guests (booking);
INSERT INTO guests SELECT person, id FROM bookings WHERE ended_at = '';
DROP INDEX bookings_live_person;

CREATE TRIGGER guests_of_new AFTER INSERT ON bookings WHEN NEW.ended_at = '' BEGIN
	INSERT INTO guests VALUES (NEW.person, NEW.id);
	INSERT INTO guests SELECT NEW.second, NEW.id WHERE NEW.second <> '';
END;
CREATE TRIGGER guests_of_changed AFTER UPDATE OF ended_at, person, second ON bookings BEGIN
	DELETE FROM guests WHERE booking = NEW.id;
	INSERT INTO guests SELECT NEW.person, NEW.id WHERE NEW.ended_at = '';
	INSERT INTO guests SELECT NEW.second, NEW.id WHERE NEW.ended_at = '' AND NEW.second <> '';
END;

CREATE TABLE debits_of_guests (
	intent   INTEGER NOT NULL REFERENCES intents (id),
	booking  TEXT NOT NULL REFERENCES bookings (id),
	person   TEXT NOT NULL,
	team     TEXT NOT NULL,
	sent_at  TEXT NOT NULL,
	start_at TEXT NOT NULL
) STRICT;
INSERT INTO debits_of_guests SELECT * FROM debits;
DROP TABLE debits;
ALTER TABLE debits_of_guests RENAME TO debits;
CREATE UNIQUE INDEX debits_guest ON debits (intent, person);
CREATE INDEX debits_sent ON debits (sent_at);
CREATE INDEX debits_start ON debits (start_at);
CREATE INDEX debits_booking ON debits (booking);
`,
	// 14: where the two meet. Older programs knew one place for everybody, in the
	// configuration of the time.
	`
ALTER TABLE bookings ADD COLUMN place TEXT NOT NULL DEFAULT '';        -- video, in person, walk, or the user's words; '' if not recorded
`,
	// 15: whom the user says that fika may invite, although they may be no colleague.
	`
ALTER TABLE guards ADD COLUMN ok INTEGER NOT NULL DEFAULT 0;
`,
	// 16: which invitations were first contacts with somebody far above the user. Until now
	// only the reasons said so, not of which guest of a coffee of three, and forgetting the
	// guest erased them.
	`
ALTER TABLE debits ADD COLUMN upward INTEGER NOT NULL DEFAULT 0;
UPDATE debits SET upward = 1 WHERE booking IN (SELECT id FROM bookings WHERE second = '' AND reasons LIKE '%"Code":"upward"%');
`,
	// 17: messages to the user, so that none is sent twice.
	`
CREATE TABLE messages (
	key     TEXT NOT NULL,                  -- what it is about; no name
	channel TEXT NOT NULL,
	kind    TEXT NOT NULL,
	state   TEXT NOT NULL,                  -- sending, sent, failed, unknown
	at      TEXT NOT NULL,                  -- the last attempt
	tries   INTEGER NOT NULL,
	problem TEXT NOT NULL,
	PRIMARY KEY (key, channel)
) STRICT;
`,
	// 18: what the user wrote down. Their words are found by note_words, which keeps no
	// copy of them, and whose deleted entries are overwritten.
	`
CREATE TABLE notes (
	id        INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
	at        TEXT NOT NULL,
	booking   TEXT NOT NULL,            -- '' for none
	person    TEXT NOT NULL,
	kind      TEXT NOT NULL,            -- learned, problem, solved, promise, owes, reads, gap, feedback
	text      TEXT NOT NULL,
	due       TEXT NOT NULL,            -- a date; '' for none
	done_at   TEXT NOT NULL             -- '' while a promise is open
) STRICT;
CREATE INDEX notes_person ON notes (person);
CREATE INDEX notes_at ON notes (at);

CREATE TABLE note_topics (
	note  INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
	topic TEXT NOT NULL,
	PRIMARY KEY (note, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_topics_topic ON note_topics (topic);

CREATE VIRTUAL TABLE note_words USING fts5(text, content='notes', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
INSERT INTO note_words (note_words, rank) VALUES ('secure-delete', 1);
`,
	// 19: what was asked of the user on each day. No text and nobody's name is in it.
	`
CREATE TABLE days (
	day  TEXT PRIMARY KEY,
	act  TEXT NOT NULL,                 -- hold, promise, decide, ..., nothing
	done INTEGER NOT NULL
) STRICT;
`,
	// 20: the other guest of a coffee of three, and the start, when an entry was made. Of
	// earlier entries only the booking says them, as they are now.
	`
ALTER TABLE log ADD COLUMN second TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN start_at TEXT NOT NULL DEFAULT '';
`,
}
