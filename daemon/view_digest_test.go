package daemon_test

import (
	"fmt"
	"hash"
	"hash/fnv"
	"reflect"
	"slices"

	"fika/daemon"
)

// digest hashes everything in v, including what it points to, except for what is not
// data of the view: calendars, zones, templates and functions.
func digest(v *daemon.View) uint64 {
	d := digester{fnv.New64a(), map[uintptr]bool{}}
	d.walk(reflect.ValueOf(v))
	return d.Sum64()
}

type digester struct {
	hash.Hash64
	seen map[uintptr]bool
}

func (d digester) walk(x reflect.Value) {
	fmt.Fprint(d, x.Kind(), ":")
	switch x.Kind() {
	case reflect.Pointer:
		if name := x.Type().String(); x.IsNil() || d.seen[x.Pointer()] || name == "*time.Location" || name == "*template.Template" {
			return
		}
		d.seen[x.Pointer()] = true
		d.walk(x.Elem())
	case reflect.Struct:
		for i := range x.NumField() {
			d.walk(x.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range x.Len() {
			d.walk(x.Index(i))
		}
	case reflect.Map:
		var sums []uint64 // maps have no order
		for entries := x.MapRange(); entries.Next(); {
			one := digester{fnv.New64a(), d.seen}
			one.walk(entries.Key())
			one.walk(entries.Value())
			sums = append(sums, one.Sum64())
		}
		slices.Sort(sums)
		fmt.Fprint(d, sums)
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		fmt.Fprint(d, x)
	}
}
