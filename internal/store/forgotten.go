package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// markKey is the key in meta of the secret for the marks in table forgotten.
const markKey = "forgotten_key"

// Kept is what keeps fika away from a forgotten person: people who asked not to be
// invited must not be asked again because they were forgotten. It is stored under a
// keyed hash of the address, which can be compared with an address but does not
// reveal it.
type Kept struct {
	Never   bool
	OwnWish bool      // they asked for Never themselves
	Rest    time.Time // nothing before; zero: no rest
}

// ForgottenGuards is what is kept about all forgotten people.
type ForgottenGuards struct {
	key  []byte
	kept map[string]Kept // by mark
}

// For returns what is kept about the person with these addresses.
func (f ForgottenGuards) For(addresses ...mailbox.Address) Kept {
	var k Kept
	for _, a := range addresses {
		if len(f.kept) == 0 {
			break
		}
		for _, mark := range f.marks(a) {
			one := f.kept[mark]
			k.Never, k.OwnWish = k.Never || one.Never, k.OwnWish || one.OwnWish
			if one.Rest.After(k.Rest) {
				k.Rest = one.Rest
			}
		}
	}
	return k
}

// marks returns the marks that may apply to a: its own, and that of the address
// without a tag, because a guard on it also covers ana+news@example.com.
func (f ForgottenGuards) marks(a mailbox.Address) []string {
	return []string{markOf(f.key, a), markOf(f.key, a.Base())}
}

// ForgottenGuards returns what is kept about forgotten people.
func (s *Store) ForgottenGuards(ctx context.Context) (ForgottenGuards, error) {
	var key string
	err := s.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, markKey).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return ForgottenGuards{}, nil
	}
	if err != nil {
		return ForgottenGuards{}, kind(err)
	}
	all := ForgottenGuards{[]byte(key), map[string]Kept{}}
	_, err = collect(ctx, s.db, func(r row) (mark string, err error) {
		var text string
		var k Kept
		err = r.Scan(&mark, &text, &k.OwnWish)
		err = errors.Join(err, parseTime(text, &k.Rest))
		k.Never = k.Rest.IsZero()
		all.kept[mark] = k
		return mark, err
	}, `SELECT mark, rest_until, own_wish FROM forgotten`)
	return all, err
}

// keep stores k for each address.
func keep(ctx context.Context, tx *sql.Tx, k Kept, addresses []mailbox.Address) error {
	if !k.Never && k.Rest.IsZero() {
		return nil
	}
	if k.Never {
		k.Rest = time.Time{}
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO meta VALUES (?, ?)`, markKey, rand.Text()+rand.Text()); err != nil {
		return err
	}
	var key string
	if err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, markKey).Scan(&key); err != nil {
		return err
	}
	for _, a := range addresses {
		// Forever stays forever.
		_, err := tx.ExecContext(ctx, `INSERT INTO forgotten (mark, rest_until, own_wish) VALUES (?, ?, ?) ON CONFLICT (mark) DO UPDATE
			SET own_wish = max(own_wish, excluded.own_wish),
				rest_until = CASE WHEN rest_until = '' OR excluded.rest_until = '' THEN '' ELSE max(rest_until, excluded.rest_until) END`,
			markOf([]byte(key), a), formatTime(k.Rest), k.OwnWish)
		if err != nil {
			return err
		}
	}
	return nil
}

// Lift removes what is kept about people with these addresses, and reports whether
// there was anything.
func (s *Store) Lift(ctx context.Context, now time.Time, addresses ...mailbox.Address) (bool, error) {
	forgotten, err := s.ForgottenGuards(ctx)
	if err != nil {
		return false, err
	}
	lifted := false
	err = s.update(ctx, func(tx *sql.Tx) error {
		for _, a := range addresses {
			marks := forgotten.marks(a)
			res, err := tx.ExecContext(ctx, `DELETE FROM forgotten WHERE mark IN (?, ?)`, marks[0], marks[1])
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			lifted = lifted || n > 0
		}
		if !lifted {
			return nil
		}
		return record(ctx, tx, Entry{At: now, Kind: api.EntryGuard, By: api.ByUser, Note: "lifted, of somebody forgotten"})
	})
	return lifted, err
}

// markOf returns the mark of an address with key.
func markOf(key []byte, address mailbox.Address) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(address))
	return hex.EncodeToString(mac.Sum(nil))
}
