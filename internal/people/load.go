package people

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fika/planner"
)

// Files names what [Load] reads. For one person, an earlier file wins over a later
// one, and CSV over vCard.
type Files struct {
	Columns map[string]string // headings of CSV files by fika's own column; they win over the known ones
	CSV     []string          // files
	VCard   []string          // files, or folders: every .vcf in them and below, except hidden ones, by name
}

// maxFiles is how many cards of one folder are read.
const maxFiles = 20_000

// Load reads and merges files (see [Merge]). A file that cannot be read is a
// [Fault] with line 0; the others still count. Levels are names of levels, lowest
// first.
func Load(files Files, levels []string) ([]planner.Person, []Fault) {
	found := map[string]bool{}
	var entries []entry
	var faults []Fault
	read := func(path string, parse func(*fieldParser, []byte) ([]entry, []Fault)) {
		data, err := content(path)
		if err != nil {
			faults = append(faults, unreadable(path, err))
			return
		}
		list, more := parse(newFields(path, levels), data)
		entries, faults = append(entries, list...), append(faults, more...)
	}
	for _, path := range files.CSV {
		read(path, func(f *fieldParser, data []byte) ([]entry, []Fault) {
			list, faults := readCSV(f, data, files.Columns)
			maps.Copy(found, f.found)
			return list, faults
		})
	}
	for _, path := range files.VCard {
		cards, more := cardFiles(path)
		faults = append(faults, more...)
		for _, card := range cards {
			read(card, readCards)
		}
	}
	merged, apart := merge(entries)
	for _, own := range slices.Sorted(maps.Keys(files.Columns)) {
		if !found[own] {
			faults = append(faults, Fault{Line: 1, Column: own, Note: true, Text: fmt.Sprintf("no file has a column %s", quote(files.Columns[own]))})
		}
	}
	for _, s := range apart[:min(len(apart), maxFaults)] {
		faults = append(faults, s.fault())
	}
	return merged, faults
}

// cardFiles returns the card files at path: itself, or those in the folder.
func cardFiles(path string) ([]string, []Fault) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return []string{path}, nil // content reports what is wrong with it
	}
	var found []string
	var faults []Fault
	tooMany := errors.New("too many files")
	err := fs.WalkDir(os.DirFS(path), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			faults = append(faults, unreadable(filepath.Join(path, name), err))
		case name != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir() || !strings.EqualFold(filepath.Ext(name), ".vcf"):
		case len(found) == maxFiles:
			return tooMany
		default:
			found = append(found, filepath.Join(path, name))
		}
		return nil
	})
	if err != nil {
		faults = append(faults, Fault{File: path, Text: fmt.Sprintf("more than %d files; the rest is not read", maxFiles)})
	}
	return found, faults
}

// content reads the file at path, up to the size limit. It accepts only regular
// files, because a pipe might never end.
func content(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxSize+1)) // the extra byte shows that it is too large
}

// unreadable returns err as a fault of the whole file.
func unreadable(path string, err error) Fault {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err // the fault already names the path
	}
	return Fault{File: path, Text: "cannot be read: " + err.Error()}
}
