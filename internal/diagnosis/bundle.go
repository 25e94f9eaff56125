package diagnosis

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"fika/config"
	"fika/internal/api"
)

// Patience is how long a part of a bundle waits for a fika that hangs.
const Patience = 30 * time.Second

// Bundle collects the contents of a bug report. It is needed most when little works. So
// each part is collected on its own, has a time limit, and is replaced by an error code
// if it fails. Only data known to be harmless is included.
type Bundle struct {
	Doctor   Doctor
	InForce  *config.Config // from the last run, if the doctor has none; may be nil
	Patience time.Duration  // for one part

	// Remember returns a Fika that can read the store: the running one, or one made from
	// the store alone, since there may be no configuration. The caller must call done,
	// which is never nil.
	Remember func(context.Context) (f Fika, done func(), err error)
}

// Part is one file of a bundle.
type Part struct {
	Name, About string
	Text        []byte
}

// Parts returns the files of the bundle. The first one lists the others.
func (b Bundle) Parts(ctx context.Context) []Part {
	c := collector{b, newRedaction()}
	parts := []Part{
		c.part(ctx, "program.json", "version, Go, system", c.program),
		c.part(ctx, "config.json", "the configuration, texts left out", c.config),
		c.part(ctx, "status.json", "holds, calendars by kind, caps", c.status),
		c.part(ctx, "doctor.json", "the checks of fika doctor, and their results", c.doctor),
	}
	f, done, err := b.Remember(ctx)
	defer done()
	remembered := func(name, about string, look func(context.Context, Fika) (any, error)) {
		parts = append(parts, c.part(ctx, name, about, func(ctx context.Context) (any, error) {
			if err != nil {
				return nil, err
			}
			return look(ctx, f)
		}))
	}
	remembered("metrics.txt", "Prometheus metrics; from the store alone if fika is not running", c.metrics)
	remembered("store.json", "version of the store, rows of each table", c.store)
	remembered("log.json", "the newest entries of the log: when, what, which booking", c.log)
	return append([]Part{readme(parts)}, parts...)
}

// readme describes the parts.
func readme(parts []Part) Part {
	var text strings.Builder
	text.WriteString("Written by fika debug bundle for a bug report. Everything is plain text.\n\n")
	about := "this list"
	for _, p := range append([]Part{{Name: "README.txt", About: about}}, parts...) {
		fmt.Fprintf(&text, "%-14s %s\n", p.Name, p.About)
	}
	text.WriteString(`
Only what is known to be harmless is in here: numbers, times, codes, and words that
fika itself chose. "left out" stands for every other text. A person is p1, p2 and
so on, the same one in every file here. "phrases" are those of a fixed list which
an error contained; the rest of it is left out.
`)
	return Part{"README.txt", about, []byte(text.String())}
}

// Write writes parts to the new file path as a zip archive dated now, readable by its
// owner alone. Every system opens zip files without extra tools. Write never replaces a
// file, and leaves no partial file.
func Write(path string, parts []Part, now time.Time) error {
	archive, err := archived(parts, now)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &api.Fault{Code: api.CodeInvalid, Text: path + " already exists", Hint: "choose another file"}
	}
	if err != nil {
		return api.NewFault(api.CodeUnwritable, err.Error())
	}
	_, err = f.Write(archive)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path) //nolint:errcheck // the earlier error is the one to report
	}
	return err
}

func archived(parts []Part, now time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part.Text); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
