package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/diagnosis"
)

func newDebugCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "debug",
		GroupID: operation,
		Short:   "Collect what a bug report needs",
		Example: "  fika debug bundle",
		Args:    noArgs,
		RunE:    a.help,
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "bundle [FILE]",
		Short: "Write an archive for a bug report, without private data",
		Long: `Writes a zip archive for a bug report to FILE, which must not exist, or into this
folder: the version, the structure of the configuration, holds, metrics, the
results of fika doctor, the newest log entries and the number of rows in the
store. It contains no names, addresses, titles, topics, reasons, notes or paths;
people are called p1, p2 and so on. It works with or without a running fika, with
a broken configuration and with a damaged store. Nothing is sent: review it, then
attach it yourself.`,
		Example: "  fika debug bundle\n  fika debug bundle /tmp/fika.zip && unzip -p /tmp/fika.zip | less",
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.debugBundle(cmd.Context(), args) },
	})
	return cmd
}

func (a *cli) debugBundle(ctx context.Context, args []string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	now := a.now().UTC()
	file, err := filepath.Abs(append(args, now.Format("fika-bundle-20060102T150405Z.zip"))[0])
	if err != nil {
		return err
	}
	b, done := app.Bundle(o, thisVersion())
	defer done()
	stop := a.showProgress(checking)
	parts := b.Parts(ctx)
	stop()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := diagnosis.Write(file, parts, now); err != nil {
		return err
	}
	answer := api.Bundle{File: file}
	for _, part := range parts {
		answer.Parts = append(answer.Parts, api.BundlePart{Name: part.Name, Bytes: len(part.Text), About: part.About})
	}
	return a.answer(answer, func(out *page) { out.bundle(answer) })
}

func (p *page) bundle(a api.Bundle) {
	p.Line("Written to %s", a.File)
	var rows [][]string
	for _, part := range a.Parts {
		rows = append(rows, []string{"  " + part.Name, part.About})
	}
	p.Table(rows...)
	p.Line("Nothing was sent. Review it, then attach it to your report.")
}
