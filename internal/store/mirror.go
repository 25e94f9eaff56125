package store

import (
	"context"
	"database/sql"
)

// Mirror stores what was last read from the calendars of one account, so that a
// restart only asks for changes. Only the calendar's own package understands the
// cursors and items; here they are opaque. Everything can be read again from the
// server, so losing a Mirror loses nothing.
type Mirror struct {
	store   *Store
	account string
}

// Mirror returns the mirror of the account with that name in the configuration.
func (s *Store) Mirror(account string) *Mirror { return &Mirror{s, account} }

// Copy is the mirror of one calendar.
type Copy struct {
	Cursor string            // how far the server was read
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

// Swap advances the copy of one calendar to cursor and applies the changes up to
// there, in one transaction: it adds or replaces items by id and deletes removed ids.
// If whole, items replace everything.
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

// Forget removes the copy of a calendar, if there is one.
func (m *Mirror) Forget(ctx context.Context, calendar string) error {
	return m.store.update(ctx, func(tx *sql.Tx) error {
		if err := m.empty(ctx, tx, calendar); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM mirrors WHERE account = ? AND calendar = ?`, m.account, calendar)
		return err
	})
}
