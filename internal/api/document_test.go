package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestDocument checks that a document has no control characters and can be read back.
func TestDocument(t *testing.T) {
	text := "<a> & \u009b\x7f\x1b"
	out, err := api.Document(map[string]string{"title": text})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(string(out), "\u009b\x7f\x1b") {
		t.Errorf("a control character got through: %q", out)
	}
	var back map[string]string
	if err := json.Unmarshal(out, &back); err != nil || back["title"] != text {
		t.Errorf("%q came back as %q, %v", text, back["title"], err)
	}
}
