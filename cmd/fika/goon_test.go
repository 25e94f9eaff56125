package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/web"
)

// TestGoOn plays a running fika that answers, goes, and comes again.
func TestGoOn(t *testing.T) {
	gone, refused := web.ErrNoDaemon, &api.Fault{Code: api.CodeDisk, Text: "full"}
	for name, test := range map[string]struct {
		answers []error // of each question; nil is an answer. The last is repeated
		shown   int     // answers in ten and a half seconds, six questions
		exit    int
	}{
		"it goes on until Ctrl-C":     {[]error{nil}, 6, exitDone},
		"no fika":                     {[]error{gone}, 0, exitNoDaemon},
		"it opens its socket anew":    {[]error{nil, gone, nil}, 5, exitDone},
		"it ended":                    {[]error{nil, nil, gone}, 2, exitNoDaemon},
		"it refuses":                  {[]error{nil, refused}, 1, exitDisk},
		"the line breaks in two ways": {[]error{nil, errors.New("reset"), gone}, 1, exitNoDaemon},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithTimeout(t.Context(), 10*time.Second+500*time.Millisecond)
				defer stop()
				asked, shown := 0, 0
				fetch := func() (int, error) {
					err := test.answers[min(asked, len(test.answers)-1)]
					asked++
					return asked, err
				}
				err := goOn(ctx, fetch, func(int) error { shown++; return nil })
				exit := exitDone
				if err != nil {
					exit = exitOf(app.Explain(err).Code)
				}
				if diff := cmp.Diff([]int{test.shown, test.exit}, []int{shown, exit}); diff != "" {
					t.Errorf("shown and exit (-want +got):\n%s%v", diff, err)
				}
			})
		})
	}
}
