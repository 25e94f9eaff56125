package apitext

import "testing"

// TestMarkdownIsText checks that what people wrote cannot become anything but text, and
// that an empty section is left out.
func TestMarkdownIsText(t *testing.T) {
	hostile := "[a](javascript:b) <img src=x> `c` *d* &lt;\n# e\n- f"
	got := markdown("Week", section{hostile, []string{hostile}}, section{title: "Nothing"})
	text := "\\[a\\](javascript:b) \\<img src=x\\> \\`c\\` \\*d\\* \\&lt; \\# e - f"
	if want := "# Week\n\n## " + text + "\n\n- " + text + "\n"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
