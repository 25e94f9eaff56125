package apitext

import (
	"fmt"
	"strings"
)

// section is a part of a page that is exported: a title and sentences below it.
type section struct {
	title string
	items []string
}

// markdown returns a page of sections as Markdown, without those that have nothing. What
// people wrote stays text: no word of it becomes a link, a heading or HTML.
func markdown(title string, sections ...section) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n", literal(title))
	for _, s := range sections {
		if len(s.items) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n## %s\n\n", literal(s.title))
		for _, item := range s.items {
			fmt.Fprintf(&out, "- %s\n", literal(item))
		}
	}
	return out.String()
}

// literal returns text so that Markdown shows it as it is, on one line.
func literal(text string) string {
	return escapes.Replace(strings.Join(strings.Fields(text), " "))
}

var escapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "#", `\#`, "|", `\|`)
