package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/prose"
)

func newLettersCommand(a *cli) *cobra.Command {
	args := api.LettersArgs{Sample: 10}
	cmd := &cobra.Command{
		Use:     "letters",
		GroupID: information,
		Short:   "Read invitations that your goals would write; sends nothing",
		Long: `Writes samples of the invitations that your goals would send to people of your
list, and sends nothing. Goals take turns, and the people of a goal are mixed, so
that twenty samples show most of what your colleagues will read. The times are
examples; the words are those that would be sent now. Rests, caps and what was
already sent do not count.

Read them after you change a goal or [invite] in the configuration. The samples
stay the same, so you see what your change does.`,
		Example: "  fika letters --sample 20\n  fika letters --sample 5 --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallLetters, args)
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.letters(answer) })
		},
	}
	numberFlag(cmd, &args.Sample, "sample", limits{1, api.MaxLetters}, fmt.Sprintf("write `N` letters, at most %d", api.MaxLetters))
	return a.addFreshFlag(cmd)
}

func (p *page) letters(a api.Letters) {
	switch n := len(a.Letters); {
	case n == 0:
		p.Wrap("", "Your goals look for nobody on your list, so they write no letters. What each looks for: fika goals; who is on the list: fika people")
		return
	case n < a.Pairs:
		p.Line("%d of the %s that your goals could write. Nothing is sent.", n, prose.Count(a.Pairs, "letter"))
	default:
		p.Line("%s that your goals could write. Nothing is sent.", prose.Count(n, "letter"))
	}
	for i, s := range a.Letters {
		p.Head(fmt.Sprintf("%d. For %s, to %s", i+1, s.Goal, s.Name))
		if s.Letter.Problem != "" {
			p.envelope("  ", s.Letter)
			continue
		}
		p.letterText("  ", s.Letter)
	}
}
