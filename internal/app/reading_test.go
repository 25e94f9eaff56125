package app

import (
	"context"
	"errors"
	"io/fs"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFollowReadings checks which edits of a file are used, and when.
func TestFollowReadings(t *testing.T) {
	type edit struct {
		after time.Duration
		text  string // "": no file
		quiet bool   // without a nudge
	}
	type change struct {
		At   time.Duration
		Text string
	}
	const ms = time.Millisecond
	for name, test := range map[string]struct {
		edits []edit
		want  []change
	}{
		"nothing":           {},
		"one edit":          {[]edit{{100 * ms, "a", false}}, []change{{600 * ms, "a"}}},
		"a slow writer":     {[]edit{{100 * ms, "a", false}, {400 * ms, "ab", false}, {400 * ms, "abc", false}}, []change{{1400 * ms, "abc"}}},
		"emptied, then new": {[]edit{{100 * ms, "", false}, {ms, "a", false}}, []change{{601 * ms, "a"}}},
		"taken back":        {[]edit{{100 * ms, "a", false}, {100 * ms, "start", false}}, nil},
		"a nudge too many":  {[]edit{{100 * ms, "a", false}, {200 * ms, "a", false}, {200 * ms, "a", false}}, []change{{600 * ms, "a"}}},
		"no file for long":  {[]edit{{100 * ms, "", false}, {time.Second, "a", false}}, []change{{600 * ms, ""}, {1600 * ms, "a"}}},
		"no nudge":          {[]edit{{100 * ms, "a", true}}, []change{{15*time.Second + 500*ms, "a"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				begin, text := time.Now(), atomic.Value{}
				text.Store("start")
				nudges, ended := make(chan struct{}), make(chan struct{})
				read := func() reading {
					if text.Load() == "" {
						return reading{err: fs.ErrNotExist}
					}
					return reading{text: []byte(text.Load().(string))}
				}
				var got []change
				judged := read()
				go func() {
					defer close(ended)
					followReadings(ctx, nudges, read, func() reading { return judged }, func(r reading) {
						judged = r
						got = append(got, change{time.Since(begin), string(r.text)})
					})
				}()
				for _, e := range test.edits {
					<-time.After(e.after)
					synctest.Wait()
					text.Store(e.text)
					if !e.quiet {
						nudges <- struct{}{}
					}
				}
				<-time.After(time.Minute)
				stop()
				<-ended
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("believed (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestJudgedMeanwhile checks that the return to the earlier text is noticed if a
// reload, which does not wait, judged another text in between.
func TestJudgedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		good, bad := reading{text: []byte("good")}, reading{text: []byte("bad")}
		var file, judged atomic.Pointer[reading]
		file.Store(&good)
		judged.Store(&good)
		nudges, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			followReadings(ctx, nudges, func() reading { return *file.Load() }, func() reading { return *judged.Load() },
				func(r reading) { judged.Store(&r) })
		}()
		file.Store(&bad)
		nudges <- struct{}{}
		judged.Store(&bad) // fika reload
		file.Store(&good)
		nudges <- struct{}{}
		<-time.After(time.Minute)
		stop()
		<-ended
		if got := string(judged.Load().text); got != "good" {
			t.Errorf("in force is %q", got)
		}
	})
}

// TestSameReading checks that readings are equal if their texts or their errors are.
func TestSameReading(t *testing.T) {
	gone, other := reading{err: fs.ErrNotExist}, reading{err: errors.New("others may write it")}
	for _, test := range []struct {
		a, b reading
		want bool
	}{
		{reading{text: []byte("a")}, reading{text: []byte("a")}, true},
		{reading{text: []byte("a")}, reading{text: []byte("b")}, false},
		{reading{}, gone, false},
		{gone, gone, true},
		{gone, other, false},
	} {
		if got := test.a.same(test.b); got != test.want {
			t.Errorf("%v and %v are the same: %v", test.a, test.b, got)
		}
	}
}
