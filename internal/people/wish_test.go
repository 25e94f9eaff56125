package people

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/planner"
)

// wishesOf reads one file of wishes and applies it to Ana, Bo and Cy.
func wishesOf(t *testing.T, content string) (list []planner.Person, unknown int, faults []string) {
	t.Helper()
	path := filepath.Join(write(t, map[string]string{"wishes.csv": content}), "wishes.csv")
	wishes, found := LoadWishes([]string{path})
	list = []planner.Person{{ID: "ana@example.com", Aliases: []mailbox.Address{"a.ruiz@example.com"}}, {ID: "bo@example.com"}, {ID: "cy+lists@example.com"}}
	unknown = wishes.Apply(list)
	for _, f := range found {
		faults = append(faults, strings.ReplaceAll(f.String(), filepath.Dir(path)+string(filepath.Separator), ""))
	}
	return list, unknown, faults
}

func TestWishes(t *testing.T) {
	const source = "wishes.csv"
	for name, c := range map[string]struct {
		content     string
		ana, bo, cy planner.Wish
		unknown     int
		faults      []string
	}{
		"every word": {
			content: "email,fika,most\nana@example.com,no,\nBO@Example.com, Walk ,2/Month\ncy@example.com,mornings,\neve@example.com,afternoons,1/quarter\n",
			ana:     planner.Wish{No: true, Source: source}, bo: planner.Wish{Walk: true, Most: 2, Per: planner.PerMonth, Source: source},
			cy: planner.Wish{Part: planner.Mornings, Source: source}, unknown: 1,
		},
		"an alias, semicolons, other headings and order": {
			content: "\ufeffNote;most;Work Email;Fika\nfrom May on;1/week;a.ruiz@example.com;\n;;bo@example.com;yes\n",
			ana:     planner.Wish{Most: 1, Per: planner.PerWeek, Source: source},
		},
		"short rows and no column most": {content: "fika,email\nafternoons,ana@example.com\n", ana: planner.Wish{Part: planner.Afternoons, Source: source}},
		"what is not understood is no yes": {
			content: "email,fika,most\nana@example.com,perhaps,\nbo@example.com,,0/month\ncy@example.com,yes,2,3\n",
			ana:     planner.Wish{Unclear: true, Source: source}, bo: planner.Wish{Unclear: true, Source: source}, cy: planner.Wish{Unclear: true, Source: source},
			faults: []string{
				`wishes.csv:2:17: unknown wish "perhaps"; the person is not invited`,
				`wishes.csv:3:17: unknown limit "0/month"; the person is not invited`,
				`wishes.csv:4:20: unknown limit "2"; the person is not invited`,
				`wishes.csv:4:22: more cells than columns; the person is not invited`,
			},
		},
		"limits of other periods": {
			content: "email,most\nana@example.com,2/year\nbo@example.com,1/2weeks\n",
			ana:     planner.Wish{Unclear: true, Source: source}, bo: planner.Wish{Unclear: true, Source: source},
			faults: []string{`wishes.csv:2:17: unknown limit "2/year"; the person is not invited`, `wishes.csv:3:16: unknown limit "1/2weeks"; the person is not invited`},
		},
		"all rows of one person count": {
			content: "email,fika,most\nana@example.com,yes,\nana@example.com,no,\nbo@example.com,mornings,\nbo@example.com,afternoons,\n",
			ana:     planner.Wish{No: true, Source: source}, bo: planner.Wish{Unclear: true, Part: planner.Mornings, Source: source},
			faults: []string{"wishes.csv:3:1: ana@example.com stands in line 2 already; both rows count", "wishes.csv:5:1: bo@example.com stands in line 4 already; both rows count"},
		},
		"nobody's rows stop everything": {
			content: "email,fika\nana@example.com,walk\nbo at example,no\n,no\n\"cy@example.com,no\n",
			ana:     planner.Wish{Walk: true, Source: source},
			faults: []string{`wishes.csv:3:1: email "bo at example" is not an address`, "wishes.csv:4:1: no address", "wishes.csv:5:20: a quote is missing or out of place",
				"wishes.csv: it is not known whose wish line 3 is, so nothing is sent"},
		},
		"no such columns":    {content: "email,name\nana@example.com,Ana\n", faults: []string{`wishes.csv: no columns email and fika among columns "email", "name"`}},
		"no address column":  {content: "fika,most\nno,\n", faults: []string{`wishes.csv: no columns email and fika among columns "fika", "most"`}},
		"a heading misspelt": {content: "email,fikka,most\nana@example.com,no,\n", faults: []string{`wishes.csv: unknown column "fikka"`}},
		"a heading twice":    {content: "email,fika,FIKA\nana@example.com,yes,no\n", faults: []string{"wishes.csv: a second column fika"}},
		"no rows":            {content: "\n", faults: []string{"wishes.csv: the file has no rows"}},
	} {
		t.Run(name, func(t *testing.T) {
			list, unknown, faults := wishesOf(t, c.content)
			if diff := cmp.Diff([]planner.Wish{c.ana, c.bo, c.cy}, []planner.Wish{list[0].Wish, list[1].Wish, list[2].Wish}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if unknown != c.unknown {
				t.Errorf("%d rows about nobody, want %d", unknown, c.unknown)
			}
			if diff := cmp.Diff(c.faults, faults); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStopIsNotOmitted: many faults about single people must not hide that somebody's row
// is lost.
func TestStopIsNotOmitted(t *testing.T) {
	_, _, faults := wishesOf(t, "email,fika\n"+strings.Repeat("bo@example.com,perhaps\n", 2*maxFaults)+",no\n")
	if last := faults[len(faults)-1]; last != "wishes.csv: it is not known whose wish line 202 is, so nothing is sent" {
		t.Errorf("the last of %d faults: %s", len(faults), last)
	}
}

func TestWishesFileUnreadable(t *testing.T) {
	_, faults := LoadWishes([]string{filepath.Join(t.TempDir(), "gone.csv")})
	if len(faults) != 1 || faults[0].Line != 0 {
		t.Errorf("faults %v", faults)
	}
}

// TestWishesTogether: a second wish never allows more, whatever the order.
func TestWishesTogether(t *testing.T) {
	one := rapid.Custom(func(t *rapid.T) planner.Wish {
		w := planner.Wish{
			No: rapid.IntRange(0, 5).Draw(t, "no") == 0, Unclear: rapid.IntRange(0, 5).Draw(t, "unclear") == 0, Walk: rapid.Bool().Draw(t, "walk"),
			Part:   rapid.SampledFrom([]planner.Hours{{}, planner.Mornings, planner.Afternoons}).Draw(t, "part"),
			Source: rapid.SampledFrom([]string{"a.csv", "b.csv"}).Draw(t, "file"),
		}
		if w.Most = rapid.IntRange(0, 2).Draw(t, "most"); w.Most > 0 {
			w.Per = rapid.SampledFrom([]planner.Period{planner.PerWeek, planner.PerMonth}).Draw(t, "per")
		}
		return w
	})
	bars := func(w planner.Wish) bool { return w.No || w.Unclear }
	rapid.Check(t, func(t *rapid.T) {
		a, b := one.Draw(t, "a"), one.Draw(t, "b")
		both := a.And(b)
		for _, w := range []planner.Wish{a, b} {
			switch {
			case w.No && !both.No:
				t.Errorf("%+v and %+v lose a no: %+v", a, b, both)
			case bars(w) && !bars(both):
				t.Errorf("%+v and %+v lose a bar: %+v", a, b, both)
			case bars(both):
			case w.Walk && !both.Walk, !w.Part.IsZero() && both.Part != w.Part, w.Most > 0 && (both.Most != w.Most || both.Per != w.Per):
				t.Errorf("%+v and %+v lose a wish: %+v", a, b, both)
			}
		}
		if back := b.And(a); bars(back) != bars(both) || back.No != both.No {
			t.Errorf("the order matters: %+v and %+v", both, back)
		}
		if again := both.And(both); again != both {
			t.Errorf("%+v with itself is %+v", both, again)
		}
	})
}
