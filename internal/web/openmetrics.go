package web

import (
	"fmt"
	"strconv"
	"strings"
)

// exposition is a text in the OpenMetrics format, version 1.0. The few forms used here
// do not justify a library.
// https://prometheus.io/docs/specs/om/open_metrics_spec/
type exposition struct{ strings.Builder }

// sample is one value of a family.
type sample struct {
	value  float64
	suffix string // of the name: "_total" for a counter, "_info" for an info
	labels labels
}

// labels are alternating names and values.
type labels []string

// family writes one metric with all its samples.
func (e *exposition) family(name, kind, help string, samples ...sample) {
	fmt.Fprintf(e, "# TYPE %s %s\n# HELP %s %s\n", name, kind, name, escape(help))
	for _, s := range samples {
		e.WriteString(name + s.suffix)
		for i := 0; i+1 < len(s.labels); i += 2 {
			fmt.Fprintf(e, `%s%s="%s"`, map[bool]string{true: "{", false: ","}[i == 0], s.labels[i], escape(s.labels[i+1]))
		}
		if len(s.labels) > 0 {
			e.WriteString("}")
		}
		e.WriteString(" " + strconv.FormatFloat(s.value, 'f', -1, 64) + "\n")
	}
}

// gauge writes a metric that has one value.
func (e *exposition) gauge(name, help string, value float64) {
	e.family(name, "gauge", help, sample{value: value})
}

// end returns the whole text. Readers take a text without its last line as cut off.
func (e *exposition) end() string { return e.String() + "# EOF\n" }

// escape returns text escaped for a help line or a quoted label.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
}
