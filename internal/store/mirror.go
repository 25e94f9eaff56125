package store

import (
	"context"
	"database/sql"
)

// Mirror keeps what was last read of the calendars of one account, so that a
// restart asks for changes alone. What its cursors and items say is known to
// the calendar's own package; here they are text. All of it can be read again
// from the far end, so losing a Mirror loses nothing.
type Mirror struct {
	store   *Store
	account string
}

// Mirror returns the mirror of the account that the configuration calls so.
func (s *Store) Mirror(account string) *Mirror { return &Mirror{s, account} }

// Copy is what a mirror holds of one calendar.
type Copy struct {
	Cursor string            // up to where the far end was read
	Items  map[string][]byte // by id
}

// Load returns the copy of each calendar, by id.
func (m *Mirror) Load(ctx context.Context) (map[string]Copy, error) {
	copies := map[string]Copy{}
	cursors, err := collect(ctx, m.store.db, pair, `SELECT calendar, cursor FROM mirrors WHERE account = ?`, m.account)
	if err != nil {
		return nil, err
	}
	for _, c := range cursors {
		copies[c[0]] = Copy{Cursor: c[1], Items: map[string][]byte{}}
	}
	rows, err := m.store.db.QueryContext(ctx, `SELECT calendar, id, data FROM mirror_items WHERE account = ?`, m.account)
	if err != nil {
		return nil, kind(err)
	}
	defer rows.Close()
	for rows.Next() {
		var calendar, id string
		var data []byte
		if err := rows.Scan(&calendar, &id, &data); err != nil {
			return nil, kind(err)
		}
		copies[calendar].Items[id] = data
	}
	return copies, kind(rows.Err())
}

func pair(r row) (p [2]string, err error) {
	err = r.Scan(&p[0], &p[1])
	return p, err
}

// Swap moves the copy of one calendar to cursor, in one transaction with what
// has changed up to there: items are new or replace those of the same id,
// removed ids go. If whole, items are all there is.
func (m *Mirror) Swap(ctx context.Context, calendar, cursor string, whole bool, items map[string][]byte, removed []string) error {
	return m.store.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO mirrors VALUES (?,?,?) ON CONFLICT (account, calendar)
			DO UPDATE SET cursor = excluded.cursor`, m.account, calendar, cursor); err != nil {
			return err
		}
		if whole {
			if err := m.empty(ctx, tx, calendar); err != nil {
				return err
			}
		}
		for _, id := range removed {
			if _, err := tx.ExecContext(ctx, `DELETE FROM mirror_items WHERE account = ? AND calendar = ? AND id = ?`, m.account, calendar, id); err != nil {
				return err
			}
		}
		put, err := tx.PrepareContext(ctx, `INSERT INTO mirror_items VALUES (?,?,?,?) ON CONFLICT (account, calendar, id)
			DO UPDATE SET data = excluded.data`)
		if err != nil {
			return err
		}
		defer put.Close()
		for id, data := range items {
			if _, err := put.ExecContext(ctx, m.account, calendar, id, data); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *Mirror) empty(ctx context.Context, tx *sql.Tx, calendar string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM mirror_items WHERE account = ? AND calendar = ?`, m.account, calendar)
	return err
}

// Forget drops the copy of a calendar; there need not be one.
func (m *Mirror) Forget(ctx context.Context, calendar string) error {
	return m.store.update(ctx, func(tx *sql.Tx) error {
		if err := m.empty(ctx, tx, calendar); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM mirrors WHERE account = ? AND calendar = ?`, m.account, calendar)
		return err
	})
}
