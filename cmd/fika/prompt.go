package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"fika/internal/api"
	"fika/internal/terminal"
)

// interactive reports whether fika may ask questions.
func (a *cli) interactive() bool {
	return !a.flags.noInput && terminal.Is(a.stdin)
}

// confirm asks for a yes. If it cannot ask, --yes is required.
func (a *cli) confirm(ctx context.Context, question string) error {
	if a.flags.yes {
		return nil
	}
	if !a.interactive() {
		return &api.Fault{Code: api.CodeUsage, Text: "this needs confirmation, and there is nobody to ask", Hint: "add --yes"}
	}
	answer, err := a.prompt().line(ctx, question+" [y/N]", "")
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return api.NewFault(api.CodeNotConfirmed, "not confirmed, nothing was done")
	}
	return nil
}

// readLines returns the lines of from, until it or ctx ends. Reading a terminal cannot be
// interrupted, so its goroutine may wait for a line that nobody takes until the process
// ends. Whoever calls readLines must leave from to it.
func readLines(ctx context.Context, from io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for read := bufio.NewScanner(from); read.Scan(); {
			select {
			case lines <- read.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// prompt asks one question after another.
type prompt struct {
	app *cli
	in  *bufio.Reader
}

func (a *cli) prompt() *prompt { return &prompt{a, bufio.NewReader(a.stdin)} }

// line asks question and returns the answer, or otherwise if it is empty. If ctx ends,
// which is what Ctrl-C does, it gives up, and the read of the terminal that nobody can
// interrupt stays until the process ends.
func (p *prompt) line(ctx context.Context, question, otherwise string) (string, error) {
	if otherwise != "" {
		question += " [" + otherwise + "]"
	}
	fmt.Fprint(p.app.stderr, terminal.Visible(question)+": ")
	var text string
	var err error
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		text, err = p.in.ReadString('\n')
	}()
	select {
	case <-answered:
	case <-ctx.Done():
		fmt.Fprintln(p.app.stderr)
		return "", ctx.Err()
	}
	if err != nil && (err != io.EOF || text == "") {
		return "", api.NewFault(api.CodeInterrupted, "no answer")
	}
	if text = strings.TrimSpace(text); text == "" {
		return otherwise, nil
	}
	return text, nil
}
