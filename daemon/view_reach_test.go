package daemon

import (
	"reflect"
	"strings"
	"testing"

	"fika/calendar"
	"fika/internal/store"
)

// TestQuestionsReachNothing checks that nothing in a view leads to a calendar, a store,
// a lock, a channel or the daemon, so a question that has only a view can neither wait
// for one nor change anything.
func TestQuestionsReachNothing(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(path string, x reflect.Type)
	walk = func(path string, x reflect.Type) {
		if seen[x] {
			return
		}
		seen[x] = true
		switch x {
		case reflect.TypeFor[calendar.Calendar](), reflect.TypeFor[store.Store](), reflect.TypeFor[Daemon](), reflect.TypeFor[tools]():
			t.Errorf("%s reaches %s", path, x)
			return
		}
		ours := x.PkgPath() == "" || strings.HasPrefix(x.PkgPath(), "fika/")
		switch x.Kind() {
		case reflect.Chan:
			t.Errorf("%s is a channel", path)
		case reflect.Map:
			walk(path, x.Key())
			walk(path, x.Elem())
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(path, x.Elem())
		case reflect.Func:
			if path != "View.plan" && path != "View.advice" { // these compute once, from the view
				t.Errorf("%s is a function", path)
			}
		case reflect.Interface:
			if ours && x.NumMethod() > 0 && x != reflect.TypeFor[error]() {
				t.Errorf("%s is an interface, so it may be anything", path)
			}
		case reflect.Struct:
			if x.PkgPath() == "sync" || x.PkgPath() == "sync/atomic" {
				t.Errorf("%s is a lock", path)
			}
			if !ours {
				return
			}
			for i := range x.NumField() {
				walk(path+"."+x.Field(i).Name, x.Field(i).Type)
			}
		}
	}
	walk("View", reflect.TypeFor[View]())
	if len(seen) < 50 {
		t.Errorf("only %d types were seen", len(seen))
	}
}
