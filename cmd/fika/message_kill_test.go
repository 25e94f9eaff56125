package main

import (
	"flag"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var messageKills = flag.Int("messagekills", 0, "kills of TestMessageKills; 0 makes 30")

// TestMessageKills kills fika at random moments around a message, and lets it try again the
// same day. The program that gets the messages must have got none twice. A long run:
//
//	go test ./cmd/fika -run TestMessageKills -messagekills 300
func TestMessageKills(t *testing.T) {
	kills := *messageKills
	if kills == 0 {
		kills = min(30, scaledRuns(30))
	}
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	d := newBusyWorkspace(t, 20)
	d.write("fika.toml", strings.Replace(busyConfig, `mode = "book"`, `mode = "propose"`, 1)+`
[[notify]]
kind = "command"
argv = ["sh", "-c", "cat >> told.txt"]
when = ["day"]
`)
	d.write("told.txt", "")
	d.mustRun("fika", "run", "--once") // at eight: nothing is due yet
	took := time.Duration(0)
	told, days, killed := 0, 0, 0
	for ; killed < kills; days++ {
		d.now = d.now.AddDate(0, 0, 1).Truncate(24 * time.Hour).Add(9 * time.Hour)
		if wd := d.now.Weekday(); wd == time.Saturday || wd == time.Sunday {
			continue
		}
		for range 3 { // two kills, then a run to the end
			began := time.Now()
			cmd := d.command("fika", "run", "--once")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan struct{})
			go func() {
				_ = cmd.Wait() // its end is what matters
				close(ended)
			}()
			if took > 0 {
				select {
				case <-ended:
				case <-time.After(time.Duration(chance.Int64N(int64(took)))):
					_ = cmd.Process.Kill() // it may have ended by now
					killed++
				}
			}
			<-ended
			took = max(took, time.Since(began))
		}
		d.mustRun("fika", "run", "--once")
		now := strings.Count(d.read("told.txt"), "\n")
		if now > told+1 {
			t.Fatalf("%d messages on %s:\n%s", now-told, d.now.Format(time.DateOnly), d.read("told.txt"))
		}
		told = now
	}
	t.Logf("%d kills on %d days, %d messages", killed, days, told)
	if told == 0 {
		t.Error("nothing was told, so nothing was tested")
	}
}
