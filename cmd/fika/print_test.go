package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
)

// TestOneLine checks that each entry of the log takes one line, however long.
func TestOneLine(t *testing.T) {
	var out bytes.Buffer
	a := &cli{stdout: &out, now: func() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) }}
	if err := a.entry(api.Entry{Kind: "hold", Note: strings.Repeat("a long reason ", 20)}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 1 {
		t.Errorf("%d lines:\n%s", n, out.String())
	}
}

// TestProblemsAreFolded prints many problems on a page about something else.
func TestProblemsAreFolded(t *testing.T) {
	var problems []string
	for n := range 40 {
		problems = append(problems, fmt.Sprintf("people.csv:%d: no address", n+2))
	}
	p := &page{}
	p.problems(problems)
	if lines := strings.Count(p.String(), "\n"); lines > 7 || !strings.Contains(p.String(), "and 37 more: fika config check") {
		t.Errorf("%d lines:\n%s", lines, p.String())
	}
	p = &page{}
	p.problems(problems[:3])
	if strings.Contains(p.String(), "more") {
		t.Errorf("three are folded:\n%s", p.String())
	}
}
