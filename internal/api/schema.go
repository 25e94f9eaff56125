package api

// Each document has a schema, which is written before its fields. A document that changes
// its meaning gets a new number; one that only gains fields does not.

func (Approval) schema() string    { return "fika.approve/v1" }
func (Backup) schema() string      { return "fika.backup/v1" }
func (Bookings) schema() string    { return "fika.bookings/v1" }
func (Brief) schema() string       { return "fika.brief/v1" }
func (Busy) schema() string        { return "fika.busy/v1" }
func (Change) schema() string      { return "fika.change/v1" }
func (Checks) schema() string      { return "fika.checks/v1" }
func (ConfigCheck) schema() string { return "fika.config-check/v1" }
func (ConfigDiff) schema() string  { return "fika.config-diff/v1" }
func (Config) schema() string      { return "fika.config/v1" }
func (Bundle) schema() string      { return "fika.debug-bundle/v1" }
func (Demo) schema() string        { return "fika.demo/v1" }
func (Doctor) schema() string      { return "fika.doctor/v1" }
func (Events) schema() string      { return "fika.events/v1" }
func (Export) schema() string      { return "fika.export/v1" }
func (Forgotten) schema() string   { return "fika.forget/v1" }
func (Free) schema() string        { return "fika.free/v1" }
func (Goals) schema() string       { return "fika.goals/v1" }
func (Init) schema() string        { return "fika.init/v1" }
func (Letters) schema() string     { return "fika.letters/v1" }
func (Log) schema() string         { return "fika.log/v1" }
func (Login) schema() string       { return "fika.login/v1" }
func (Logout) schema() string      { return "fika.logout/v1" }
func (LP) schema() string          { return "fika.lp/v1" }
func (Mirror) schema() string      { return "fika.mirror/v1" }
func (Week) schema() string        { return "fika.week/v1" }
func (Quarter) schema() string     { return "fika.quarter/v1" }
func (Notes) schema() string       { return "fika.notes/v1" }
func (Paths) schema() string       { return "fika.paths/v1" }
func (Pause) schema() string       { return "fika.pause/v1" }
func (People) schema() string      { return "fika.people/v1" }
func (Colleague) schema() string   { return "fika.person/v1" }
func (Plan) schema() string        { return "fika.plan/v1" }
func (Reload) schema() string      { return "fika.reload/v1" }
func (Restore) schema() string     { return "fika.restore/v1" }
func (Pass) schema() string        { return "fika.run/v1" }
func (Service) schema() string     { return "fika.service/v1" }
func (Simulation) schema() string  { return "fika.simulate/v1" }
func (Status) schema() string      { return "fika.status/v1" }
func (Sync) schema() string        { return "fika.sync/v1" }
func (Today) schema() string       { return "fika.today/v1" }
func (Topics) schema() string      { return "fika.topics/v1" }
func (Version) schema() string     { return "fika.version/v1" }
func (WhyNot) schema() string      { return "fika.why-not/v1" }
func (Why) schema() string         { return "fika.why/v1" }

// MarshalJSON writes the schema too, because this document can be a part of another.
func (c Cancellation) MarshalJSON() ([]byte, error) {
	type fields Cancellation // without this method
	return withSchema("fika.cancel/v1", fields(c))
}
