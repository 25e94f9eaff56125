package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Message is a message to the user on one channel. Its key names what it is about, without
// anybody's name: the day, a booking, a hold.
type Message struct {
	Key     string
	Channel string // as the configuration has it, without secrets
	Kind    string
	State   MessageState
	At      time.Time // of the last attempt
	Tries   int
	Problem string // of the last attempt; without names and secrets
}

// MessageState is what is known about a message.
type MessageState string

// The states. Only a failed one may be sent again.
const (
	MessageSending MessageState = "sending" // recorded; the request may have been made
	MessageSent    MessageState = "sent"    // the channel took it
	MessageFailed  MessageState = "failed"  // the channel surely has not taken it
	MessageUnknown MessageState = "unknown" // fika ended, or the answer was lost, while it was on its way
)

// keepMessages is how long messages are remembered: longer than any may be due.
const keepMessages = 90 * 24 * time.Hour

// Messages returns the messages whose last attempt was at since or later, oldest first.
func (s *Store) Messages(ctx context.Context, since time.Time) ([]Message, error) {
	return collect(ctx, s.db, func(r row) (m Message, err error) {
		var at string
		err = r.Scan(&m.Key, &m.Channel, &m.Kind, &m.State, &at, &m.Tries, &m.Problem)
		return m, errors.Join(err, parseTime(at, &m.At))
	}, `SELECT key, channel, kind, state, at, tries, problem FROM messages WHERE at >= ? ORDER BY at, key, channel`, formatTime(since))
}

// BeginMessage records, before it is sent, that one message about all keys goes to a
// channel. It reports false, and records nothing, if a message about one of them went
// there already, may have gone, or failed often enough.
func (s *Store) BeginMessage(ctx context.Context, now time.Time, m Message, keys []string, tries int) (begun bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM messages WHERE at < ?`, formatTime(now.Add(-keepMessages))); err != nil {
			return err
		}
		for _, key := range keys {
			var taken int
			err := tx.QueryRowContext(ctx, `SELECT count(*) FROM messages WHERE key = ? AND channel = ? AND NOT (state = ? AND tries < ?)`,
				key, m.Channel, MessageFailed, tries).Scan(&taken)
			if err != nil || taken > 0 {
				return err
			}
		}
		for _, key := range keys {
			_, err := tx.ExecContext(ctx, `INSERT INTO messages (key, channel, kind, state, at, tries, problem) VALUES (?,?,?,?,?,1,'')
				ON CONFLICT (key, channel) DO UPDATE SET state = excluded.state, at = excluded.at, tries = tries + 1, problem = ''`,
				key, m.Channel, m.Kind, MessageSending, formatTime(now))
			if err != nil {
				return err
			}
		}
		begun = len(keys) > 0
		return nil
	})
	return begun && err == nil, err
}

// EndMessage records what became of a message that was begun.
func (s *Store) EndMessage(ctx context.Context, channel string, keys []string, state MessageState, problem string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		for _, key := range keys {
			if _, err := tx.ExecContext(ctx, `UPDATE messages SET state = ?, problem = ? WHERE key = ? AND channel = ?`, state, problem, key, channel); err != nil {
				return err
			}
		}
		return nil
	})
}

// DoubtMessages records that fika ended while messages were on their way: they may have
// arrived, so they are never sent again. Nobody may be sending meanwhile.
func (s *Store) DoubtMessages(ctx context.Context) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE messages SET state = ?, problem = 'fika ended while it was on its way' WHERE state = ?`, MessageUnknown, MessageSending)
		return err
	})
}
