package bench

import (
	"cmp"
	"runtime"
	"slices"
	"testing"
	"time"

	compare "github.com/google/go-cmp/cmp"
)

// TestMain sets the local zone to UTC: golang-ical reads dates in the local zone
// only, and the recipes for rrule-go do not handle days of 23 hours.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	m.Run()
}

// readers are fika, the reference, and the other libraries.
var readers = []struct {
	name string
	read func([]byte) ([]row, error)
}{
	{"fika", readFika},
	{"golang-ical", readGolangICal},
	{"go-ical", readGoICal},
}

// TestSameRows checks that all readers do the same work.
func TestSameRows(t *testing.T) {
	data := year()
	want := sorted(t, data, readFika)
	if len(want) < 10*events {
		t.Errorf("fika finds only %d rows", len(want))
	}
	for _, r := range readers[1:] {
		if got := sorted(t, data, r.read); !slices.Equal(got, want) {
			t.Errorf("%s finds %d rows, fika %d (-fika +%s):\n%s", r.name, len(got), len(want), r.name, compare.Diff(want, got))
		}
	}
}

func sorted(t *testing.T, data []byte, read func([]byte) ([]row, error)) []row {
	t.Helper()
	rows, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
			cmp.Compare(a.UID, b.UID), cmp.Compare(a.Title, b.Title))
	})
	return rows
}

// BenchmarkRead measures the time from the bytes of the file to its occurrences in
// the year.
func BenchmarkRead(b *testing.B) {
	data := year()
	for _, r := range readers {
		b.Run(r.name, func(b *testing.B) {
			for b.Loop() {
				r.read(data)
			}
		})
	}
}

// BenchmarkRatio runs the readers in turn, so that other load on the machine affects
// all of them, and reports how many times longer than fika each takes, as medians.
func BenchmarkRatio(b *testing.B) {
	data := year()
	times := make([][]float64, len(readers))
	for b.Loop() {
		var fika time.Duration
		for i, r := range readers {
			runtime.GC() // nobody pays for another's garbage
			start := time.Now()
			r.read(data)
			took := time.Since(start)
			if i == 0 {
				fika = took
			}
			times[i] = append(times[i], float64(took)/float64(fika))
		}
	}
	b.ReportMetric(0, "ns/op")
	for i, r := range readers[1:] {
		ratios := slices.Sorted(slices.Values(times[i+1]))
		b.ReportMetric(ratios[len(ratios)/2], r.name+"/fika")
	}
}
