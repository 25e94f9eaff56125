package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/note"
)

// Notes are only in their own tables: their words are never in the log or in a message.

// AddNotes stores notes under new IDs, all or none, and returns these. The topics are
// those of the texts.
func (s *Store) AddNotes(ctx context.Context, notes ...note.Note) (ids []note.ID, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		ids = nil
		for _, n := range notes {
			r, err := tx.ExecContext(ctx, `INSERT INTO notes (at, booking, person, kind, text, due, done_at) VALUES (?,?,?,?,?,?,?)`,
				formatTime(n.At), n.Booking, n.Person, n.Kind, n.Text, formatDate(n.Due), formatTime(n.Done))
			if err != nil {
				return err
			}
			id, err := r.LastInsertId()
			if err := errors.Join(err, index(ctx, tx, note.ID(id), n.Text)); err != nil {
				return err
			}
			ids = append(ids, note.ID(id))
		}
		return nil
	})
	return ids, err
}

// EditNote replaces the text of a note. The error wraps ErrNoNote if there is none.
func (s *Store) EditNote(ctx context.Context, id note.ID, text string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := unindex(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE notes SET text = ? WHERE id = ?`, text, id); err != nil {
			return err
		}
		return index(ctx, tx, id, text)
	})
}

// FinishNote marks a promise as kept at done, or as open again if that is zero. The error
// wraps ErrNoNote if there is no such note, and ErrWrongState if it is no promise.
func (s *Store) FinishNote(ctx context.Context, id note.ID, done time.Time) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		n, err := noteOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if !n.Kind.Open() {
			return fmt.Errorf("%w: %s is no promise", ErrWrongState, id)
		}
		_, err = tx.ExecContext(ctx, `UPDATE notes SET done_at = ? WHERE id = ?`, formatTime(done), id)
		return err
	})
}

// ForgetNote deletes a note, here and in the backups next to the store. The error wraps
// ErrNoNote if there is none.
func (s *Store) ForgetNote(ctx context.Context, id note.ID) error {
	err := s.update(ctx, func(tx *sql.Tx) error { return deleteNote(ctx, tx, id) })
	if err != nil {
		return err
	}
	return s.dropTraces(ctx)
}

// ForgetOldNotes deletes the notes from before the time, and returns how many. Daily
// backups have them until they are replaced, within weeks. Other copies next to the store
// are removed if they are as old: these are never replaced.
func (s *Store) ForgetOldNotes(ctx context.Context, before time.Time) (count int, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		old, err := collect(ctx, tx, scanNoteID, `SELECT id FROM notes WHERE at < ?`, formatTime(before))
		count = len(old)
		for _, id := range old {
			err = errors.Join(err, deleteNote(ctx, tx, id))
		}
		return err
	})
	if err == nil && count > 0 {
		err = s.emptyLog(ctx)
	}
	if err != nil {
		return count, err
	}
	return count, s.dropCopies(func(name string, made time.Time) bool { return !isDaily(name) && made.Before(before) })
}

// NoteQuery chooses notes; each field that is set narrows the choice.
type NoteQuery struct {
	IDs     []note.ID
	Words   string            // all of them, or beginnings, in any order; case and accents do not matter
	People  []mailbox.Address // any of them
	Booking string
	Topic   string
	Kinds   []note.Kind
	Since   time.Time
	Open    bool // promises that nobody has kept yet
}

// Notes returns the notes that q chooses, the newest first.
func (s *Store) Notes(ctx context.Context, q NoteQuery) ([]note.Note, error) {
	where, args := []string{"1"}, []any{}
	only := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if words := matching(q.Words); words != "" {
		only(`id IN (SELECT rowid FROM note_words WHERE note_words MATCH ?)`, words)
	}
	if q.Booking != "" {
		only(`booking = ?`, q.Booking)
	}
	if q.Topic != "" {
		only(`id IN (SELECT note FROM note_topics WHERE topic = ?)`, strings.ToLower(strings.TrimPrefix(q.Topic, "#")))
	}
	if !q.Since.IsZero() {
		only(`at >= ?`, formatTime(q.Since))
	}
	if q.Open {
		only(`done_at = '' AND kind IN (?, ?)`, note.Promise, note.Owes)
	}
	oneOf(only, "id", q.IDs)
	oneOf(only, "person", q.People)
	oneOf(only, "kind", q.Kinds)
	return collect(ctx, s.db, scanNote, noteColumns+` WHERE `+strings.Join(where, " AND ")+` ORDER BY at DESC, id DESC`, args...)
}

// Topic is a topic of notes.
type Topic struct {
	Name   string
	Newest time.Time
	People []mailbox.Address // each once
}

// Topics returns the topics of the notes since a time, the newest first.
func (s *Store) Topics(ctx context.Context, since time.Time) (topics []Topic, err error) {
	notes, err := s.Notes(ctx, NoteQuery{Since: since})
	at := map[string]int{}
	for _, n := range notes { // the newest first
		for _, name := range n.Topics {
			i, known := at[name]
			if !known {
				i = len(topics)
				at[name], topics = i, append(topics, Topic{Name: name, Newest: n.At})
			}
			if !slices.Contains(topics[i].People, n.Person) {
				topics[i].People = append(topics[i].People, n.Person)
			}
		}
	}
	return topics, err
}

const noteColumns = `SELECT id, at, booking, person, kind, text, due, done_at FROM notes`

func scanNote(r row) (n note.Note, err error) {
	var at, due, done string
	if err := r.Scan(&n.ID, &at, &n.Booking, &n.Person, &n.Kind, &n.Text, &due, &done); err != nil {
		return n, err
	}
	n.Topics = note.Topics(n.Text)
	if due != "" {
		err = n.Due.UnmarshalText([]byte(due))
	}
	return n, errors.Join(err, parseTime(at, &n.At), parseTime(done, &n.Done))
}

func scanNoteID(r row) (id note.ID, err error) { return id, r.Scan(&id) }

func noteOf(ctx context.Context, tx *sql.Tx, id note.ID) (note.Note, error) {
	n, err := scanNote(tx.QueryRowContext(ctx, noteColumns+` WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return n, fmt.Errorf("%w: %s", ErrNoNote, id)
	}
	return n, err
}

// index makes the words and topics of a note findable.
func index(ctx context.Context, tx *sql.Tx, id note.ID, text string) error {
	for _, topic := range note.Topics(text) {
		if _, err := tx.ExecContext(ctx, `INSERT INTO note_topics (note, topic) VALUES (?, ?)`, id, topic); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO note_words (rowid, text) VALUES (?, ?)`, id, text)
	return err
}

// unindex removes what index wrote. The index of words has no copy of the text, so it has
// to be told.
func unindex(ctx context.Context, tx *sql.Tx, id note.ID) error {
	n, err := noteOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', ?, ?)`, id, n.Text); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM note_topics WHERE note = ?`, id)
	return err
}

func deleteNote(ctx context.Context, tx *sql.Tx, id note.ID) error {
	if err := unindex(ctx, tx, id); err != nil {
		return err
	}
	// An invitation may have stated a topic of it.
	_, err := tx.ExecContext(ctx, `UPDATE bookings SET stated = '' WHERE stated <> '' AND stated ->> 'Kind' = ? AND stated ->> 'Fact' LIKE ?`,
		api.StatedTold, id.String()+" %")
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM notes WHERE id = ?`, id)
	return err
}

// matching returns a query of FTS5 for notes with all the words of text, or words that
// begin with them; "" if text has no words. Only letters and digits get into it, so that no
// text is part of the query's language.
func matching(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
	for i, word := range words {
		words[i] = `"` + word + `"*`
	}
	return strings.Join(words, " ")
}

// oneOf asks only for rows whose column has one of values; for all if there are none.
func oneOf[T any](only func(string, ...any), column string, values []T) {
	if len(values) == 0 {
		return
	}
	var args []any
	for _, v := range values {
		args = append(args, v)
	}
	only(column+` IN (?`+strings.Repeat(",?", len(args)-1)+`)`, args...)
}

func formatDate(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
