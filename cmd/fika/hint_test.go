package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestEveryFailureSaysWhatToDo gives bad input to the commands, in a valid setup and
// in broken ones. Each fails with its exit code, and says on stderr what is wrong
// and, in the last line, what to do.
func TestEveryFailureSaysWhatToDo(t *testing.T) {
	file := func(name string) func(o *inProcess) string {
		return func(o *inProcess) string { return filepath.Join(o.dir, name) }
	}
	state, settings := file("state"), file("fika.toml")
	none := func(*inProcess) error { return nil }
	for name, c := range map[string]struct {
		spoil func(o *inProcess) error
		calls map[string]int // exit code by command line; DIR is the workspace
	}{
		"sound": {none, map[string]int{
			"approve":                      api.ExitUsage,
			"approve zz":                   api.ExitFailed,
			"skip zz":                      api.ExitFailed,
			"cancel zz":                    api.ExitFailed,
			"undo":                         api.ExitFailed,
			"met zz":                       api.ExitFailed,
			"why zz":                       api.ExitFailed,
			"why-not nobody":               api.ExitFailed,
			"people never zz":              api.ExitFailed,
			"people forget zz":             api.ExitFailed,
			"plan --bogus":                 api.ExitUsage,
			"plan --config":                api.ExitUsage,
			"plan --lp DIR/none/x":         api.ExitDisk,
			"plan --state DIR/people.csv":  api.ExitDisk,
			"plan --config DIR":            api.ExitConfig,
			"plan --config DIR/none":       api.ExitConfig,
			"run --socket DIR/people.csv":  api.ExitFailed,
			"nonsense":                     api.ExitUsage,
			"help nonsense":                api.ExitUsage,
			"completion tcsh":              api.ExitUsage,
			"demo --weeks 99":              api.ExitUsage,
			"demo --dir DIR/calendars":     api.ExitUsage,
			"events --file DIR/none.ics":   api.ExitDisk,
			"events --file DIR/people.csv": api.ExitFailed,
			"events --from soon":           api.ExitUsage,
			"free --length -1h":            api.ExitUsage,
			"simulate --weeks 0":           api.ExitUsage,
			"simulate --network DIR/none":  api.ExitDisk,
			"log --last -1":                api.ExitUsage,
			"init":                         api.ExitFailed,
			"login":                        api.ExitConfig,
			"logout work":                  api.ExitConfig,
			"pause --until never":          api.ExitUsage,
			"pause --until 2020-01-01":     api.ExitUsage,
			"reload":                       api.ExitNoDaemon,
			"backup DIR/none/x":            api.ExitDisk,
			"backup DIR/people.csv":        api.ExitUsage,
			"restore DIR/none":             api.ExitDisk,
			"restore DIR/people.csv":       api.ExitDisk,
			"debug bundle DIR/none/x":      api.ExitDisk,
		}},
		"no configuration": {func(o *inProcess) error { return os.Remove(settings(o)) }, map[string]int{
			"plan": api.ExitConfig, "run --once": api.ExitConfig, "login": api.ExitConfig, "init": api.ExitUsage,
		}},
		"a broken configuration": {func(o *inProcess) error { return os.WriteFile(settings(o), []byte("x = ["), 0o600) }, map[string]int{
			"plan": api.ExitConfig, "run --once": api.ExitConfig, "config check": api.ExitConfig, "config diff": api.ExitFailed,
		}},
		"a configuration that others can write": {func(o *inProcess) error { return os.Chmod(settings(o), 0o666) }, map[string]int{
			"plan": api.ExitUnsafe, "run --once": api.ExitUnsafe,
		}},
		"a state that others can read": {func(o *inProcess) error { return os.Mkdir(state(o), 0o755) }, map[string]int{
			"plan": api.ExitUnsafe, "bookings": api.ExitUnsafe, "sync": api.ExitUnsafe,
		}},
		"a state that is no folder": {func(o *inProcess) error { return os.WriteFile(state(o), nil, 0o600) }, map[string]int{
			"plan": api.ExitDisk, "pause": api.ExitDisk, "backup": api.ExitDisk,
		}},
		"no calendar": {func(o *inProcess) error { return os.RemoveAll(filepath.Join(o.dir, "calendars")) }, map[string]int{
			"goals": api.ExitRefused, "simulate --weeks 1": api.ExitRefused, "config check": api.ExitConfig,
		}},
		"no people": {func(o *inProcess) error { return os.Remove(filepath.Join(o.dir, "people.csv")) }, map[string]int{
			"goals": api.ExitRefused, "config check": api.ExitConfig,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newInProcess(t)
			if err := c.spoil(o); err != nil {
				t.Fatal(err)
			}
			for line, want := range c.calls {
				code, _, talk := o.fika(strings.Fields(strings.ReplaceAll(line, "DIR", o.dir))...)
				lines := strings.Split(strings.TrimSpace(talk), "\n")
				if code != want || !strings.Contains(talk, "fika: error: ") || !strings.HasPrefix(lines[len(lines)-1], "fika: hint: ") {
					t.Errorf("fika %s: exit %d, want %d\n%s", line, code, want, talk)
				}
			}
		})
	}
}
