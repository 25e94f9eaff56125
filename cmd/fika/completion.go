package main

import (
	"github.com/spf13/cobra"
)

func newCompletionCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:       "completion SHELL",
		GroupID:   operation,
		Short:     "Print shell completions for bash, zsh, fish or powershell",
		Example:   "  fika completion bash > ~/.local/share/bash-completion/completions/fika\n  fika completion fish > ~/.config/fish/completions/fika.fish",
		Args:      exactly("a SHELL: bash, zsh, fish or powershell"),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
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
			return usage("unknown shell %q; use bash, zsh, fish or powershell", args[0])
		},
	}
}
