package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"fika/internal/api"
	"fika/internal/client"
)

// TestFollow checks that the log of a running fika is followed while it answers, is
// stopped, and starts again.
func TestFollow(t *testing.T) {
	gone, refused := client.ErrNoDaemon, &api.Fault{Code: api.CodeDisk, Text: "full"}
	for name, test := range map[string]struct {
		answers []error  // of each question; nil is an answer. The last is repeated
		shown   int      // answers in ten and a half seconds, six questions
		code    api.Code // of the end; "" if that is none
	}{
		"it goes on until Ctrl-C":     {[]error{nil}, 6, ""},
		"no fika":                     {[]error{gone}, 0, api.CodeNoDaemon},
		"it opens its socket anew":    {[]error{nil, gone, nil}, 5, ""},
		"it ended":                    {[]error{nil, nil, gone}, 2, api.CodeNoDaemon},
		"it refuses":                  {[]error{nil, refused}, 1, api.CodeDisk},
		"the line breaks in two ways": {[]error{nil, errors.New("reset"), gone}, 1, api.CodeNoDaemon},
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
				err := Follow(ctx, fetch, func(int) error { shown++; return nil })
				var code api.Code
				if err != nil {
					code = Explain(err).Code
				}
				if shown != test.shown || code != test.code {
					t.Errorf("shown %d, %q, want %d, %q: %v", shown, code, test.shown, test.code, err)
				}
			})
		})
	}
}
