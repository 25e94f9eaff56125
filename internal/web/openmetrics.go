package web

import (
	"fmt"
	"strconv"
	"strings"
)

// exposition is a text in the OpenMetrics format, version 1.0. Its few forms are
// less than a library that speaks them and all that surrounds them.
// https://prometheus.io/docs/specs/om/open_metrics_spec/
type exposition struct{ strings.Builder }

// sample is one value of a family.
type sample struct {
	value  float64
	suffix string // of the name: "_total" of a counter, "_info" of an info
	labels labels
}

// labels are names and values in turn.
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

// end is the whole text: without its last line a reader takes it for cut off.
func (e *exposition) end() string { return e.String() + "# EOF\n" }

// escape is text inside a help line or between the quotes of a label.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
}
