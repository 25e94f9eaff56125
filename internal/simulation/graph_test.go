package simulation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadGraph(t *testing.T) {
	g, err := ReadGraph(strings.NewReader("# who wrote to whom\n10 9\n9 10\n9 9\n\n2 9\n"), strings.NewReader("2 1\n9 1\n10 0\n11 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Graph{
		Names: []string{"2", "9", "10", "11"},
		Teams: []string{"1", "1", "0", "0"},
		Ties:  []Tie{{0, 1, 1}, {1, 2, 2}},
	}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestReadContacts(t *testing.T) {
	// Two triangles and one meeting between them.
	g, err := ReadGraph(strings.NewReader("20 a b\n20 b c\n40 a c\n60 a c\n60 d e\n80 e f\n90 d f\n99 c d\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Tie{{0, 1, 1}, {0, 2, 2}, {1, 2, 1}, {2, 3, 1}, {3, 4, 1}, {3, 5, 1}, {4, 5, 1}}, g.Ties); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	same := func(a, b int) bool { return g.Teams[a] == g.Teams[b] }
	if !same(0, 1) || !same(1, 2) || !same(3, 4) || !same(4, 5) || same(2, 3) {
		t.Errorf("the two groups were not found: %q", g.Teams)
	}
}

func TestReadGraphFaults(t *testing.T) {
	for _, tt := range []struct{ list, labels, want string }{
		{"1 2\n3\n", "", "network: line 2: want \"from to\" or \"time person person\", not 1 words"},
		{"1 2\n", "1 2 3\n", "labels: line 1: want \"person department\", not 3 words"},
	} {
		_, err := ReadGraph(strings.NewReader(tt.list), strings.NewReader(tt.labels))
		if err == nil || err.Error() != tt.want {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}
