package daemon

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// copyDaily makes the copy of the day. A failure does not stop the pass: it is reported,
// and the next pass tries again.
func (p *pass) copyDaily(ctx context.Context) {
	if _, err := p.store.Daily(ctx, p.now); err != nil {
		p.trouble("no copy of the store was made today: %v", err)
	}
	p.step("kept")
}

// Backup writes a checked copy of the store to path, which must not exist.
func (d *Daemon) Backup(ctx context.Context, path string) (api.Backup, error) {
	err := d.store.Backup(ctx, path)
	if errors.Is(err, fs.ErrExist) {
		return api.Backup{}, &api.Fault{Code: api.CodeInvalid, Text: err.Error(), Hint: "choose a file that does not exist yet"}
	}
	return api.Backup{File: path}, fault(err)
}

// ExportPerson returns everything that fika remembers about a person. One who is no longer in
// the sources needs the whole address.
func (d *Daemon) ExportPerson(ctx context.Context, now time.Time, who string) (api.Export, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Export{}, fault(err)
	}
	p, err := v.person(who, forQuestion)
	if err != nil {
		known, missing := d.findForgotten(ctx, who)
		if missing != nil {
			return api.Export{}, err
		}
		p = known
	}
	tables, err := d.store.ExportPerson(ctx, p.Addresses()...)
	return api.Export{Layout: store.Version, Tables: tables}, fault(err)
}

// Export returns everything that fika remembers.
func (d *Daemon) Export(ctx context.Context) (api.Export, error) {
	tables, err := d.store.Export(ctx)
	return api.Export{Layout: store.Version, Tables: tables}, fault(err)
}
