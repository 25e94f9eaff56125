package people

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/planner"
)

// Wishes are what people asked for in files of wishes, by row.
type Wishes []statedWish

// statedWish is one row: the addresses of one person, and their wish.
type statedWish struct {
	addresses []mailbox.Address
	wish      planner.Wish
}

// LoadWishes reads the files of wishes at paths. A row without a person is a [Fault] with
// line 0, as a file that cannot be read is, since it could be anybody's no.
func LoadWishes(paths []string) (Wishes, []Fault) {
	var all Wishes
	var faults []Fault
	for _, path := range paths {
		data, err := content(path)
		if err != nil {
			faults = append(faults, unreadable(path, err))
			continue
		}
		list, more := readWishes(newFields(path, nil), data)
		all, faults = append(all, list...), append(faults, more...)
	}
	return all, faults
}

// Apply adds to each person what they wish, under any of their addresses. A wish of
// ana@example.com holds for ana+news@example.com too. It changes list, and returns how
// many rows are about nobody in it.
func (w Wishes) Apply(list []planner.Person) (unknown int) {
	owners := map[mailbox.Address][]int{}
	for i, p := range list {
		for _, a := range p.Addresses() {
			owners[a] = append(owners[a], i)
			if base := a.Base(); base != a {
				owners[base] = append(owners[base], i)
			}
		}
	}
	for _, row := range w {
		known := false
		for _, a := range row.addresses {
			for _, i := range owners[a] {
				list[i].Wish, known = list[i].Wish.And(row.wish), true
			}
		}
		if !known {
			unknown++
		}
	}
	return unknown
}

// readWishes reads the wishes in data, the content of the file at path, in the order of
// its rows. The columns are email, fika and most, in any order; either of the last two may
// be left out. Separators, encodings and headings for addresses are those of [readCSV].
//
// Whoever has a value that is not understood has an unclear wish. Several rows of one
// person all count.
func readWishes(f *fieldParser, data []byte) (Wishes, []Fault) {
	r, ok := f.open(data, nil)
	if !ok {
		return nil, f.all()
	}
	columns, ok := f.wishColumns(r)
	if !ok {
		return nil, f.all()
	}
	var wishes Wishes
	var lost []int // lines of rows without a person
	for r.next() {
		if len(wishes) == maxPeople {
			lost = append(lost, r.at(0).line)
			break
		}
		p, at := f.addresses(r, columns[:min(len(columns), len(r.cells))])
		if p.ID == "" {
			lost = append(lost, r.at(0).line)
			continue
		}
		if line, seen := f.lines[p.ID]; seen {
			f.note(at, "one row is enough", "%s stands in line %d already; both rows count", p.ID, line)
		}
		f.lines[p.ID] = at.line
		wishes = append(wishes, statedWish{p.Addresses(), f.wish(r, columns)})
	}
	faults := f.all()
	if lost = append(lost, r.skipped...); len(lost) > 0 { // not by add, which omits faults beyond the first hundred
		faults = append(faults, Fault{File: f.file, Hint: "correct the row or remove it",
			Text: fmt.Sprintf("it is not known whose wish line %d is, so nothing is sent", slices.Min(lost))})
	}
	return wishes, faults
}

// The columns of a file of wishes, apart from the addresses.
const (
	fikaColumn = "fika"
	mostColumn = "most"
)

// wishColumns returns the columns that r's row names. A heading that is nearly one of the
// two, or one of them twice, is a fault of the whole file: wishes would be overlooked.
func (f *fieldParser) wishColumns(r *rows) ([]column, bool) {
	own := []string{fikaColumn, mostColumn}
	columns := make([]column, len(r.cells))
	for i, written := range r.cells {
		name := columnName(written)
		known, rank := knownColumn(written)
		switch hint := didYouMean(name, own); {
		case slices.Contains(own, name):
			if slices.Contains(columns, column{name, 0}) {
				f.add(place{}, "keep one", "a second column %s", name)
				return nil, false
			}
			columns[i] = column{name, 0}
		case known == "email":
			columns[i] = column{known, rank}
		case known == "" && hint != "":
			f.add(place{}, hint, "unknown column %s", quote(written))
			return nil, false
		}
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(columns, func(c column) bool { return slices.Contains(names, c.name) })
	}
	if !has("email") || !has(own...) {
		f.add(place{}, "the first line of a wishes file is email,fika,most", "no columns email and fika among %s", quotedHeadings(r.cells))
		return nil, false
	}
	return columns, true
}

// wish returns the wish of r's row.
func (f *fieldParser) wish(r *rows, columns []column) planner.Wish {
	w := planner.Wish{Source: oneLine(filepath.Base(f.file))}
	for i, cell := range r.cells {
		switch {
		case i >= len(columns):
			if strings.TrimSpace(cell) != "" {
				w.Unclear = true
				f.add(r.at(i), "put quotes around a cell that contains the separator", "more cells than columns; the person is not invited")
				return w
			}
		case columns[i].name == fikaColumn:
			f.wishWord(&w, cell, r.at(i))
		case columns[i].name == mostColumn:
			f.wishMost(&w, cell, r.at(i))
		}
	}
	return w
}

// wishWords are the words of the column fika, in the order in which a hint names them.
var wishWords = []struct {
	word string
	wish planner.Wish
}{
	{"yes", planner.Wish{}},
	{"no", planner.Wish{No: true}},
	{"walk", planner.Wish{Walk: true}},
	{"mornings", planner.Wish{Part: planner.Mornings}},
	{"afternoons", planner.Wish{Part: planner.Afternoons}},
}

// wishWord adds what the cell of the column fika asks for.
func (f *fieldParser) wishWord(w *planner.Wish, cell string, at place) {
	typed := strings.ToLower(oneLine(cell))
	if typed == "" {
		return
	}
	var words []string
	for _, known := range wishWords {
		if known.word == typed {
			w.No, w.Walk, w.Part = known.wish.No, known.wish.Walk, known.wish.Part
			return
		}
		words = append(words, known.word)
	}
	w.Unclear = true
	f.add(at, "write "+prose.Choice(words), "unknown wish %s; the person is not invited", quote(oneLine(cell)))
}

// wishMost adds what the cell of the column most asks for, such as 2/month.
func (f *fieldParser) wishMost(w *planner.Wish, cell string, at place) {
	text := strings.ToLower(oneLine(cell))
	if text == "" {
		return
	}
	digits, per, _ := strings.Cut(text, "/")
	most, err := strconv.Atoi(strings.TrimSpace(digits))
	period := planner.Period(strings.TrimSpace(per))
	if err != nil || most <= 0 || !slices.Contains([]planner.Period{planner.PerWeek, planner.PerMonth, planner.PerQuarter}, period) {
		w.Unclear = true
		f.add(at, "write it like 1/week, 2/month or 3/quarter", "unknown limit %s; the person is not invited", quote(oneLine(cell)))
		return
	}
	w.Most, w.Per = most, period
}
