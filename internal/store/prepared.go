package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

// preparing opens connections that prepare a statement once. SQLite takes longer
// to read most of the store's queries than to answer them, and a pass has many.
type preparing struct{ driver.Connector }

func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &prepared{sqliteConn: c.(sqliteConn), statements: map[string]*statement{}}, nil
}

// sqliteConn is all that a connection of the driver can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// prepared is a connection with its statements by their texts. Like any
// connection it is used by one goroutine at a time.
type prepared struct {
	sqliteConn
	statements map[string]*statement
}

// statement is one that the connection keeps until it is closed.
type statement struct {
	driver.Stmt
	taken bool // its rows are being read
}

// mostPrepared is more than the store has queries; some are put together.
const mostPrepared = 256

// statement returns the kept statement of query, nil if there is none to use: for
// scripts, pragmas and the like, which are run once, and while its rows are read.
func (p *prepared) statement(ctx context.Context, query string) (*statement, error) {
	if s := p.statements[query]; s != nil {
		if s.taken {
			return nil, nil
		}
		return s, nil
	}
	verb, _, _ := strings.Cut(query, " ")
	switch verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE":
	default:
		return nil, nil
	}
	if len(p.statements) == mostPrepared {
		return nil, nil
	}
	made, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := &statement{Stmt: made}
	p.statements[query] = s
	return s, nil
}

func (p *prepared) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (p *prepared) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.taken = true
	return &preparedRows{rows, s}, nil
}

func (p *prepared) Close() error {
	var wrong []error
	for _, s := range p.statements {
		wrong = append(wrong, s.Close())
	}
	return errors.Join(append(wrong, p.sqliteConn.Close())...)
}

// Unwrap is how the driver finds its own connection.
func (p *prepared) Unwrap() driver.Conn { return p.sqliteConn }

// preparedRows give their statement back once they are read.
type preparedRows struct {
	driver.Rows
	of *statement
}

func (r *preparedRows) Close() error {
	r.of.taken = false
	return r.Rows.Close()
}
