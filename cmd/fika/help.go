package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
)

// newHelpCommand is fika help TOPIC, where TOPIC is a command or one of the topics
// below. Cobra's own prints the whole help for an unknown topic and succeeds.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [TOPIC]",
		GroupID: operation,
		Short:   "Show help for a command or topic",
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
	var list strings.Builder
	for _, e := range api.Exits {
		fmt.Fprintf(&list, "%5d  %s\n", e.Code, e.Meaning)
	}
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long: "Exit codes of fika:\n\n" + list.String() + `
Any other code means failure. 2 is never used. With --json the last line of
stderr is {"error":{"code","exit","message","hint"}}. Code 3 has no such line,
since the answer on stdout says what needs attention.`,
	}
}
