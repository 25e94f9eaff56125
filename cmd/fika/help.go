package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// newHelpCommand is fika help TOPIC, where TOPIC is a command or one of the topics
// below. Cobra's own prints the whole help for an unknown topic and succeeds.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [TOPIC]",
		GroupID: running,
		Short:   "Help for a command, and for goals and exit-codes",
		Example: "  fika help goals\n  fika help exit-codes",
		RunE: func(cmd *cobra.Command, args []string) error {
			topic, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usage("there is no help for %q; fika help lists the topics", strings.Join(args, " "))
			}
			topic.InitDefaultHelpFlag()
			return topic.Help()
		},
	}
}

func newExitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long: `Exit codes of fika:

    0  success
    1  failed; the message says why
    3  success, but something needs attention: run --once, status --check, doctor
    4  no fika is running
    5  you must sign in
    6  refused: by a rule, a hold or you
   64  the command line is wrong
   74  the disk: full, not readable, not writable, or the state is damaged
   75  temporary: offline or asked to wait; try later
   77  others can read or write the state folder
   78  the configuration has faults, or there is none
   79  the state was written by a newer fika
   80  another fika uses the same state and does not answer
  130  interrupted

Any other code means failure. 2 is never used. With --json the last line of
stderr is {"error":{"code","exit","message","hint"}}. Code 3 has no such line,
since the answer on stdout says what needs attention.`,
	}
}
