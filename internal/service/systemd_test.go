package service

import "testing"

// TestHidden rejects a unit that could not see its own program.
func TestHidden(t *testing.T) {
	for program, want := range map[string]bool{
		"/usr/bin/fika": false, "/usr/local/bin/fika": false, "/homes/fika": false,
		"/home/maya/bin/fika": true, "/root/fika": true, "/tmp/fika": true, "/opt/fika/bin/fika": true,
	} {
		if got := hidden(program); got != want {
			t.Errorf("%s: %v, want %v", program, got, want)
		}
	}
}
