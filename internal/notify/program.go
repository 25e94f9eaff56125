package notify

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Program returns the channel to a program: each message starts it with argv, and has the
// text on its standard input and the title in the environment variable FIKA_TITLE. No
// shell reads argv.
func Program(argv []string) Channel { return program(argv) }

type program []string

func (p program) String() string { return p[0] }

func (p program) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, p[0], p[1:]...)
	cmd.Stdin = strings.NewReader(m.Text + "\n")
	cmd.Env = append(cmd.Environ(), "FIKA_TITLE="+m.Title)
	cmd.WaitDelay = time.Second // a child of the program may hold its output open
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		if cmd.Process == nil {
			return fmt.Errorf("%s: %w: %w", p[0], err, ErrNotSent)
		}
		return fmt.Errorf("%s: %w: %s", p[0], err, firstLine(said.String()))
	}
	return nil
}

// firstLine returns the first line of what a program said, 200 bytes at most.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if line == "" {
		return "it said nothing"
	}
	return strings.ToValidUTF8(line[:min(len(line), 200)], "")
}
