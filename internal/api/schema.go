package api

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// Each document writes the name of its schema before its fields. A document that changes
// its meaning gets a new number; one that only gains fields does not.

func (d Approval) MarshalJSON() ([]byte, error)     { return withSchema("fika.approve/v1", d) }
func (d Backup) MarshalJSON() ([]byte, error)       { return withSchema("fika.backup/v1", d) }
func (d Bookings) MarshalJSON() ([]byte, error)     { return withSchema("fika.bookings/v1", d) }
func (d Busy) MarshalJSON() ([]byte, error)         { return withSchema("fika.busy/v1", d) }
func (d Cancellation) MarshalJSON() ([]byte, error) { return withSchema("fika.cancel/v1", d) }
func (d Change) MarshalJSON() ([]byte, error)       { return withSchema("fika.change/v1", d) }
func (d Checks) MarshalJSON() ([]byte, error)       { return withSchema("fika.checks/v1", d) }
func (d ConfigCheck) MarshalJSON() ([]byte, error)  { return withSchema("fika.config-check/v1", d) }
func (d ConfigDiff) MarshalJSON() ([]byte, error)   { return withSchema("fika.config-diff/v1", d) }
func (d Config) MarshalJSON() ([]byte, error)       { return withSchema("fika.config/v1", d) }
func (d Bundle) MarshalJSON() ([]byte, error)       { return withSchema("fika.debug-bundle/v1", d) }
func (d Demo) MarshalJSON() ([]byte, error)         { return withSchema("fika.demo/v1", d) }
func (d Doctor) MarshalJSON() ([]byte, error)       { return withSchema("fika.doctor/v1", d) }
func (d Events) MarshalJSON() ([]byte, error)       { return withSchema("fika.events/v1", d) }
func (d Export) MarshalJSON() ([]byte, error)       { return withSchema("fika.export/v1", d) }
func (d Forgotten) MarshalJSON() ([]byte, error)    { return withSchema("fika.forget/v1", d) }
func (d Free) MarshalJSON() ([]byte, error)         { return withSchema("fika.free/v1", d) }
func (d Goals) MarshalJSON() ([]byte, error)        { return withSchema("fika.goals/v1", d) }
func (d Init) MarshalJSON() ([]byte, error)         { return withSchema("fika.init/v1", d) }
func (d Log) MarshalJSON() ([]byte, error)          { return withSchema("fika.log/v1", d) }
func (d Login) MarshalJSON() ([]byte, error)        { return withSchema("fika.login/v1", d) }
func (d Logout) MarshalJSON() ([]byte, error)       { return withSchema("fika.logout/v1", d) }
func (d LP) MarshalJSON() ([]byte, error)           { type fields LP; return withSchema("fika.lp/v1", fields(d)) }
func (d Paths) MarshalJSON() ([]byte, error)        { return withSchema("fika.paths/v1", d) }
func (d Pause) MarshalJSON() ([]byte, error)        { return withSchema("fika.pause/v1", d) }
func (d People) MarshalJSON() ([]byte, error)       { return withSchema("fika.people/v1", d) }
func (d Colleague) MarshalJSON() ([]byte, error)    { return withSchema("fika.person/v1", d) }
func (d Plan) MarshalJSON() ([]byte, error)         { return withSchema("fika.plan/v1", d) }
func (d Reload) MarshalJSON() ([]byte, error)       { return withSchema("fika.reload/v1", d) }
func (d Restore) MarshalJSON() ([]byte, error)      { return withSchema("fika.restore/v1", d) }
func (d Pass) MarshalJSON() ([]byte, error)         { return withSchema("fika.run/v1", d) }
func (d Service) MarshalJSON() ([]byte, error)      { return withSchema("fika.service/v1", d) }
func (d Simulation) MarshalJSON() ([]byte, error)   { return withSchema("fika.simulate/v1", d) }
func (d Status) MarshalJSON() ([]byte, error)       { return withSchema("fika.status/v1", d) }
func (d Sync) MarshalJSON() ([]byte, error)         { return withSchema("fika.sync/v1", d) }
func (d Version) MarshalJSON() ([]byte, error)      { return withSchema("fika.version/v1", d) }
func (d WhyNot) MarshalJSON() ([]byte, error)       { return withSchema("fika.why-not/v1", d) }
func (d Why) MarshalJSON() ([]byte, error)          { return withSchema("fika.why/v1", d) }

// withSchema returns the struct d as JSON, with its schema before its fields.
func withSchema(schema string, d any) ([]byte, error) {
	said := reflect.ValueOf(d)
	fields := []reflect.StructField{{Name: "Schema", Type: reflect.TypeFor[string](), Tag: `json:"schema"`}}
	for i := range said.NumField() {
		fields = append(fields, said.Type().Field(i))
	}
	whole := reflect.New(reflect.StructOf(fields)).Elem()
	whole.Field(0).SetString(schema)
	for i := range said.NumField() {
		whole.Field(i + 1).Set(said.Field(i))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // the encoder of the document decides
	err := e.Encode(whole.Interface())
	return b.Bytes(), err
}
