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

// keeper knows which configuration is in force, and judges what the file says
// against it. A text that lost what a half-saved file loses is not taken; time does
// not heal that, since an editor may pause for hours: the user accepts it or saves
// the whole.
type keeper struct {
	path string // of the file
	kept string // a copy of the text in force, so that the next start knows it

	mu    sync.Mutex
	force *config.Config
	text  []byte  // that force was made of
	last  verdict // on what was read last
}

// verdict is what becomes of one reading of the file.
type verdict struct {
	reading reading
	next    *config.Config  // nil if the file is no configuration
	err     error           // why it is none
	changes []config.Change // from the configuration in force to next
	lost    []config.Change // not empty: next is not taken
}

// taken reports whether the file is in force after the verdict.
func (v *verdict) taken() bool { return v.err == nil && len(v.lost) == 0 }

// keep returns a keeper of the file at path for the daemon with that state. In
// force is what the file says. If that is no configuration, or lost something
// since the last run, it is the one of the last run: a machine that starts by
// itself at night should not need its user for a typing error. A file that is not
// there is an error all the same: its name may be misspelt.
func keep(path, state string) (*keeper, error) {
	k := remember(path, state)
	first := k.read()
	if k.force == nil {
		return k, k.begin(first)
	}
	if v := k.take(first, false); errors.Is(first.err, fs.ErrNotExist) {
		return nil, v.err
	}
	return k, nil
}

// begin puts r in force where nothing was in force before.
func (k *keeper) begin(r reading) error {
	c, err := workable(k.path, r)
	if err == nil {
		k.force, k.text, k.last = c, r.text, verdict{reading: r, next: c}
	}
	return err
}

// remember returns a keeper with the configuration that was in force last; none
// if there was no run yet, or if this fika cannot read what it left.
func remember(path, state string) *keeper {
	k := &keeper{path: path, kept: filepath.Join(state, "config.accepted.toml")}
	if text, err := os.ReadFile(k.kept); err == nil {
		if was, err := config.Parse(path, text); err == nil {
			k.force, k.text = was, text
		}
	}
	return k
}

func (k *keeper) read() reading {
	text, err := config.Read(k.path)
	return reading{text, err}
}

// LastRun is the configuration that was in force last; nil if there was no run
// yet, or if this fika cannot read what it left.
func LastRun(p Paths) *config.Config { return remember(p.Config, p.State).force }

// Begin notes that the configuration is in force, as a run does.
func Begin(p Paths) error {
	k, err := keep(p.Config, p.State)
	if err == nil {
		err = k.save()
	}
	return err
}

// judge says what would become of r. It changes nothing.
func (k *keeper) judge(r reading) verdict { return k.judgeDraft(k.path, r) }

// judgeDraft is judge for a reading of another file: its faults are told by its
// own name, and the paths in it are meant from where the configuration lies.
func (k *keeper) judgeDraft(path string, r reading) verdict {
	v := verdict{reading: r}
	v.next, v.err = workable(path, r)
	if v.err == nil && path != k.path {
		v.next, v.err = workable(k.path, r)
	}
	if v.err == nil {
		v.changes = config.Diff(k.force, v.next)
		v.lost = config.Shrunk(k.force, v.next, v.changes)
	}
	return v
}

// take puts r in force if the verdict on it allows that, or if accept says that
// its losses are meant. The caller holds mu.
func (k *keeper) take(r reading, accept bool) verdict {
	v := k.judge(r)
	if accept && v.err == nil {
		v.lost = nil
	}
	if v.taken() {
		k.force, k.text = v.next, r.text
	}
	k.last = v
	return v
}

// save keeps the text in force for the next start. It is replaced whole: half a
// text would make half a file look sound.
func (k *keeper) save() error {
	if had, err := os.ReadFile(k.kept); err == nil && bytes.Equal(had, k.text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(k.kept), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(k.kept, k.text, 0o600)
}

// settings are those in force, with the reason why the file's are not.
func (k *keeper) settings() daemon.Settings {
	s := Settings(k.force)
	if k.last.err != nil {
		s.Problem = Explain(k.last.err).Text
	}
	s.Lost = texts(k.last.lost)
	return s
}

// draft judges a draft, or the file itself if there is none, and names what it
// judged. The caller holds mu.
func (k *keeper) draft(draft *api.Draft) (verdict, string) {
	if draft == nil {
		return k.judge(k.read()), k.path
	}
	return k.judgeDraft(draft.Path, reading{text: []byte(draft.Text)}), draft.Path
}

// answer is the verdict on the file at path for the user.
func (k *keeper) answer(path string, v verdict) api.ConfigDiff {
	answer := api.ConfigDiff{Path: path, Verdict: api.ConfigTaken, Changes: []api.ConfigChange{}}
	for _, c := range v.changes {
		answer.Changes = append(answer.Changes, api.ConfigChange{Text: c.Text, Loses: c.Loses, Guards: c.Guards})
	}
	switch {
	case v.err != nil:
		f := Explain(v.err)
		answer.Verdict, answer.Code, answer.Text, answer.Hint = api.ConfigRefused, f.Code, f.Text, f.Hint
	case !v.taken():
		answer.Verdict, answer.Code, answer.Hint = api.ConfigShrunk, api.CodeConfigShrunk, "if that is right: fika config accept"
		answer.Text = "the file lost something that was there: it may be half saved"
	}
	return answer
}

// texts are the sentences of changes.
func texts(changes []config.Change) []string {
	var all []string
	for _, c := range changes {
		all = append(all, c.Text)
	}
	return all
}

// inWords are changes as one sentence.
func inWords(changes []config.Change) string {
	if len(changes) == 0 {
		return "nothing that counts changed"
	}
	return strings.Join(texts(changes), "; ")
}
