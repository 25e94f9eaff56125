package app

import (
	"context"
	"path/filepath"

	"fika/internal/api"
	"fika/internal/demo"
	"fika/internal/store"
)

// Demo creates a company in the empty folder dir, with a fika that has not made a pass
// yet. It ignores o.Paths. The caller must call done.
func Demo(ctx context.Context, o Options, dir string) (p *demo.Play, done func(), err error) {
	company := demo.Invent(demo.Seed, o.Now())
	if err := company.Write(dir); err != nil {
		return nil, nil, err
	}
	o.Paths, o.Delivered = api.Paths{Config: filepath.Join(dir, "fika.toml"), State: filepath.Join(dir, "state")}, true
	c, err := Load(o.Paths.Config)
	if err != nil {
		return nil, nil, err
	}
	st, err := store.Open(ctx, o.Paths.State)
	if err != nil {
		return nil, nil, err
	}
	w := Wire(o, c)
	done = func() { w.Close(); st.Close() }
	d, err := w.Daemon(st)
	if err == nil {
		err = Begin(o.Paths) // so that config diff has something to compare with
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return demo.NewPlay(company, dir, d, Settings(c), o.Now()), done, nil
}
