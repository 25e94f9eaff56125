package daemon_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar/google/googletest"
	"fika/internal/api"
)

// TestLifeOnGoogle checks the scenarios in testdata/life with everybody's calendars on
// the test server for Google, except for those that need files. See [TestLife] for
// folders.
func TestLifeOnGoogle(t *testing.T) {
	for _, s := range scenarios(t, "life") {
		if s.lines[0].words[0] == "files" {
			continue
		}
		t.Run(s.name, func(t *testing.T) { s.playAtGoogle(t, 0) })
	}
}

// TestGoogle checks the scenarios in testdata/google. Those with the step "settled" are
// played many times, with the process killed at each moment of each step;
// testdata/README.md says what must then hold.
func TestGoogle(t *testing.T) {
	for _, s := range scenarios(t, "google") {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // it waits for the disk
			t.Run("plain", func(t *testing.T) { s.playAtGoogle(t, 0) })
			if !s.books() {
				return
			}
			t.Run("killed", s.playWithKills)
		})
	}
}

// playWithKills plays s once for each moment, and kills the process there.
func (s scenario) playWithKills(t *testing.T) {
	stride := 1
	if testing.Short() {
		stride = 7
	}
	all := 0
	for kill := 1; !t.Failed(); kill += stride {
		deaths := s.playAtGoogle(t, kill)
		if deaths == 0 {
			break
		}
		all += deaths
	}
	if t.Logf("%d deaths", all); all < 15/stride {
		t.Error("so few moments? does it still do what it says?")
	}
}

// playAtGoogle plays s in a bubble of its own, and returns how often the process was
// killed.
func (s scenario) playAtGoogle(t *testing.T, kill int) (deaths int) {
	synctest.Test(t, func(t *testing.T) {
		p, err := newGooglePlayer(t.TempDir(), kill)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { p.stop() }()
		for _, l := range s.lines {
			if err := p.step(l.words); err != nil {
				t.Fatalf("killed at moment %d of each step: %s: %v\n%s", kill, l, err, p.logText())
			}
		}
		deaths = p.deaths
	})
	return deaths
}

// googlePlayer plays one scenario with the test server. Its clock is that of the
// bubble.
type googlePlayer struct {
	player
	google  *googleWorld
	ours    *googletest.Calendar // of Maya's team, if there is one
	next    map[string][]string  // what happens at the next moment of that name
	wrong   error                // what went wrong then
	kill    int                  // the moment of each step at which the process dies; 0 for none
	seen    int                  // moments of this step
	took    time.Duration        // by the last step
	heard   map[string]int       // requests by method, when they were counted last
	deaths  int                  // at that moment
	spared  bool                 // it does not die now
	settled bool
}

func newGooglePlayer(dir string, kill int) (*googlePlayer, error) {
	p := &googlePlayer{google: newGoogleWorld(), next: map[string][]string{}, heard: map[string]int{}, kill: kill}
	time.Sleep(time.Until(time.Date(2026, 3, 2, 6, 30, 0, 0, time.UTC)))
	if err := p.google.signIn(dir); err != nil {
		return nil, err
	}
	h, err := openGoogle(dir, p.google)
	if err != nil {
		return nil, err
	}
	p.harness, p.google.moment = h, p.moment
	return p, nil
}

// sleepUntil lets time pass until the clock of the scenario says t. If that is a year
// away, it sets the clock instead.
func (p *googlePlayer) sleepUntil(t time.Time) {
	if d := time.Until(t); d < 300*24*time.Hour {
		time.Sleep(d)
	}
}

// step plays one step to its end. If the process is killed in it, another one repeats
// the step.
func (p *googlePlayer) step(words []string) error {
	if p.kill > 0 && !p.settled && fleeting[words[0]] {
		return nil
	}
	died, err := p.tryStep(words)
	again := died
	for ; died; died, err = p.tryStep(words) {
		p.stop()
		if err := p.restart(); err != nil {
			return err
		}
		p.spared = true
	}
	p.spared = p.settled
	heard := []api.Code{api.CodeTooLate, api.CodeInvalid}
	if f := (*api.Fault)(nil); again && errors.As(err, &f) && slices.Contains(heard, f.Code) {
		err = nil // the word was heard before
	}
	return errors.Join(err, p.wrong)
}

// fleeting are the words that say what is between the steps of one process.
var fleeting = map[string]bool{"expect": true, "guests": true, "holds": true, "status": true, "coffees": true, "mails": true, "asked": true, "says": true, "took": true}

// processKilled is the panic that ends a process in the middle of a step. It only shows
// that the process does nothing more; that its writes survive is shown by [TestKilled],
// with real processes.
type processKilled struct{}

func (p *googlePlayer) tryStep(words []string) (died bool, err error) {
	p.seen = 0
	begun := time.Now()
	defer func() {
		if len(words) > 0 && words[0] != "took" {
			p.took = time.Since(begun)
		}
		switch x := recover(); x.(type) {
		case nil:
		case processKilled:
			died = true
		default:
			panic(x)
		}
	}()
	return false, p.play(words)
}

// moment is called at each step of a pass that changes something, before each request
// and after it. A kill before or after a request that changes nothing makes no
// difference, so none happens there, except before an update of the local copy.
func (p *googlePlayer) moment(name string) {
	if words := p.next[name]; words != nil {
		delete(p.next, name)
		p.wrong = errors.Join(p.wrong, p.play(words))
	}
	if asks[name] {
		return
	}
	p.seen++
	if p.seen == p.kill && !p.spared {
		p.deaths++
		panic(processKilled{})
	}
}

var asks = map[string]bool{
	"calendarList": true, "answered:calendarList": true, "events.list": true, "events.get": true, "answered:events.get": true,
	"freebusy.query": true, "answered:freebusy.query": true,
}

func (p *googlePlayer) pass() (err error) {
	p.report, err = p.daemon.Pass(context.Background(), p.now)
	return err
}
