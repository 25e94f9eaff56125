package config

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestValues checks values of each kind in the example, as in JSON.
func TestValues(t *testing.T) {
	c, err := Parse("fika.toml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c.Values())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rhythm struct {
			Minutes  int
			Notice   string
			Blackout []struct{ From, Why string }
		}
		People struct{ Directory bool }
		Goal   []struct{ From map[string]any }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if r := got.Rhythm; r.Minutes != 25 || r.Notice != "2d" || len(r.Blackout) != 1 || r.Blackout[0].From != "2026-12-18" || r.Blackout[0].Why != "year end" {
		t.Errorf("rhythm: %+v", r)
	}
	want := map[string]any{"department": []any{"Sales"}, "level_max": "manager"}
	if diff := cmp.Diff(want, got.Goal[0].From); diff != "" {
		t.Errorf("goal[1].from (-want +got):\n%s", diff)
	}
}
