package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/prose"
	"fika/internal/terminal"
)

// completionTime is how long the shell waits for an answer.
const completionTime = time.Second

// completeCoffee completes the first argument by the IDs of live coffees, with their names.
func (a *cli) completeCoffee(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completeCoffees(cmd, args, typed)
}

// completeCoffees completes every argument so, without those given already. Only a running
// fika is asked: reading the calendars takes too long for a shell.
func (a *cli) completeCoffees(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	return completeFrom(cmd, a, api.CallBookings, api.BookingsArgs{}, func(answer api.Bookings) (found []string) {
		p := a.newPage(nil)
		for _, b := range answer.Bookings {
			if strings.HasPrefix(b.ID, typed) && !slices.Contains(args, b.ID) {
				found = append(found, cobra.CompletionWithDesc(b.ID, terminal.Visible(b.Name+", "+p.When(b.Start))))
			}
		}
		return found
	})
}

// completeNote completes the first argument by the IDs of notes; only those of open
// promises if open is true.
func (a *cli) completeNote(open bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return completeFrom(cmd, a, api.CallNotes, api.NotesArgs{Open: open}, func(answer api.Notes) (found []string) {
			for _, n := range answer.Notes {
				if strings.HasPrefix(strings.ToLower(n.ID), strings.ToLower(typed)) {
					found = append(found, cobra.CompletionWithDesc(n.ID, terminal.Visible(n.Name+", "+prose.Truncate(n.Text, 40))))
				}
			}
			return found
		})
	}
}

// completeTopic completes a word by the topics of notes: anywhere if the word begins with #,
// else if bare is true.
func (a *cli) completeTopic(bare bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		mark := ""
		if strings.HasPrefix(typed, "#") {
			mark = "#"
		} else if !bare {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return completeFrom(cmd, a, api.CallTopics, api.NoArgs{}, func(answer api.Topics) (found []string) {
			for _, t := range answer.Topics {
				if strings.HasPrefix(mark+t.Topic, strings.ToLower(typed)) {
					found = append(found, cobra.CompletionWithDesc(mark+t.Topic, prose.Count(t.People, "person")))
				}
			}
			return found
		})
	}
}

// completeFrom completes by an answer of a running fika.
func completeFrom[Args, Answer any](cmd *cobra.Command, a *cli, c api.Call[Args, Answer], args Args, found func(Answer) []string) ([]string, cobra.ShellCompDirective) {
	where, err := a.paths()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	ctx, done := context.WithTimeout(cmd.Context(), completionTime)
	defer done()
	answer, err := c.Make(ctx, client.New(where.Socket), args)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return found(answer), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

func newCompletionCommand(a *cli) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		GroupID:   operation,
		Short:     "Print shell completions for " + prose.Choice(shells),
		Example:   "  fika completion bash > ~/.local/share/bash-completion/completions/fika\n  fika completion fish > ~/.config/fish/completions/fika.fish",
		Args:      exactly("a SHELL: " + prose.Choice(shells)),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.stdout)
			case "fish":
				return root.GenFishCompletion(a.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.stdout)
			}
			return usage("unknown shell %q; use %s", args[0], prose.Choice(shells))
		},
	}
}
