package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/store"
	"fika/internal/web"
)

func newReloadCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "reload",
		GroupID: running,
		Short:   "Make the running fika read the configuration now",
		Long: `Makes the running fika read the configuration at once, and says what became of it:
what is different now, or why the file is not in force. Ends with 78 if it is no
configuration, with 77 if others may write it, and with 3 if it may be half saved
(see fika config accept). Fika sees a changed file by itself within two seconds;
this is for scripts.`,
		Example: "  fika reload\n  fika reload --wait && fika plan",
		Args:    nothing,
	}
	// Scripts ask for it, and no reload answers earlier.
	cmd.Flags().Bool("wait", false, "wait for the verdict, as always")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.paths()
		if err != nil {
			return err
		}
		c := web.NewClient(p.Socket)
		answer, err := c.Reload(cmd.Context(), false)
		if err != nil {
			return err
		}
		a.sayVersion(c)
		return a.configAnswer(answer, "In force")
	}
	return cmd
}

func newConfigDiffCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "diff [FILE]",
		Short: "What would change if the file came into force",
		Long: `Compares the file with the configuration in force, that of the running fika or of
the last run, and says in words what would change: in the goals and rules, among
the proposals, and of what is booked. Nothing is done.

A running fika takes a changed file within two seconds, so there is nothing left
to compare. With FILE another file is compared, such as a copy that you edit; the
paths in it are meant from where the configuration lies.`,
		Example: "  fika config diff\n  fika config diff draft.toml",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			draft, err := a.readDraft(args)
			if err != nil {
				return err
			}
			answer, err := a.compare(cmd.Context(), draft)
			if err != nil {
				return err
			}
			return a.configAnswer(answer, "Would change")
		},
	}
}

func newConfigAcceptCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "accept",
		Short: "The file is whole, though something is gone from it",
		Long: `A file that is half saved is a valid one with fewer goals, people, guards or limits.
So fika does not take a file that breaks off in the middle of the one before, or
that lost most goals, the people, or what protected somebody. It sends nothing
until the rest is saved or this command says that it was meant.`,
		Example: "  fika config diff\n  fika config accept",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := a.accept(cmd.Context())
			if err != nil {
				return err
			}
			return a.configAnswer(answer, "In force")
		},
	}
}

// readDraft reads the file that args name, nil if they name none.
func (a *cli) readDraft(args []string) (*web.Draft, error) {
	if len(args) == 0 {
		return nil, nil
	}
	text, err := config.Read(args[0])
	if errors.Is(err, config.ErrUnsafe) {
		return nil, err
	}
	if err != nil {
		return nil, &api.Fault{Code: api.CodeConfigUnreadable, Text: err.Error(), Hint: "name a file that is there and that you can read"}
	}
	return &web.Draft{Path: args[0], Text: string(text)}, nil
}

// draft judges a draft, or the file itself if there is none, and names what it
// judged. The caller holds mu.
func (k *keeper) draft(draft *web.Draft) (verdict, string) {
	if draft == nil {
		return k.judge(k.read()), k.path
	}
	return k.judgeDraft(draft.Path, reading{text: []byte(draft.Text)}), draft.Path
}

// compare asks the running fika, or compares with the configuration of the last
// run under the lock of the state.
func (a *cli) compare(ctx context.Context, draft *web.Draft) (web.ConfigAnswer, error) {
	done := a.waiting("planning twice")
	defer done()
	p, err := a.paths()
	if err != nil {
		return web.ConfigAnswer{}, err
	}
	if answers(p.Socket) {
		c := web.NewClient(p.Socket)
		defer func() { a.sayVersion(c) }()
		return c.Compare(ctx, draft)
	}
	k := remember(p.Config, p.State)
	if k.force == nil {
		return web.ConfigAnswer{}, errNoRun
	}
	v, path := k.draft(draft)
	answer := k.answer("fika.config-diff/v1", path, v)
	if v.err != nil || len(v.changes) == 0 {
		return answer, nil
	}
	st, err := store.Open(ctx, p.State)
	if err != nil {
		return answer, err
	}
	defer st.Close()
	answer.Effect, err = a.effect(ctx, st, p.State, k.force, v.next, nil)
	return answer, err
}

// errNoRun says that there is nothing to compare with.
var errNoRun = &api.Fault{Code: api.CodeNoRun, Text: "no configuration has been in force yet", Hint: "fika config check reads the file, fika run puts it in force"}

// accept puts the file in force, in the running fika or for the next one.
func (a *cli) accept(ctx context.Context) (web.ConfigAnswer, error) {
	p, err := a.paths()
	if err != nil {
		return web.ConfigAnswer{}, err
	}
	st, err := a.reach(ctx, p)
	if err != nil {
		return web.ConfigAnswer{}, err
	}
	if st == nil {
		return web.NewClient(p.Socket).Reload(ctx, true)
	}
	defer st.Close()
	k := remember(p.Config, p.State)
	now := k.read()
	if k.force == nil {
		if err := k.begin(now); err != nil {
			return web.ConfigAnswer{}, err
		}
	}
	v := k.take(now, true)
	if v.taken() {
		err = k.save()
	}
	return k.answer("fika.reload/v1", k.path, v), err
}

// answer is the verdict on the file at path for the user.
func (k *keeper) answer(schema, path string, v verdict) web.ConfigAnswer {
	answer := web.ConfigAnswer{Schema: schema, Path: path, Verdict: web.Taken, Changes: []web.ChangeAnswer{}}
	for _, c := range v.changes {
		answer.Changes = append(answer.Changes, web.ChangeAnswer{Text: c.Text, Loses: c.Loses, Guards: c.Guards})
	}
	switch {
	case v.err != nil:
		f := explain(v.err)
		answer.Verdict, answer.Code, answer.Text, answer.Hint = web.Refused, string(f.Code), f.Text, f.Hint
	case !v.taken():
		answer.Verdict, answer.Code, answer.Hint = web.Shrunk, string(api.CodeConfigShrunk), "if that is right: fika config accept"
		answer.Text = "the file lost something that was there: it may be half saved"
	}
	return answer
}

// configAnswer prints what becomes of a file, and ends as the verdict asks.
func (a *cli) configAnswer(answer web.ConfigAnswer, taken string) error {
	if answer.Verdict == web.Refused {
		return &api.Fault{Code: api.Code(answer.Code), Text: answer.Text, Hint: answer.Hint}
	}
	err := a.answer(answer, func(out *page) { out.configChanges(answer, taken) })
	if err == nil && answer.Verdict == web.Shrunk {
		return errAttention
	}
	return err
}

func (p *page) configChanges(a web.ConfigAnswer, taken string) {
	if len(a.Changes) == 0 {
		p.line("Nothing that counts is different.")
		return
	}
	if a.Verdict == web.Shrunk {
		p.wrap("", "Not in force: "+a.Text+".")
		p.hint(a.Hint)
		taken = "Would change"
	}
	p.head(taken + ":")
	for _, c := range a.Changes {
		p.wrap("  ", c.Text)
	}
	if e := a.Effect; e != nil {
		p.wrap("  ", effectWords(*e))
	}
}

// effectWords is the second half of what a change means.
func effectWords(e web.EffectAnswer) string {
	return fmt.Sprintf("%s, %s", changing(e.Proposals, "proposal"), changing(e.Booked, "booked meeting"))
}

func changing(n int, thing string) string {
	switch n {
	case 0:
		return "no " + thing + " changes"
	case 1:
		return "1 " + thing + " changes"
	}
	return fmt.Sprintf("%d %ss change", n, thing)
}
