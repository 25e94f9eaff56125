// Package terminal writes text for a terminal: wrapped to fit, and without characters
// that the terminal would interpret.
package terminal

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// Is reports whether stream is a terminal.
func Is(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Columns returns the width of the terminal stream; 0 if it is not one.
func Columns(stream any) int {
	f, ok := stream.(*os.File)
	if !ok || !Is(stream) {
		return 0
	}
	if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
		return n
	}
	return Width
}

// Visible escapes what a terminal would interpret or not show: control characters,
// bidirectional marks, characters without a width, and invalid bytes. Spaces of any width
// become plain ones.
func Visible(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// Lines makes every line of text safe to print.
func Lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(Visible(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return b.String()
}

// clip shortens text to n characters.
func clip(text string, n int) string {
	runes := []rune(Visible(text))
	if len(runes) <= n {
		return string(runes)
	}
	return strings.TrimRight(string(runes[:n-3]), " ") + "..."
}
