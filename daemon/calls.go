package daemon

import (
	"context"
	"time"

	"fika/internal/api"
	"fika/internal/span"
)

// Calls returns what answers the calls to d, by the clock now. The program around d adds
// those about the configuration.
func (d *Daemon) Calls(now func() time.Time) api.Handlers {
	h := api.Handlers{}
	d.answerQuestions(h, now)
	d.takeOrders(h, now)
	d.keepNotes(h, now)
	api.CallLog.Handle(h, func(ctx context.Context, a api.LogArgs) (api.Log, error) { return d.History(ctx, a.After, a.Limit) })
	api.CallBackup.Handle(h, func(ctx context.Context, a api.BackupArgs) (api.Backup, error) { return d.Backup(ctx, a.Path) })
	api.CallExport.Handle(h, func(ctx context.Context, _ api.NoArgs) (api.Export, error) { return d.Export(ctx) })
	api.CallExportOf.Handle(h, withPerson(now, d.ExportPerson))
	api.CallCheckStore.Handle(h, func(ctx context.Context, _ api.NoArgs) (api.Nothing, error) {
		return api.Nothing{}, d.CheckStore(ctx)
	})
	return h
}

func (d *Daemon) answerQuestions(h api.Handlers, now func() time.Time) {
	api.CallStatus.Handle(h, withNothing(now, d.Status))
	api.CallPlan.Handle(h, viewed(d, now, (*View).Plan))
	api.CallLP.Handle(h, viewed(d, now, (*View).LP))
	api.CallBrief.Handle(h, func(ctx context.Context, a api.BriefArgs) (api.Brief, error) { return d.Brief(ctx, now(), a.About) })
	api.CallToday.Handle(h, withNothing(now, d.Today))
	api.CallTodayDone.Handle(h, withNothing(now, d.TodayDone))
	api.CallWeek.Handle(h, withNothing(now, d.Week))
	api.CallQuarter.Handle(h, withNothing(now, d.Quarter))
	api.CallGoals.Handle(h, viewed(d, now, (*View).Goals))
	api.CallMirror.Handle(h, withNothing(now, d.Mirror))
	api.CallPeople.Handle(h, viewed(d, now, (*View).People))
	api.CallChecks.Handle(h, viewed(d, now, (*View).Checks))
	api.CallLetters.Handle(h, func(ctx context.Context, a api.LettersArgs) (api.Letters, error) {
		return d.Letters(ctx, now(), a.Sample)
	})
	api.CallWhy.Handle(h, withBooking(now, d.Why))
	api.CallPerson.Handle(h, withPerson(now, d.Colleague))
	api.CallPreviewForget.Handle(h, withPerson(now, d.PreviewForget))
	api.CallPreviewCancel.Handle(h, func(ctx context.Context, a api.PreviewCancelArgs) (api.Cancellation, error) {
		return d.PreviewCancel(ctx, now(), a.ID, a.Until)
	})
	api.CallPreviewMove.Handle(h, func(ctx context.Context, a api.MoveArgs) (api.Change, error) {
		return d.PreviewMove(ctx, now(), a.ID, a.Start)
	})
	api.CallBookings.Handle(h, func(ctx context.Context, a api.BookingsArgs) (api.Bookings, error) {
		return d.Bookings(ctx, now(), a.All)
	})
	api.CallWhyNot.Handle(h, func(ctx context.Context, a api.WhyNotArgs) (api.WhyNot, error) {
		return d.WhyNot(ctx, now(), a.Who, a.At, a.Fresh)
	})
	api.CallBusy.Handle(h, func(ctx context.Context, a api.BusyArgs) (api.Busy, error) {
		return d.Busy(ctx, now(), span.Span(a.Window), a.Who, a.Fresh)
	})
	api.CallFree.Handle(h, func(ctx context.Context, a api.FreeArgs) (api.Free, error) {
		return d.Free(ctx, now(), span.Span(a.Window), a.Length, a.Who, a.Fresh)
	})
	api.CallEvents.Handle(h, func(ctx context.Context, a api.EventsArgs) (api.Events, error) {
		return d.Events(ctx, span.Span(a.Window))
	})
}

func (d *Daemon) takeOrders(h api.Handlers, now func() time.Time) {
	api.CallApprove.Handle(h, withBooking(now, d.Approve))
	api.CallSkip.Handle(h, withBooking(now, d.Skip))
	api.CallCancel.Handle(h, withBooking(now, d.Cancel))
	api.CallMet.Handle(h, withBooking(now, d.Met))
	api.CallAskApproval.Handle(h, withBooking(now, d.AskApproval))
	api.CallUndo.Handle(h, withNothing(now, d.Undo))
	api.CallForget.Handle(h, withPerson(now, d.Forget))
	api.CallMove.Handle(h, func(ctx context.Context, a api.MoveArgs) (api.Change, error) {
		return d.Move(ctx, now(), a.ID, a.Start)
	})
	api.CallCancelAll.Handle(h, func(ctx context.Context, a api.CancelAllArgs) (api.Cancellation, error) {
		return d.CancelAll(ctx, now(), a.IDs)
	})
	api.CallGuard.Handle(h, func(ctx context.Context, a api.GuardArgs) (api.Colleague, error) {
		return d.OrderGuard(ctx, now(), a)
	})
	api.CallSync.Handle(h, func(ctx context.Context, a api.SyncArgs) (api.Nothing, error) {
		return api.Nothing{}, d.Sync(ctx, a.All)
	})
	api.CallFresh.Handle(h, func(ctx context.Context, _ api.NoArgs) (api.Nothing, error) {
		return api.Nothing{}, d.Fresh(ctx, now())
	})
}

// viewed answers a question about the newest view.
func viewed[A any](d *Daemon, now func() time.Time, question func(*View, time.Time) (A, error)) func(context.Context, api.NoArgs) (A, error) {
	return func(ctx context.Context, _ api.NoArgs) (A, error) { return Ask(ctx, d, now(), question) }
}

// Most other calls take nothing, or name one booking or person.

func withNothing[A any](now func() time.Time, do func(context.Context, time.Time) (A, error)) func(context.Context, api.NoArgs) (A, error) {
	return func(ctx context.Context, _ api.NoArgs) (A, error) { return do(ctx, now()) }
}

func withBooking[A any](now func() time.Time, do func(context.Context, time.Time, string) (A, error)) func(context.Context, api.BookingArgs) (A, error) {
	return func(ctx context.Context, a api.BookingArgs) (A, error) { return do(ctx, now(), a.ID) }
}

func withPerson[A any](now func() time.Time, do func(context.Context, time.Time, string) (A, error)) func(context.Context, api.PersonArgs) (A, error) {
	return func(ctx context.Context, a api.PersonArgs) (A, error) { return do(ctx, now(), a.Who) }
}

func (d *Daemon) keepNotes(h api.Handlers, now func() time.Time) {
	api.CallNote.Handle(h, withArgs(now, d.AddNotes))
	api.CallNotes.Handle(h, withArgs(now, d.Notes))
	api.CallEditNote.Handle(h, withArgs(now, d.EditNote))
	api.CallForgetNote.Handle(h, withArgs(now, d.ForgetNote))
	api.CallDone.Handle(h, withArgs(now, d.Done))
	api.CallTopics.Handle(h, withNothing(now, d.Topics))
}

func withArgs[Args, A any](now func() time.Time, do func(context.Context, time.Time, Args) (A, error)) func(context.Context, Args) (A, error) {
	return func(ctx context.Context, a Args) (A, error) { return do(ctx, now(), a) }
}
