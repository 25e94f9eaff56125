package simulation

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// Dimensions of the chart, in pixels.
const (
	chartColumns = 2
	panelWidth   = 380
	nameWidth    = 92
	barWidth     = 200 // of the longest bar
	barHeight    = 14
	barStep      = 18
	chartMargin  = 16
)

// Chart returns an SVG document with a panel for each row and a bar for each outcome. It
// is self-contained, and every bar is labelled with its name and value, so that
// nobody has to distinguish colours.
func Chart(title string, rows []Measure, outcomes []*Outcome) string {
	panelHeight := 30 + barStep*len(outcomes)
	lines := (len(rows) + chartColumns - 1) / chartColumns
	width, height := chartMargin+chartColumns*panelWidth, 44+lines*panelHeight
	var b strings.Builder
	openPicture(&b, title, width, height)
	for i, row := range rows {
		x, y := chartMargin+i%chartColumns*panelWidth, 44+i/chartColumns*panelHeight
		panel(&b, x, y, row, outcomes)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// openPicture begins an SVG document with its title and a background, for light pages and
// dark ones.
func openPicture(b *strings.Builder, title string, width, height int) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="11">`+"\n",
		width, height, width, height)
	fmt.Fprintf(b, "<title>%s</title>\n", html.EscapeString(title))
	fmt.Fprintf(b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, height)
	fmt.Fprintf(b, `<text x="%d" y="26" font-size="14" font-weight="bold">%s</text>`+"\n", chartMargin, html.EscapeString(title))
}

// panel draws one row. Bars start at zero; a negative one has the length of its
// absolute value and a paler colour.
func panel(b *strings.Builder, x, y int, row Measure, outcomes []*Outcome) {
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", x, y+14, html.EscapeString(row.Text))
	highest := 0.0
	for _, o := range outcomes {
		if value := math.Abs(row.Of(o)); !math.IsNaN(value) {
			highest = max(highest, value)
		}
	}
	for i, o := range outcomes {
		value, top := row.Of(o), y+20+i*barStep
		long, opacity := 0.0, 1.0
		if highest > 0 && !math.IsNaN(value) {
			long = barWidth * math.Abs(value) / highest
		}
		if value < 0 {
			opacity = 0.4
		}
		fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`, x, top+11, o.Policy)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s" fill-opacity="%.1f"/>`,
			x+nameWidth, top, long, barHeight, colour(o.Policy), opacity)
		fmt.Fprintf(b, `<text x="%.1f" y="%d">%s</text>`+"\n", float64(x+nameWidth+6)+long, top+11, row.Format(value))
	}
}

// colour returns a colour of the palette of Okabe and Ito, which is safe for colour
// blindness.
func colour(p Policy) string {
	switch name, _, _ := p.parts(); name {
	case Fika:
		return "#0072b2"
	case RoundRobin:
		return "#e69f00"
	case Overdue:
		return "#009e73"
	}
	return "#999999"
}
