package store

import (
	"context"
	"fmt"
	"slices"
)

// Export returns every row of every table, by column: everything that fika
// remembers, with two exceptions. Mirrors of calendars can be read again and are
// mostly about other people. The key for the marks of forgotten people would allow
// guessing who they are.
func (s *Store) Export(ctx context.Context) (map[string][]map[string]any, error) {
	tables := map[string][]map[string]any{}
	for _, table := range []string{"meta", "bookings", "intents", "debits", "guests", "moves", "log", "guards", "forgotten", "holds", "calendars", "refusals", "messages", "notes", "days"} {
		rows, err := s.table(ctx, table)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", table, err)
		}
		tables[table] = slices.DeleteFunc(rows, func(one map[string]any) bool { return one["key"] == markKey })
	}
	return tables, nil
}

func (s *Store) table(ctx context.Context, name string) ([]map[string]any, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT * FROM `+name+` ORDER BY 1`)
	if err != nil {
		return nil, kind(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, kind(err)
	}
	all := []map[string]any{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, kind(err)
		}
		one := map[string]any{}
		for i, column := range columns {
			one[column] = values[i]
		}
		all = append(all, one)
	}
	return all, kind(rows.Err())
}
