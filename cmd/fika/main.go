// Command fika finds time for short meetings with colleagues and books them.
//
// This package translates: flags, files, the environment and signals into
// options of the packages below, and their answers and errors into text, JSON
// and exit codes. What to decide it leaves to them. Each command is one file.
//
// A question goes to the running daemon if one answers on its socket, else the
// process takes the lock of the state and answers by itself, so that every command
// says the same with a daemon and without: see package app.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones must mean the same on a machine without its own
)

// version is set by the linker for releases, which is why it is no constant.
var version string

func main() {
	a := &cli{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv, program: os.Args[0]}
	os.Exit(a.main(os.Args[1:]))
}

// main runs the command that args name until it ends or a signal comes, and
// returns the exit code. After the first signal the default is in force again:
// the second ends the process at once, whatever it does.
func (a *cli) main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return a.run(ctx, args)
}
