package app

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/atomicfile"
)

// liveConfig holds the configuration in force, and compares the file with it. It does not
// apply a text that lost as much as a half-saved file would. Waiting does not help, since
// an editor may pause for hours: the user has to accept the file or save all of it.
type liveConfig struct {
	path string // of the file
	copy string // the path of a copy of the text in force, for the next start

	mu     sync.Mutex
	active *config.Config
	text   []byte  // that active was made from
	last   verdict // on the last reading
}

// verdict is the decision about one reading of the file.
type verdict struct {
	reading reading
	next    *config.Config  // nil if the file is invalid
	err     error           // why it is invalid
	changes []config.Change // from the configuration in force to next
	lost    []config.Change // if not empty, next is not applied
}

// inForce reports whether the file is in force after the verdict.
func (v *verdict) inForce() bool { return v.err == nil && len(v.lost) == 0 }

// openLiveConfig returns the live configuration of the file at path, for the daemon with
// that state. The file is in force unless it is invalid or lost something since the last
// run. Then the configuration of the last run is, so that an unattended restart does not
// fail because of a typo. A missing file is an error anyway, because its name may be
// misspelt.
func openLiveConfig(path, state string) (*liveConfig, error) {
	c := lastActive(path, state)
	first := c.read()
	if c.active == nil {
		return c, c.begin(first)
	}
	if v := c.apply(first, false); errors.Is(first.err, fs.ErrNotExist) {
		return nil, v.err
	}
	return c, nil
}

// begin puts r in force when nothing was in force before.
func (c *liveConfig) begin(r reading) error {
	active, err := workable(c.path, r)
	if err == nil {
		c.active, c.text, c.last = active, r.text, verdict{reading: r, next: active}
	}
	return err
}

// lastActive returns the configuration last in force. Its active is nil if there was no
// run yet, or if this fika cannot read what the run left.
func lastActive(path, state string) *liveConfig {
	c := &liveConfig{path: path, copy: filepath.Join(state, "config.accepted.toml")}
	if text, err := os.ReadFile(c.copy); err == nil {
		if was, err := config.Parse(path, text); err == nil {
			c.active, c.text = was, text
		}
	}
	return c
}

func (c *liveConfig) read() reading {
	text, err := config.Read(c.path)
	return reading{text, err}
}

// LastRun returns the configuration last in force, or nil if there was no run yet, or if
// this fika cannot read what the run left.
func LastRun(p api.Paths) *config.Config { return lastActive(p.Config, p.State).active }

// Begin records that the configuration is in force, as a run does.
func Begin(p api.Paths) error {
	c, err := openLiveConfig(p.Config, p.State)
	if err == nil {
		err = c.save()
	}
	return err
}

// judge decides about r without changing anything.
func (c *liveConfig) judge(r reading) verdict { return c.judgeDraft(c.path, r) }

// judgeDraft is judge for another file: faults have its name, but relative paths in it
// are resolved as in the configuration itself.
func (c *liveConfig) judgeDraft(path string, r reading) verdict {
	v := verdict{reading: r}
	v.next, v.err = workable(path, r)
	if v.err == nil && path != c.path {
		v.next, v.err = workable(c.path, r)
	}
	if v.err == nil {
		v.changes = config.Diff(c.active, v.next)
		v.lost = config.SuspiciousChanges(c.active, v.next, v.changes)
	}
	return v
}

// apply puts r in force if the verdict allows it, or if accept confirms its losses. The
// caller holds mu.
func (c *liveConfig) apply(r reading, accept bool) verdict {
	v := c.judge(r)
	if accept && v.err == nil {
		v.lost = nil
	}
	if v.inForce() {
		c.active, c.text = v.next, r.text
	}
	c.last = v
	return v
}

// save stores the text in force for the next start. It is replaced as a whole: half of
// it would make half a file look valid.
func (c *liveConfig) save() error {
	if had, err := os.ReadFile(c.copy); err == nil && bytes.Equal(had, c.text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(c.copy), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(c.copy, c.text, 0o600)
}

// settings returns the settings in force, with the reason why those of the file are not.
func (c *liveConfig) settings() daemon.Settings {
	s := Settings(c.active)
	if c.last.err != nil {
		s.Problem = Explain(c.last.err).Text
	}
	s.Lost = texts(c.last.lost)
	return s
}

// draft judges a draft, or the file itself if draft is nil, and returns the name of what
// it judged. The caller holds mu.
func (c *liveConfig) draft(draft *api.Draft) (verdict, string) {
	if draft == nil {
		return c.judge(c.read()), c.path
	}
	return c.judgeDraft(draft.Path, reading{text: []byte(draft.Text)}), draft.Path
}

// answer presents the verdict on the file at path to the user.
func (c *liveConfig) answer(path string, v verdict) api.ConfigDiff {
	answer := api.ConfigDiff{Path: path, Verdict: api.ConfigTaken, Changes: []api.ConfigChange{}}
	for _, change := range v.changes {
		answer.Changes = append(answer.Changes, api.ConfigChange{Text: change.Text, Loses: change.IsLoss, Guards: change.LosesProtection})
	}
	switch {
	case v.err != nil:
		f := Explain(v.err)
		answer.Verdict, answer.Code, answer.Text, answer.Hint = api.ConfigRefused, f.Code, f.Text, f.Hint
	case !v.inForce():
		answer.Verdict, answer.Code, answer.Hint = api.ConfigShrunk, api.CodeConfigShrunk, "if that is right: fika config accept"
		answer.Text = "the file lost something: it may be half saved"
	}
	return answer
}

// texts returns the sentences of changes.
func texts(changes []config.Change) []string {
	var all []string
	for _, c := range changes {
		all = append(all, c.Text)
	}
	return all
}

// inWords returns changes as one sentence.
func inWords(changes []config.Change) string {
	if len(changes) == 0 {
		return "nothing relevant changed"
	}
	return strings.Join(texts(changes), "; ")
}
