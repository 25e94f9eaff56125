package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"fika/config"
	"fika/daemon"
	"fika/internal/store"
	"fika/internal/web"
)

// TestExplain is the table of exit codes in CLI.md, from the other side.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		exit int
	}{
		{errors.New("anything"), 1},
		{&daemon.Fault{Code: daemon.NotFound}, 1},
		{&daemon.Fault{Code: daemon.Ambiguous}, 1},
		{&daemon.Fault{Code: daemon.TooLate}, 1},
		{&daemon.Fault{Code: daemon.Failed}, 1},
		{web.ErrNoDaemon, 4},
		{&daemon.Fault{Code: daemon.Guarded}, 6},
		{&daemon.Fault{Code: daemon.Held}, 6},
		{usage("wrong"), 64},
		{&daemon.Fault{Code: daemon.Invalid}, 64},
		{&daemon.Fault{Code: daemon.Disk}, 74},
		{&daemon.Fault{Code: daemon.Damaged}, 74},
		{store.ErrFull, 74},
		{store.ErrReadOnly, 74},
		{store.ErrCorrupt, 74},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, 74},
		{config.ErrUnsafe, 77},
		{store.ErrUnsafe, 77},
		{config.Faults{{File: "fika.toml", Line: 3, Text: "no"}}, 78},
		{store.ErrNewer, 79},
		{&store.LockedError{Path: "x", PID: 7}, 80},
		{context.Canceled, 130},
	} {
		f := explain(fmt.Errorf("on the way: %w", c.err))
		if f.exit != c.exit || f.code == "" || f.text == "" {
			t.Errorf("%v: exit %d, code %q, text %q; want exit %d", c.err, f.exit, f.code, f.text, c.exit)
		}
	}
}

// TestExitCodesAreTold holds the help to the codes that are used.
func TestExitCodesAreTold(t *testing.T) {
	told := newExitCodesTopic().Long
	codes := []int{exitDone, exitFailed, exitAttention, exitNoDaemon, exitSignIn, exitGuarded, exitUsage, exitDisk, exitTemporary, exitUnsafe, exitConfig, exitNewer, exitLocked, exitInterrupted}
	for _, code := range codes {
		if !strings.Contains(told, fmt.Sprintf("\n%5d  ", code)) {
			t.Errorf("fika help exit-codes does not tell %d", code)
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
		{false, &failure{"x", 1, "no\x1bgo", "do this"}, 1, "fika: error: no\\x1bgo\nfika: hint: do this\n"},
		{true, &failure{"x", 1, "no\ngo", ""}, 1, `{"error":{"code":"x","exit":1,"message":"no\ngo","hint":""}}` + "\n"},
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
