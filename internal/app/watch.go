package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// watcher nudges when something happens to a file: where the file lies, and
// where each link that leads to it lies. Folders are watched, since editors put
// a new file in the place of the old one. It only makes things fast: a disk of
// the network, or a limit of the kernel, may keep it silent.
type watcher struct {
	path   string
	files  *fsnotify.Watcher
	names  []string      // that matter, of all that lies in the folders
	nudges chan struct{} // never blocks; one nudge stands for many
	ended  chan struct{}
}

// watch begins to watch the file at path, which need not be there.
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

// close ends the watching and waits for its end.
func (w *watcher) close() {
	w.files.Close() //nolint:errcheck // nothing is left to lose
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
		// Before the nudge, so that what changes meanwhile is read after it.
		w.follow()
		select {
		case w.nudges <- struct{}{}:
		default:
		}
	}
}

// follow watches the folders where the way to the file leads now.
func (w *watcher) follow() {
	w.names = way(w.path)
	var folders []string
	for _, name := range w.names {
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
	w.names = append(w.names, folders...)
}

// way is every link on the way to path, and the file at its end or the first
// name that is not there, all by their real folders.
func way(path string) []string {
	const most = 40 // links, as Linux follows
	var links []string
	at, rest := "/", strings.Split(path, "/")
	for len(rest) > 0 && len(links) < most {
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
