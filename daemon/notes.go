package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/store"
)

// Notes are the user's own, and no pass reads or changes them, so these calls wait for
// none. Their texts are in no log, event or message.

// AddNotes writes notes about a coffee or a person.
func (d *Daemon) AddNotes(ctx context.Context, now time.Time, a api.NoteArgs) (api.Notes, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Notes{}, fault(err)
	}
	booking, person, err := v.subject(a.About)
	if err != nil {
		return api.Notes{}, err
	}
	if len(a.Notes) == 0 {
		return api.Notes{}, api.NewFault(api.CodeInvalid, "there is nothing to write")
	}
	var notes []note.Note
	for _, n := range a.Notes {
		one := note.Note{At: now, Booking: booking, Person: person, Kind: note.Kind(n.Kind)}
		if one.Text, err = note.Clean(n.Text); err != nil || !slices.Contains(note.Kinds(), one.Kind) {
			return api.Notes{}, api.NewFault(api.CodeInvalid, cmp.Or(errorText(err), fmt.Sprintf("%q is not a kind of note", n.Kind)))
		}
		if one.Kind.Open() && a.By != "" {
			if err := one.Due.UnmarshalText([]byte(a.By)); err != nil {
				return api.Notes{}, api.NewFault(api.CodeInvalid, err.Error())
			}
		}
		notes = append(notes, one)
	}
	ids, err := d.store.AddNotes(ctx, notes...)
	if err == nil {
		err = d.finishDay(ctx, now, v.zone(), api.ActLearned)
	}
	if err != nil {
		return api.Notes{}, fault(err)
	}
	return d.notes(ctx, v, store.NoteQuery{IDs: ids})
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// subject returns what a note is about: a coffee and its guest, or a person alone.
func (o *observation) subject(what string) (booking string, person mailbox.Address, err error) {
	found := o.withIDPrefix(strings.ToLower(strings.TrimSpace(what)))
	switch {
	case len(found) == 1 && found[0].Second.Person != "":
		return "", "", &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("the coffee %s has two guests, %s", found[0].ID, namesOf(found[0])),
			Hint: "name the one whom the note is about instead of the ID"}
	case len(found) == 1:
		return found[0].ID, o.roster.PersonOf(found[0].Person), nil
	case len(found) > 1:
		return "", "", &api.Fault{Code: api.CodeAmbiguous, Text: fmt.Sprintf("%q may be %s", what, listedCoffees(found)), Hint: "type more letters of the ID"}
	}
	p, err := o.person(what, forOrder)
	return "", p.ID, err
}

// Notes returns the notes that a chooses, the newest first.
func (d *Daemon) Notes(ctx context.Context, now time.Time, a api.NotesArgs) (api.Notes, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Notes{}, fault(err)
	}
	q := store.NoteQuery{Words: a.Words, Topic: a.Topic, Since: a.Since, Open: a.Open}
	if a.Person != "" {
		p, err := v.person(a.Person, forQuestion)
		if err != nil {
			return api.Notes{}, err
		}
		q.People = p.Addresses()
	}
	return d.notes(ctx, v, q)
}

func (d *Daemon) notes(ctx context.Context, v *View, q store.NoteQuery) (api.Notes, error) {
	notes, err := d.store.Notes(ctx, q)
	a := api.Notes{Notes: []api.Note{}}
	for _, n := range notes {
		a.Notes = append(a.Notes, v.noteAnswer(n))
	}
	return a, fault(err)
}

func (o *observation) noteAnswer(n note.Note) api.Note {
	a := api.Note{ID: n.ID.String(), At: n.At.In(o.zone()), Kind: api.NoteKind(n.Kind), Person: string(n.Person), Booking: n.Booking,
		Text: n.Text, Topics: append([]string{}, n.Topics...), Name: string(n.Person)}
	if p, ok := o.accepted(n.Person); ok {
		a.Name = cmp.Or(p.Name, a.Name)
	}
	if !n.Due.IsZero() {
		a.Due = n.Due.String()
	}
	if !n.Done.IsZero() {
		done := n.Done.In(o.zone())
		a.Done = &done
	}
	return a
}

// EditNote replaces the text of a note.
func (d *Daemon) EditNote(ctx context.Context, now time.Time, a api.EditNoteArgs) (api.Notes, error) {
	text, err := note.Clean(a.Text)
	if err != nil {
		return api.Notes{}, api.NewFault(api.CodeInvalid, err.Error())
	}
	return d.changeNote(ctx, now, a.ID, func(id note.ID) error { return d.store.EditNote(ctx, id, text) })
}

// Done marks a promise as kept, or as open again.
func (d *Daemon) Done(ctx context.Context, now time.Time, a api.DoneArgs) (api.Notes, error) {
	done := now
	if a.Undo {
		done = time.Time{}
	}
	return d.changeNote(ctx, now, a.ID, func(id note.ID) error {
		if err := d.store.FinishNote(ctx, id, done); err != nil || a.Undo {
			return err
		}
		return d.finishDay(ctx, now, d.inForce().zone(), api.ActPromise)
	})
}

// ForgetNote deletes a note, here and in the backups next to the store, and returns what
// it was.
func (d *Daemon) ForgetNote(ctx context.Context, now time.Time, a api.NoteIDArgs) (was api.Notes, err error) {
	_, err = d.changeNote(ctx, now, a.ID, func(id note.ID) error {
		v, err := d.currentView(ctx, now)
		if err != nil {
			return err
		}
		if was, err = d.notes(ctx, v, store.NoteQuery{IDs: []note.ID{id}}); err != nil {
			return err
		}
		return d.store.ForgetNote(ctx, id)
	})
	return was, err
}

// changeNote changes the note that text names, and returns it.
func (d *Daemon) changeNote(ctx context.Context, now time.Time, text string, change func(note.ID) error) (api.Notes, error) {
	const hint = "fika notes lists them with their IDs"
	id, err := note.ParseID(text)
	if err != nil {
		return api.Notes{}, &api.Fault{Code: api.CodeInvalid, Text: err.Error(), Hint: hint}
	}
	switch err := change(id); {
	case errors.Is(err, store.ErrNoNote):
		return api.Notes{}, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("there is no note %s", id), Hint: hint}
	case errors.Is(err, store.ErrWrongState):
		return api.Notes{}, &api.Fault{Code: api.CodeInvalid, Text: fmt.Sprintf("%s is no promise, so it cannot be done", id), Hint: hint}
	case err != nil:
		return api.Notes{}, fault(err)
	}
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Notes{}, fault(err)
	}
	return d.notes(ctx, v, store.NoteQuery{IDs: []note.ID{id}})
}

// forgetOldNotes erases the notes that the user no longer wants to keep. A failure does not
// stop the pass: it is reported, and the next pass tries again.
func (p *pass) forgetOldNotes(ctx context.Context) {
	keep := p.settings.KeepNotes
	if keep == 0 {
		return
	}
	if _, err := p.store.ForgetOldNotes(ctx, date.Of(p.now, p.zone()).AddDays(-keep).At(0, p.zone())); err != nil {
		p.trouble("old notes were not erased: %v", err)
	}
	p.step("forgot notes")
}

// topicDays is how far back topics go: a quarter.
const topicDays = 91

// Topics returns the topics of the last quarter, the newest first.
func (d *Daemon) Topics(ctx context.Context, now time.Time) (api.Topics, error) {
	a := api.Topics{Topics: []api.Topic{}}
	v, err := d.currentView(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	topics, err := d.store.Topics(ctx, date.Of(now, v.zone()).AddDays(-topicDays).At(0, v.zone()))
	for _, t := range topics {
		a.Topics = append(a.Topics, v.topicAnswer(t))
	}
	return a, fault(err)
}

func (o *observation) topicAnswer(t store.Topic) api.Topic {
	departments := map[string]bool{}
	for _, id := range t.People {
		if p, ok := o.accepted(id); ok && p.Department != "" {
			departments[strings.ToLower(p.Department)] = true
		}
	}
	return api.Topic{Topic: t.Name, People: len(t.People), Departments: len(departments), Newest: t.Newest.In(o.zone())}
}
