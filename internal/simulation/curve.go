package simulation

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// Dimensions of a curve, in pixels.
const (
	plotWidth  = 300
	plotHeight = 210
	plotLeft   = 56
	plotBelow  = 74 // for the axis, its name and the next panel
	plotTop    = 60
)

// Curve returns an SVG document that shows how aims of [Invited] exclude others: one panel
// for each of the pairs, in which every outcome is a point with its name. A line joins the
// outcomes of fika, in their order. Like [Chart] it is self-contained.
func Curve(title string, pairs [][2]Measure, outcomes []*Outcome) string {
	lines := (len(pairs) + chartColumns - 1) / chartColumns
	width, height := chartMargin+chartColumns*(plotLeft+plotWidth+2*chartMargin), plotTop+lines*(plotHeight+plotBelow)
	var b strings.Builder
	openPicture(&b, title, width, height)
	for i, pair := range pairs {
		left := chartMargin + plotLeft + i%chartColumns*(plotLeft+plotWidth+2*chartMargin)
		plot{left: left, top: plotTop + i/chartColumns*(plotHeight+plotBelow), x: axisOf(pair[0], outcomes), y: axisOf(pair[1], outcomes)}.draw(&b, outcomes)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// CurvePairs returns the pairs of measures for [Curve]: what guests see, and what users do.
func CurvePairs() [][2]Measure {
	find := func(code string) Measure {
		all := append(Measures(), InvitedMeasures()...)
		return all[slices.IndexFunc(all, func(m Measure) bool { return m.Code == code })]
	}
	return [][2]Measure{
		{find("four_a_week"), find("accepted_percent")}, {find("same_day_percent"), find("accepted_percent")},
		{find("four_a_week"), find("held_a_week")}, {find("same_day_percent"), find("rhythm_percent")},
	}
}

// axis is one direction of a panel: what it shows, and from which value to which.
type axis struct {
	measure   Measure
	low, high float64
}

// axisOf returns an axis with room around the outcomes. Values without data are left out.
func axisOf(m Measure, outcomes []*Outcome) axis {
	a := axis{m, math.Inf(1), math.Inf(-1)}
	for _, o := range outcomes {
		if value := m.Of(o); !math.IsNaN(value) {
			a.low, a.high = min(a.low, value), max(a.high, value)
		}
	}
	if a.low > a.high {
		a.low, a.high = 0, 0
	}
	room := max((a.high-a.low)/8, math.Abs(a.high)/50, 0.01)
	return axis{m, a.low - room, a.high + room}
}

// at returns where value is on the axis, from 0 to 1.
func (a axis) at(value float64) float64 { return (value - a.low) / (a.high - a.low) }

// plot is a panel whose upper left corner is at left and top.
type plot struct {
	left, top int
	x, y      axis
}

func (p plot) draw(b *strings.Builder, outcomes []*Outcome) {
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#999999"/>`+"\n", p.left, p.top, plotWidth, plotHeight)
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", p.left, p.top-8, html.EscapeString(p.y.measure.Text))
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", p.left+plotWidth, p.top+plotHeight+32, html.EscapeString(p.x.measure.Text))
	for n := range 5 {
		part := (float64(n) + 0.5) / 5
		value := p.x.low + part*(p.x.high-p.x.low)
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", float64(p.left)+part*plotWidth, p.top+plotHeight+15, p.x.measure.Format(value))
		value = p.y.low + part*(p.y.high-p.y.low)
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n", p.left-5, float64(p.top)+(1-part)*plotHeight+4, p.y.measure.Format(value))
	}
	var line []string
	for _, o := range outcomes {
		x, y, ok := p.point(o)
		if !ok {
			continue
		}
		if name, _, _ := o.Policy.parts(); name == Fika {
			line = append(line, fmt.Sprintf("%.1f,%.1f", x, y))
		}
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>`, x, y, colour(o.Policy))
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f">%s</text>`+"\n", x+6, y-5, html.EscapeString(string(o.Policy)))
	}
	if len(line) > 1 {
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s"/>`+"\n", strings.Join(line, " "), colour(Fika))
	}
}

// point returns where an outcome is in the picture; ok is false if it lacks data.
func (p plot) point(o *Outcome) (x, y float64, ok bool) {
	across, up := p.x.measure.Of(o), p.y.measure.Of(o)
	if math.IsNaN(across) || math.IsNaN(up) {
		return 0, 0, false
	}
	return float64(p.left) + p.x.at(across)*plotWidth, float64(p.top) + (1-p.y.at(up))*plotHeight, true
}
