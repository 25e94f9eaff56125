package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
)

// BundleAnswer is what a bundle holds: fika.debug-bundle/v1.
type BundleAnswer struct {
	Schema string        `json:"schema"`
	File   string        `json:"file"`
	Parts  []BundledPart `json:"parts"`
}

// BundledPart is one file inside a bundle.
type BundledPart struct {
	Name  string `json:"name"`
	Bytes int    `json:"bytes"`
	About string `json:"about"`
}

func newDebugCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "debug",
		GroupID: running,
		Short:   "What helps whoever looks for a fault in fika",
		Example: "  fika debug bundle",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "bundle [FILE]",
		Short: "Write an archive for a bug report, without private data",
		Long: `Writes a zip archive for a bug report to FILE, which must not exist, or into this
folder: the version, the shape of the configuration, holds, metrics, what fika
doctor looked at, the newest entries of the log and how many rows the store has.
Names, addresses, titles, topics, reasons, notes and paths are not in it; people
are called p1, p2 and so on. It works with a running fika and without, with a
broken configuration and a damaged store. Nothing is sent: look at it, then attach
it yourself.`,
		Example: "  fika debug bundle\n  fika debug bundle /tmp/fika.zip && unzip -p /tmp/fika.zip | less",
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.debugBundle(cmd.Context(), args) },
	})
	return cmd
}

func (a *cli) debugBundle(ctx context.Context, args []string) error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	now := a.now().UTC()
	file, err := filepath.Abs(append(args, now.Format("fika-bundle-20060102T150405Z.zip"))[0])
	if err != nil {
		return err
	}
	done := a.waiting("looking")
	parts := newBundle(a, p).parts(ctx)
	done()
	if err := ctx.Err(); err != nil {
		return err
	}
	archive, err := archived(parts, now)
	if err != nil {
		return err
	}
	if err := writeNew(file, archive); err != nil {
		return err
	}
	answer := BundleAnswer{Schema: api.SchemaDebugBundle, File: file}
	for _, part := range parts {
		answer.Parts = append(answer.Parts, BundledPart{part.name, len(part.text), part.about})
	}
	return a.answer(answer, func(out *page) { out.bundle(answer) })
}

func (p *page) bundle(a BundleAnswer) {
	p.line("Written to %s", a.File)
	var rows [][]string
	for _, part := range a.Parts {
		rows = append(rows, []string{"  " + part.Name, part.About})
	}
	p.table(rows...)
	p.line("Nothing was sent. Look at it, then attach it to your report.")
}

// archived is parts as a zip archive, which every system opens without a tool.
func archived(parts []part, now time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part.text); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// writeNew writes a file for its owner alone. One that is there already stays,
// and half a file does not.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &api.Fault{Code: api.CodeInvalid, Text: fmt.Sprintf("%s is there already", path), Hint: "name another file"}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path) //nolint:errcheck // the error before is the one to tell
	}
	return err
}
