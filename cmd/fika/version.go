package main

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"fika/internal/api"

	"github.com/spf13/cobra"
)

// VersionAnswer is which fika this is: fika.version/v1.
type VersionAnswer struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"` // built from a tree with changes beyond the commit
	Go      string `json:"go"`
}

func newVersionCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: running,
		Short:   "Which fika this is",
		Example: "  fika version --json",
		Args:    nothing,
		RunE: func(*cobra.Command, []string) error {
			answer := thisVersion()
			return a.answer(answer, func(out *page) {
				out.line("fika %s", answer.Version)
				if answer.Commit != "" {
					out.line("commit %s", answer.Commit)
				}
				out.line("%s", answer.Go)
			})
		},
	}
}

// thisVersion is what the linker and the toolchain wrote into the program.
func thisVersion() VersionAnswer {
	a := VersionAnswer{Schema: api.SchemaVersion, Version: cmp.Or(version, "(devel)"), Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return a
	}
	a.Version = cmp.Or(version, info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			a.Commit = s.Value
		case "vcs.modified":
			a.Changed = s.Value == "true"
		}
	}
	return a
}
