package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/client"
	"fika/internal/store"
)

// TestExplain checks the exit code of every kind of error.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		exit int
	}{
		{errors.New("anything"), 1},
		{&api.Fault{Code: api.CodeNotFound}, 1},
		{&api.Fault{Code: api.CodeAmbiguous}, 1},
		{&api.Fault{Code: api.CodeTooLate}, 1},
		{&api.Fault{Code: api.CodeFailed}, 1},
		{&api.Fault{Code: api.CodeVersion}, 1},
		{&api.Fault{Code: api.CodeSocket}, 1},
		{client.ErrNoDaemon, 4},
		{&api.Fault{Code: api.CodeGuarded}, 6},
		{&api.Fault{Code: api.CodeHeld}, 6},
		{usage("wrong"), 64},
		{&api.Fault{Code: api.CodeInvalid}, 64},
		{&api.Fault{Code: api.CodeDisk}, 74},
		{&api.Fault{Code: api.CodeDamaged}, 74},
		{store.ErrFull, 74},
		{store.ErrReadOnly, 74},
		{store.ErrCorrupt, 74},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, 74},
		{config.ErrWritableByOthers, 77},
		{store.ErrUnsafe, 77},
		{config.Faults{{File: "fika.toml", Line: 3, Text: "no"}}, 78},
		{store.ErrNewer, 79},
		{&store.LockedError{Path: "x", PID: 7}, 80},
		{context.Canceled, 130},
	} {
		f := app.Explain(fmt.Errorf("on the way: %w", c.err))
		if exit := api.ExitOf(f.Code); exit != c.exit || f.Code == "" || f.Text == "" {
			t.Errorf("%v: exit %d, code %q, text %q; want exit %d", c.err, exit, f.Code, f.Text, c.exit)
		}
	}
}

func TestReport(t *testing.T) {
	for _, c := range []struct {
		json bool
		err  error
		exit int
		want string
	}{
		{false, nil, 0, ""},
		{false, errAttention, 3, ""},
		{true, errAttention, 3, ""},
		{false, &api.Fault{Code: "x", Text: "no\x1bgo", Hint: "do this"}, 1, "fika: error: no\\x1bgo\nfika: hint: do this\n"},
		{true, &api.Fault{Code: "x", Text: "no\ngo"}, 1, `{"error":{"code":"x","exit":1,"message":"no\ngo","hint":""}}` + "\n"},
	} {
		var out bytes.Buffer
		a := &cli{stderr: &out, flags: flags{json: c.json}}
		if got := a.report(c.err); got != c.exit || out.String() != c.want {
			t.Errorf("%v: exit %d, %q; want %d, %q", c.err, got, out.String(), c.exit, c.want)
		}
		if c.json && out.Len() > 0 && !json.Valid(out.Bytes()) {
			t.Errorf("%q is no JSON", out.String())
		}
	}
}
