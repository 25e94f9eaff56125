package daemon

import (
	"context"
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// omittable picks a part of the refused draft that the event can do without. If the
// calendar does not say which part it refused, they are left out one by one.
func omittable(draft calendar.Draft, err error) (calendar.Part, bool) {
	refusal, ok := refusalIn(err)
	if !ok {
		return "", false
	}
	link, zone := draft.Video, draft.Zone != nil && draft.Zone != time.UTC
	switch {
	case link && (refusal.Part == calendar.PartVideoLink || refusal.Part == calendar.PartRequest):
		return calendar.PartVideoLink, true
	case zone && (refusal.Part == calendar.PartZone || refusal.Part == calendar.PartRequest):
		return calendar.PartZone, true
	}
	return "", false
}

// omission returns the refusal by which that part is left out of what is sent to src.
func (o *observation) omission(src Source, b store.Booking, part calendar.Part, err error) store.Refusal {
	what := map[calendar.Part]string{calendar.PartVideoLink: "a link to meet by video", calendar.PartZone: "the name of your time zone"}[part]
	text := fmt.Sprintf("calendar %q refuses %s", src.Name, what)
	if refusal, ok := refusalIn(err); ok && refusal.Message != "" {
		text += ": " + prose.WithoutStop(refusal.Message)
	}
	before := o.refusals[refusalKey{src.Name, string(part)}]
	return store.Refusal{Calendar: src.Name, Part: string(part), Since: o.now, Until: o.now.Add(partRest), Times: before.Times + 1, Text: text, Booking: b.ID}
}

// leaveOut records the parts that were left out, and says so in the log of b. If the
// rest was refused as well, with err, they were not the cause.
func (p *pass) leaveOut(ctx context.Context, b store.Booking, omitted []store.Refusal, err error) error {
	if refusal, ok := refusalIn(err); ok && refusal.Part == calendar.PartRequest {
		return nil
	}
	for _, f := range omitted {
		if err := p.remember(ctx, f); err != nil {
			return err
		}
		err := p.store.Record(ctx, store.Entry{At: p.now, Kind: api.EntryWithout, By: api.ByFika, Booking: b.ID, Person: b.Person,
			Note: f.Text + "; not asked for again before " + when(f.Until, p.settings.Rules.Zone)})
		if err != nil {
			return err
		}
	}
	return nil
}
