package main

import (
	"context"
	"slices"
	"time"

	"fika/daemon"
	"fika/internal/api"
)

// PassAnswer is what one pass did: fika.run/v1.
type PassAnswer struct {
	Schema   string               `json:"schema"`
	Now      time.Time            `json:"now"`
	Entries  []daemon.EntryAnswer `json:"entries"`
	Holds    []daemon.HoldAnswer  `json:"holds"`
	Problems []string             `json:"problems"`
}

// once makes one pass. A signal gives it a few seconds to end.
func (r *runner) once(ctx context.Context) error {
	if err := r.keeper.last.err; err != nil {
		return err
	}
	d, err := r.daemon()
	if err != nil {
		return err
	}
	defer r.wiring.close()
	report, err := r.pass(ctx, d)
	if err != nil {
		return err
	}
	answer := r.passAnswer(report)
	if err := r.app.answer(answer, func(out *page) { out.pass(answer) }); err != nil {
		return err
	}
	needsUser := func(h daemon.HoldAnswer) bool { return h.Code != string(api.CodeCaps) } // a cap is a wish kept
	if slices.ContainsFunc(answer.Holds, needsUser) || len(answer.Problems) > 0 {
		return errAttention
	}
	return nil
}

func (r *runner) pass(ctx context.Context, d *daemon.Daemon) (daemon.Report, error) {
	done := r.app.waiting("making a pass")
	defer done()
	return d.Pass(ctx, r.app.now())
}

func (r *runner) passAnswer(report daemon.Report) PassAnswer {
	zone := r.wiring.current.Load().Me.Zone
	a := PassAnswer{Schema: "fika.run/v1", Now: report.Now.In(zone), Entries: report.Entries,
		Holds: []daemon.HoldAnswer{}, Problems: append([]string{}, report.Problems...)}
	for _, h := range report.Holds {
		a.Holds = append(a.Holds, daemon.HoldAnswer{Code: h.Code, Since: h.Since.In(zone), Text: h.Text, Hint: h.Hint})
	}
	return a
}

func (p *page) pass(a PassAnswer) {
	// A new hold is told below, with what to do about it.
	happened := slices.DeleteFunc(slices.Clone(a.Entries), func(e daemon.EntryAnswer) bool { return e.Kind == "hold" })
	p.entries(happened)
	if len(happened) == 0 {
		p.line("Nothing changed.")
	}
	p.holds(a.Holds)
	p.problems(a.Problems)
}
