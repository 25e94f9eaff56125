// Command picture renders command output as an SVG of a terminal, for the README: make
// picture.
package main

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// The look of the terminal, in pixels.
const (
	charWidth  = 7.8
	lineHeight = 18
	margin     = 18
)

func main() {
	if err := draw(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// draw writes the text of r to w as an SVG as wide as its longest line. Lines that begin
// with "$ " are commands and are highlighted.
func draw(r io.Reader, w io.Writer) error {
	var lines []string
	widest := 0
	for scan := bufio.NewScanner(r); ; {
		if !scan.Scan() {
			if err := scan.Err(); err != nil {
				return err
			}
			break
		}
		lines = append(lines, scan.Text())
		widest = max(widest, utf8.RuneCountInString(scan.Text()))
	}
	out := bufio.NewWriter(w)
	width, height := float64(widest)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d">`+"\n", width, height, width, height)
	fmt.Fprintf(out, `<rect width="100%%" height="100%%" rx="8" fill="#1d1f21"/>`+"\n")
	fmt.Fprintf(out, `<g font-family="ui-monospace,SFMono-Regular,Menlo,DejaVu Sans Mono,monospace" font-size="13" fill="#c5c8c6" style="white-space:pre">`+"\n")
	for i, line := range lines {
		style := ""
		if strings.HasPrefix(line, "$ ") {
			style = ` fill="#f0c674" font-weight="bold"`
		}
		fmt.Fprintf(out, `<text x="%d" y="%d"%s>%s</text>`+"\n", margin, margin+(i+1)*lineHeight-5, style, html.EscapeString(kept(line)))
	}
	fmt.Fprintln(out, "</g>\n</svg>")
	return out.Flush()
}

// kept returns line with unbreakable spaces. SVG collapses ordinary ones, and not every
// renderer supports the attribute that preserves them.
func kept(line string) string {
	const unbreaking = "\u00a0"
	return strings.ReplaceAll(line, " ", unbreaking)
}
