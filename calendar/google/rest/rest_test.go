package rest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/api/calendar/v3"
)

// TestFieldsAreGoogles compares every field with the type that Google generates: the
// name in JSON, and what a value becomes when it is written by one and read by the other.
func TestFieldsAreGoogles(t *testing.T) {
	for _, pair := range []struct{ ours, googles any }{
		{Event{}, calendar.Event{}}, {Events{}, calendar.Events{}}, {NewEvent{}, calendar.Event{}}, {Patch{}, calendar.Event{}},
		{CalendarList{}, calendar.CalendarList{}}, {FreeBusyRequest{}, calendar.FreeBusyRequest{}},
		{FreeBusyResponse{}, calendar.FreeBusyResponse{}},
	} {
		compareFields(t, reflect.TypeOf(pair.ours).Name(), reflect.TypeOf(pair.ours), reflect.TypeOf(pair.googles))
	}
}

func compareFields(t *testing.T, path string, ours, googles reflect.Type) {
	t.Helper()
	ours, googles = element(ours), element(googles)
	if ours.Kind() != reflect.Struct || googles.Kind() != reflect.Struct {
		if ours.Kind() != googles.Kind() && ours != reflect.TypeFor[json.RawMessage]().Elem() {
			t.Errorf("%s: a %s, and Google has a %s", path, ours, googles)
		}
		return
	}
	known := map[string]reflect.Type{}
	for f := range googles.Fields() {
		known[jsonName(f)] = f.Type
	}
	for f := range ours.Fields() {
		name := jsonName(f)
		theirs, found := known[name]
		if !found || name == "" {
			t.Errorf("%s: Google has no field %q", path, name)
			continue
		}
		compareFields(t, path+"."+name, f.Type, theirs)
	}
}

// element strips pointers, slices and maps.
func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
