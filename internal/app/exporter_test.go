package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/store"
)

const scrapeToken = "0123456789abcdef0123456789abcdef"

// getMetrics asks for the metrics as Prometheus does. It returns the status, which is 0
// if nobody listens, and the text.
func getMetrics(t *testing.T, address, token string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	var refused *net.OpError
	if errors.As(err, &refused) {
		return 0, ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// takenPort returns an address of this machine whose port is in use until release is
// called.
func takenPort(t *testing.T) (address string, release func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String(), func() { l.Close() }
}

// TestF71TakenPort checks fault F71 for the port of the metrics: fika works without
// metrics, reports that once, and listens as soon as the port is free. It does the same
// if the token cannot be trusted, before it listens and after.
func TestF71TakenPort(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	address, release := takenPort(t)
	file := filepath.Join(t.TempDir(), "token")
	heard := make(chan string, 100)
	x := &exporter{
		say:    func(format string, args ...any) { heard <- fmt.Sprintf(format, args...) },
		daemon: daemon.New(daemon.Options{Store: st}, daemon.Settings{}), address: address, file: file, again: time.Millisecond,
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		x.run(ctx)
		close(ended)
	}()
	hear := func(want string) {
		t.Helper()
		if line := <-heard; !strings.Contains(line, want) {
			t.Fatalf("heard %q, want %q", line, want)
		}
	}
	hear("no such file")
	if err := errors.Join(os.WriteFile(file+".new", []byte(scrapeToken), 0o600), os.Chmod(file+".new", 0o640), os.Rename(file+".new", file)); err != nil {
		t.Fatal(err)
	}
	hear("others can access it")
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	hear("in use")
	release()
	hear("metrics are at http://" + address)
	if code, text := getMetrics(t, address, scrapeToken); code != http.StatusOK || !strings.Contains(text, "fika_ready 0") {
		t.Errorf("%d\n%s", code, text)
	}
	if code, text := getMetrics(t, address, "another"+scrapeToken); code != http.StatusUnauthorized || text != "" {
		t.Errorf("a wrong token: %d, %q", code, text)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _ := getMetrics(t, address, scrapeToken); code != http.StatusUnauthorized {
		t.Errorf("a token that others read: %d", code)
	}
	hear("others can access it")
	stop()
	<-ended
	if code, _ := getMetrics(t, address, scrapeToken); code != 0 {
		t.Error("somebody still listens")
	}
	if len(heard) > 0 {
		t.Errorf("heard more than once: %q", <-heard)
	}
}

// TestMetricsAfterReload checks that a reload can start the metrics, move them to
// another port and stop them.
func TestMetricsAfterReload(t *testing.T) {
	h := startHome(t)
	h.write("token", scrapeToken+"\n")
	first, release := takenPort(t)
	second, releaseToo := takenPort(t)
	release()
	releaseToo()
	where := func(address string) string {
		return fmt.Sprintf("\n[daemon]\nmetrics = %q\nmetrics_token_file = \"token\"\n", address)
	}
	h.edit(func(text string) string { return text + where(first) })
	answer, err := Reload(t.Context(), h.o)
	if want := fmt.Sprintf("daemon metrics: nothing to %q", first); err != nil || len(answer.Changes) == 0 || !strings.Contains(answer.Changes[0].Text, want) {
		t.Errorf("%+v, %v", answer, err)
	}
	h.waitForLine("metrics are at http://" + first)
	if code, text := getMetrics(t, first, scrapeToken); code != http.StatusOK || !strings.Contains(text, "fika_build_info{") {
		t.Errorf("%d\n%s", code, text)
	}
	h.edit(func(text string) string { return strings.Replace(text, where(first), where(second), 1) })
	h.waitForLine("metrics are at http://" + second)
	if code, _ := getMetrics(t, first, scrapeToken); code != 0 {
		t.Errorf("the old port answers with %d", code)
	}
	h.edit(func(text string) string { return strings.Replace(text, where(second), where(""), 1) })
	if _, err := Accept(t.Context(), h.o); err != nil {
		t.Fatal(err)
	}
	h.waitForLine("running on")
	if code, _ := getMetrics(t, second, scrapeToken); code != 0 {
		t.Errorf("without a port it answers with %d", code)
	}
}
