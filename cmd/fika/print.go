package main

import (
	"fmt"
	"slices"

	"fika/internal/api"
	"fika/internal/terminal"
)

// page is an answer as text; each command has one method that writes it.
type page struct{ terminal.Page }

// newPage returns an empty page, fitted to stream if that is a terminal.
func (a *cli) newPage(stream any) *page {
	return &page{terminal.Page{Now: a.now(), Columns: terminal.Columns(stream)}}
}

// answer prints doc on stdout: as JSON with --json, else as text. It writes once, so
// that a full disk causes an error rather than an answer that looks complete.
func (a *cli) answer(doc any, text func(out *page)) error {
	if !a.flags.json {
		return a.show(text)
	}
	out, err := api.Document(doc)
	if err != nil {
		return err
	}
	return a.write(out)
}

// show prints a page on stdout.
func (a *cli) show(text func(out *page)) error {
	p := a.newPage(a.stdout)
	text(p)
	return a.write([]byte(p.String()))
}

// write writes out to stdout.
func (a *cli) write(out []byte) error {
	if _, err := a.stdout.Write(out); err != nil {
		return api.NewFault(api.CodeOutput, "the answer cannot be written: "+err.Error())
	}
	return nil
}

// jsonLine prints doc as JSON on one line, for continuous output.
func (a *cli) jsonLine(doc any) error {
	text, err := api.Marshal(doc)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(text)
	return err
}

// holds prints why nothing is sent, if there is a reason.
func (p *page) holds(holds []api.Hold) {
	if len(holds) == 0 {
		return
	}
	title := "Nothing is sent:"
	if !slices.ContainsFunc(holds, func(h api.Hold) bool { return h.Code != api.CodeCaps }) {
		title = "Not everything is sent:"
	}
	p.Head(title)
	for _, h := range holds {
		p.Wrap("  ", h.Text+" (since "+p.When(h.Since)+")")
		p.Hint(h.Hint)
	}
}

// problems prints what could not be understood.
func (p *page) problems(problems []string) {
	const shown = 3 // the page is about something else
	if len(problems) == 0 {
		return
	}
	p.Head("Could not be understood:")
	for i, text := range problems {
		if i == shown {
			p.Wrap("  ", fmt.Sprintf("and %d more: fika config check shows those of lists at their lines, fika events those of calendars, --json all", len(problems)-shown))
			return
		}
		p.Wrap("  ", text)
	}
}
