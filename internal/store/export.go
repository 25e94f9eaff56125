package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"fika/internal/mailbox"
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

// ExportPerson returns the rows about the person with these addresses: those that name them,
// and those about a coffee with them. What is kept about a forgotten person is in no row that
// names them; [Store.ForgottenGuards] has it.
func (s *Store) ExportPerson(ctx context.Context, addresses ...mailbox.Address) (map[string][]map[string]any, error) {
	tables, err := s.Export(ctx)
	if err != nil {
		return nil, err
	}
	names := func(row map[string]any, columns ...string) bool {
		return slices.ContainsFunc(columns, func(column string) bool {
			text, _ := row[column].(string)
			return text != "" && slices.Contains(addresses, mailbox.Spell(text))
		})
	}
	coffees := map[any]bool{}
	for _, b := range tables["bookings"] {
		if names(b, "person", "second") {
			coffees[b["id"]] = true
		}
	}
	for name, rows := range tables {
		tables[name] = slices.DeleteFunc(rows, func(row map[string]any) bool {
			return !names(row, "person", "second") && !coffees[row["booking"]] && !(name == "bookings" && coffees[row["part_of"]])
		})
	}
	// Of a coffee of three, the other guest has rows of their own.
	for _, name := range []string{"guests", "debits", "notes"} {
		tables[name] = slices.DeleteFunc(tables[name], func(row map[string]any) bool { return !names(row, "person") })
	}
	maps.DeleteFunc(tables, func(_ string, rows []map[string]any) bool { return len(rows) == 0 })
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
