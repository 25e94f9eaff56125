package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
)

// Hold is a reason why nothing may be sent, as found last.
type Hold struct {
	Code   api.Code
	Since  time.Time // when it was first found, without interruption
	Text   string
	Hint   api.Hint
	Acting bool // it came up while sending: only the next pass can tell whether it is over
}

// SetHolds replaces the holds, by code. A hold that continues keeps its Since; new
// and lifted holds are logged. It returns the holds with their Since.
func (s *Store) SetHolds(ctx context.Context, now time.Time, holds []Hold) ([]Hold, error) {
	var set []Hold
	err := s.update(ctx, func(tx *sql.Tx) error {
		old, err := currentHolds(ctx, tx)
		if err != nil {
			return err
		}
		since := map[api.Code]time.Time{}
		for _, h := range old {
			since[h.Code] = h.Since
		}
		for _, h := range holds {
			if _, stood := since[h.Code]; !stood {
				since[h.Code] = now
				if err := record(ctx, tx, Entry{At: now, Kind: api.EntryHold, By: api.ByFika, Code: h.Code, Note: h.Text}); err != nil {
					return err
				}
			}
			h.Since = since[h.Code]
			if err := putHold(ctx, tx, h); err != nil {
				return err
			}
			set = append(set, h)
		}
		for _, was := range old {
			if slices.ContainsFunc(holds, func(h Hold) bool { return h.Code == was.Code }) {
				continue
			}
			if err := liftHold(ctx, tx, now, was.Code); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return set, nil
}

func putHold(ctx context.Context, tx *sql.Tx, h Hold) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO holds (code, since, text, hint, command, acting) VALUES (?,?,?,?,?,?) ON CONFLICT (code)
		DO UPDATE SET text = excluded.text, hint = excluded.hint, command = excluded.command, acting = excluded.acting`, h.Code, formatTime(h.Since), h.Text, h.Hint.Text, h.Hint.Command, h.Acting)
	return err
}

func liftHold(ctx context.Context, tx *sql.Tx, now time.Time, code api.Code) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM holds WHERE code = ?`, code); err != nil {
		return err
	}
	return record(ctx, tx, Entry{At: now, Kind: api.EntryLifted, By: api.ByFika, Code: code})
}

// Holds returns the current holds, oldest first.
func (s *Store) Holds(ctx context.Context) ([]Hold, error) { return currentHolds(ctx, s.db) }

func currentHolds(ctx context.Context, q querier) ([]Hold, error) {
	return collect(ctx, q, func(r row) (h Hold, err error) {
		var since string
		err = r.Scan(&h.Code, &since, &h.Text, &h.Hint.Text, &h.Hint.Command, &h.Acting)
		return h, errors.Join(err, parseTime(since, &h.Since))
	}, `SELECT code, since, text, hint, command, acting FROM holds ORDER BY since, code`)
}

// Sync is what is known about reading one calendar: what the last good reading
// found, and how later ones failed.
type Sync struct {
	Calendar string
	At       time.Time   // of the last good reading; zero: none yet
	Events   int         // in the window that was read
	Ahead    []time.Time // the ends of upcoming events
	Doubted  bool        // a later reading lacked most of Ahead, and is not trusted
	Problem  string      // why the last reading failed; "" if it did not
}

// SetSync replaces what is known about one calendar.
func (s *Store) SetSync(ctx context.Context, y Sync) error {
	ahead := make([]string, len(y.Ahead))
	for i, end := range y.Ahead {
		ahead[i] = formatTime(end)
	}
	text, err := json.Marshal(ahead)
	if err != nil {
		return err
	}
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO calendars VALUES (?,?,?,?,?,?) ON CONFLICT (name)
			DO UPDATE SET synced_at = excluded.synced_at, events = excluded.events, ahead = excluded.ahead,
			doubted = excluded.doubted, problem = excluded.problem`,
			y.Calendar, formatTime(y.At), y.Events, string(text), y.Doubted, y.Problem)
		return err
	})
}

// Syncs returns what is known about each calendar, by name.
func (s *Store) Syncs(ctx context.Context) ([]Sync, error) {
	return collect(ctx, s.db, func(r row) (y Sync, err error) {
		var at, ahead string
		if err := r.Scan(&y.Calendar, &at, &y.Events, &ahead, &y.Doubted, &y.Problem); err != nil {
			return y, err
		}
		y.Ahead, err = moments(ahead)
		return y, errors.Join(err, parseTime(at, &y.At))
	}, `SELECT name, synced_at, events, ahead, doubted, problem FROM calendars ORDER BY name`)
}

// moments reads a JSON array of stamps.
func moments(text string) (all []time.Time, err error) {
	var stamps []string
	if err := json.Unmarshal([]byte(text), &stamps); err != nil {
		return nil, fmt.Errorf("%w: %q is not a list of times", ErrCorrupt, text)
	}
	for _, s := range stamps {
		var t time.Time
		err = errors.Join(err, parseTime(s, &t))
		all = append(all, t)
	}
	return all, err
}

// LastPass is the now of the last successful pass, zero before the first.
func (s *Store) LastPass(ctx context.Context) (time.Time, error) { return s.moment(ctx, "last_pass") }

// SetLastPass records a successful pass at now.
func (s *Store) SetLastPass(ctx context.Context, now time.Time) error {
	return s.setMoment(ctx, "last_pass", now)
}

// Checked is when the store last passed a full check, zero before the first one.
// [Store.Check] does not record this itself.
func (s *Store) Checked(ctx context.Context) (time.Time, error) { return s.moment(ctx, "checked") }

// SetChecked records that the store passed a full check at now.
func (s *Store) SetChecked(ctx context.Context, now time.Time) error {
	return s.setMoment(ctx, "checked", now)
}

// moment is the time in meta under key, zero if there is none.
func (s *Store) moment(ctx context.Context, key string) (t time.Time, err error) {
	var text string
	err = s.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err != nil {
		return t, kind(err)
	}
	err = parseTime(text, &t)
	return t, err
}

func (s *Store) setMoment(ctx context.Context, key string, t time.Time) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, formatTime(t))
		return err
	})
}
