package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// watcher nudges when something happens to a file or to a link that leads to it. It
// watches folders, since editors replace files. It only speeds things up: on a network
// drive, or at a kernel limit, it may miss changes.
type watcher struct {
	path   string
	files  *fsnotify.Watcher
	names  []string      // of interest in the folders
	nudges chan struct{} // never blocks; one nudge may stand for many
	ended  chan struct{}
}

// watch starts watching the file at path, which need not exist.
func watch(path string) (*watcher, error) {
	files, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{path: path, files: files, nudges: make(chan struct{}, 1), ended: make(chan struct{})}
	w.follow()
	go w.run()
	return w, nil
}

// close stops watching and waits for the end.
func (w *watcher) close() {
	w.files.Close() //nolint:errcheck // nothing left to lose
	<-w.ended
}

func (w *watcher) run() {
	defer close(w.ended)
	for {
		select {
		case e, ok := <-w.files.Events:
			if !ok {
				return
			}
			if !slices.Contains(w.names, e.Name) {
				continue
			}
		case _, ok := <-w.files.Errors: // an overflow: anything may have happened
			if !ok {
				return
			}
		}
		// Before the nudge, so that later changes are read after it.
		w.follow()
		select {
		case w.nudges <- struct{}{}:
		default:
		}
	}
}

// follow watches the folders that path leads through now. What changes on the way
// before its folder is watched makes no event, so the way is looked at once more.
func (w *watcher) follow() {
	for steps := linksTo(w.path); ; {
		w.watchFoldersOf(steps)
		again := linksTo(w.path)
		if slices.Equal(again, steps) {
			return
		}
		steps = again
	}
}

// watchFoldersOf watches the folders of these names and no others.
func (w *watcher) watchFoldersOf(names []string) {
	var folders []string
	for _, name := range names {
		folders = append(folders, filepath.Dir(name))
	}
	for _, old := range w.files.WatchList() {
		if !slices.Contains(folders, old) {
			w.files.Remove(old) //nolint:errcheck // it may have gone with its folder
		}
	}
	for _, folder := range folders {
		w.files.Add(folder) //nolint:errcheck // what cannot be watched is polled
	}
	w.names = slices.Concat(names, folders)
}

// linksTo returns every link on the way to path, and the file at its end or the first
// missing name, with real folders.
func linksTo(path string) []string {
	const limit = 40 // as many links as Linux follows
	var links []string
	at, rest := "/", strings.Split(path, "/")
	for len(rest) > 0 && len(links) < limit {
		next := filepath.Join(at, rest[0])
		rest = rest[1:]
		info, err := os.Lstat(next)
		if err != nil {
			return append(links, next)
		}
		if info.Mode().Type() != os.ModeSymlink {
			at = next
			continue
		}
		links = append(links, next)
		target, err := os.Readlink(next)
		if err != nil {
			return links
		}
		if filepath.IsAbs(target) {
			at = "/"
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return append(links, at)
}
