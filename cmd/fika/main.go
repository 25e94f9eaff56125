// Command fika finds time for short meetings with colleagues and books them.
//
// This package translates: it turns flags, files, the environment and signals into
// options of the packages below, and their answers and errors into text, JSON and exit
// codes. It makes no decisions. Each command is one file.
//
// The running daemon answers questions if there is one. Otherwise the process locks the
// state and answers them itself, so that every command gives the same answer with and
// without a daemon: see package app.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones must mean the same on machines without zone data
)

// version is set by the linker for releases, so it cannot be a constant.
var version string

func main() {
	a := &cli{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv, program: os.Args[0]}
	os.Exit(a.main(os.Args[1:]))
}

// main runs the command in args until it ends or a signal comes, and returns the exit
// code. A second signal kills the process at once.
func (a *cli) main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return a.run(ctx, args)
}
