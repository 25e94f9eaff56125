CREATE TRIGGER guests_of_changed AFTER UPDATE OF ended_at, person, second ON bookings BEGIN
	DELETE FROM guests WHERE booking = NEW.id;
	INSERT INTO guests SELECT NEW.person, NEW.id WHERE NEW.ended_at = '';
	INSERT INTO guests SELECT NEW.second, NEW.id WHERE NEW.ended_at = '' AND NEW.second <> '';
END;
CREATE TRIGGER guests_of_new AFTER INSERT ON bookings WHEN NEW.ended_at = '' BEGIN
	INSERT INTO guests VALUES (NEW.person, NEW.id);
	INSERT INTO guests SELECT NEW.second, NEW.id WHERE NEW.second <> '';
END;
CREATE TRIGGER log_never_changes BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
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
, calendar_id TEXT NOT NULL DEFAULT '', uid TEXT NOT NULL DEFAULT '', absent_at TEXT NOT NULL DEFAULT '', counter TEXT NOT NULL DEFAULT '', counter_at TEXT NOT NULL DEFAULT '', stated TEXT NOT NULL DEFAULT '', second TEXT NOT NULL DEFAULT '', second_name TEXT NOT NULL DEFAULT '', second_team TEXT NOT NULL DEFAULT '', second_reply TEXT NOT NULL DEFAULT '', part_of TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE calendars (
	name      TEXT PRIMARY KEY,
	synced_at TEXT NOT NULL,            -- last read well, and believed
	events    INTEGER NOT NULL,         -- in the window that was read then
	ahead     TEXT NOT NULL,            -- ends of those to come then, a JSON array: a sudden loss is suspicious
	doubted   INTEGER NOT NULL,         -- read since, with most of them gone
	problem   TEXT NOT NULL             -- why the last reading failed; '' if it did not
) STRICT;
CREATE TABLE days (
	day  TEXT PRIMARY KEY,
	act  TEXT NOT NULL,                 -- hold, promise, decide, ..., nothing
	done INTEGER NOT NULL
) STRICT;
CREATE TABLE "debits" (
	intent   INTEGER NOT NULL REFERENCES intents (id),
	booking  TEXT NOT NULL REFERENCES bookings (id),
	person   TEXT NOT NULL,
	team     TEXT NOT NULL,
	sent_at  TEXT NOT NULL,
	start_at TEXT NOT NULL
, upward INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE forgotten (
	mark       TEXT PRIMARY KEY,        -- keyed hash of an address
	rest_until TEXT NOT NULL            -- '' for ever
, own_wish INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE guards (
	person     TEXT PRIMARY KEY,
	never      INTEGER NOT NULL,
	rest_until TEXT NOT NULL,
	lifted_at  TEXT NOT NULL
, own_wish INTEGER NOT NULL DEFAULT 0, ok INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE guests (
	person  TEXT NOT NULL,
	booking TEXT NOT NULL REFERENCES bookings (id)
) STRICT;
CREATE TABLE holds (
	code  TEXT PRIMARY KEY,
	since TEXT NOT NULL,
	text  TEXT NOT NULL,
	hint  TEXT NOT NULL
, acting INTEGER NOT NULL DEFAULT 0, command TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE intents (
	id         INTEGER PRIMARY KEY,
	booking    TEXT NOT NULL REFERENCES bookings (id),
	kind       TEXT NOT NULL,           -- block, invite, withdraw
	event      TEXT NOT NULL,           -- id of the event it makes or takes away
	state      TEXT NOT NULL,           -- open, done, dropped
	attempt    INTEGER NOT NULL,        -- requests that may have left
	problem    TEXT NOT NULL,
	created_at TEXT NOT NULL
, calendar TEXT NOT NULL DEFAULT '', calendar_id TEXT NOT NULL DEFAULT '', amiss INTEGER NOT NULL DEFAULT 0, start_at TEXT NOT NULL DEFAULT '', end_at TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE log (
	id      INTEGER PRIMARY KEY,
	at      TEXT NOT NULL,
	kind    TEXT NOT NULL,
	booking TEXT NOT NULL,
	person  TEXT NOT NULL,
	text    TEXT NOT NULL
, actor TEXT NOT NULL DEFAULT '', reply TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', found INTEGER NOT NULL DEFAULT 0, stated TEXT NOT NULL DEFAULT '', second TEXT NOT NULL DEFAULT '', start_at TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;
CREATE TABLE mirror_items (
	account  TEXT NOT NULL,
	calendar TEXT NOT NULL,
	id       TEXT NOT NULL,
	data     BLOB,
	PRIMARY KEY (account, calendar, id)
) STRICT;
CREATE TABLE mirrors (
	account  TEXT NOT NULL,
	calendar TEXT NOT NULL,
	cursor   TEXT NOT NULL,
	PRIMARY KEY (account, calendar)
) STRICT, WITHOUT ROWID;
CREATE TABLE moves (
	id       INTEGER PRIMARY KEY,
	booking  TEXT NOT NULL REFERENCES bookings (id),
	intent   INTEGER REFERENCES intents (id), -- that moves its event; NULL if it has none
	at       TEXT NOT NULL,                 -- when the user decided it
	start_at TEXT NOT NULL,                 -- where it was before
	end_at   TEXT NOT NULL
) STRICT;
CREATE TABLE note_topics (
	note  INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
	topic TEXT NOT NULL,
	PRIMARY KEY (note, topic)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE note_words USING fts5(text, content='notes', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE 'note_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'note_words_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'note_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'note_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
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
CREATE TABLE refusals (
	calendar TEXT NOT NULL,             -- name of the source
	part     TEXT NOT NULL,             -- what it is about: everything, reading, link, zone
	since    TEXT NOT NULL,
	until    TEXT NOT NULL,
	times    INTEGER NOT NULL,          -- in a row
	code     TEXT NOT NULL,             -- of the hold; '' where nothing is held
	text     TEXT NOT NULL,
	hint     TEXT NOT NULL,
	booking  TEXT NOT NULL, command TEXT NOT NULL DEFAULT '',             -- that met it last
	PRIMARY KEY (calendar, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE sqlite_sequence(name,seq);
CREATE INDEX bookings_ended ON bookings (ended_at);
CREATE INDEX debits_booking ON debits (booking);
CREATE UNIQUE INDEX debits_guest ON debits (intent, person);
CREATE INDEX debits_sent ON debits (sent_at);
CREATE INDEX debits_start ON debits (start_at);
CREATE INDEX guests_booking ON guests (booking);
CREATE UNIQUE INDEX guests_live ON guests (person);
CREATE UNIQUE INDEX intents_open ON intents (booking) WHERE state = 'open';
CREATE INDEX log_booking ON log (booking);
CREATE INDEX moves_booking ON moves (booking);
CREATE INDEX note_topics_topic ON note_topics (topic);
CREATE INDEX notes_at ON notes (at);
CREATE INDEX notes_person ON notes (person);
