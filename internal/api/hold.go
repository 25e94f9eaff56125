package api

// Hold codes. Some are fault codes too: the same trouble can hold up the daemon and fail
// a command.
const (
	CodePaused       Code = "paused"
	CodeCaps         Code = "caps" // a cap has no room for approved coffees
	CodeClockBack    Code = "clock_back"
	CodeClockJump    Code = "clock_jump"
	CodeClockSkew    Code = "clock_skew"
	CodeConfigShrunk Code = "config_shrunk"

	CodeConfigInvalid    Code = "config_invalid"
	CodePeopleUnreadable Code = "people_unreadable"

	CodeHolidaysUnreadable Code = "holidays_unreadable"

	CodeSignIn             Code = "auth_required"
	CodeScopeMissing       Code = "scope_missing"
	CodeWrongAccount       Code = "wrong_account"
	CodeCaptivePortal      Code = "captive_portal"
	CodeOffline            Code = "offline"
	CodeRateLimited        Code = "rate_limited"
	CodeCalendarUnreadable Code = "calendar_unreadable"
	CodeCalendarReadOnly   Code = "calendar_readonly"
	CodeCalendarDisk       Code = "disk_full"
	CodeCalendarEmptied    Code = "calendar_emptied"
	CodeCalendarRefuses    Code = "calendar_refuses"
	CodeCalendarAltered    Code = "calendar_amiss"
	CodeFirstSync          Code = "first_sync"
	CodeSyncStale          Code = "sync_stale"
	CodeTwoEvents          Code = "two_events"
	CodeUnknownOutcome     Code = "unknown_outcome"

	CodeStoreFull     Code = "store_full"
	CodeStoreReadOnly Code = "store_readonly"
	CodeStoreRestored Code = "store_restored"
	CodeDamaged       Code = "store_corrupt"
)

// Holds lists all hold codes.
var Holds = Meanings{
	{CodePaused, "the user paused fika", Wanted, Run("fika resume")},
	{CodeCaps, "a cap has no room for an approved coffee", Wanted, say("no action needed: they are sent when a cap has room; to drop one: fika skip ID")},

	{CodeClockBack, "the clock is earlier than at the last pass", Yours, say("check the clock of this machine; if it is right now: fika sync --full")},
	{CodeClockJump, "the clock jumped forward", Passing, say("check the clock of this machine; fika accepts it after a while; to accept it now: fika sync --full")},
	{CodeClockSkew, "the clock differs from that of a calendar", Yours, say("let the machine set its clock from the network; fika then continues")},

	{CodeConfigInvalid, "the newest configuration has faults, and the last good one is used", Yours, Run("fika config check")},
	{CodeConfigShrunk, "the new configuration lost so much that it may be half saved, and is not used", Yours, say("save the whole file; or, if that is right: fika config diff, fika config accept")},
	{CodePeopleUnreadable, "a source of people cannot be read", Yours, say("fix the file or remove it from [people]; until then fika does not know who it may invite")},

	{CodeHolidaysUnreadable, "a file of days off cannot be read", Yours, say("fix the file, or remove its [[holidays]]; until then fika does not know which days are off")},

	{CodeSignIn, "a calendar needs a new sign-in", Yours, Run("fika login")},
	{CodeScopeMissing, "the sign-in does not allow what fika needs", Yours, Hint{"fika login, and tick every box", "fika login"}},
	{CodeWrongAccount, "the sign-in belongs to somebody else", Yours, say("add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika login")},
	{CodeCaptivePortal, "a network asks for its own sign-in first", Yours, say("log in to the network you are on; fika then continues")},
	{CodeOffline, "a calendar cannot be reached", Passing, say("no action needed: fika continues when the network is back")},
	{CodeRateLimited, "a calendar asked fika to wait", Passing, say("no action needed: fika waits as long as asked")},
	{CodeCalendarUnreadable, "a calendar cannot be read or written, for an unknown reason", Yours, say("fika status shows the error; fix the calendar, or remove it from the configuration; until then fika sends nothing")},
	{CodeCalendarReadOnly, "fika may not write to a calendar", Yours, say("give fika the right to write there, or set book = true for another calendar")},
	{CodeCalendarDisk, "the disk of a calendar is full", Yours, say("make room on the disk of the calendar; fika then continues")},
	{CodeCalendarEmptied, "a calendar lost most of its events at once", Yours, say("if that is right: fika sync --full")},
	{CodeCalendarRefuses, "a calendar rejects what fika sends", Yours, say("no action needed if it is temporary; once you have fixed the cause: fika sync --full")},
	{CodeCalendarAltered, "a calendar changed what fika sent", Yours, say("find the event in your calendar and keep or delete it yourself; fika does not send it again; then: fika sync --full")},
	{CodeFirstSync, "a calendar was never read", Yours, say("check its path and permissions: fika config check, fika paths")},
	{CodeSyncStale, "a calendar has not been read for a day", Yours, say("see what fika status says about it, and fix that")},
	{CodeTwoEvents, "a coffee has two events", Yours, say("delete one of them in your calendar; fika then continues")},
	{CodeUnknownOutcome, "the outcome of a change that was sent is unknown", Passing, say("check the event in your calendar; fika checks again in each pass and sends nothing until it knows")},

	{CodeStoreFull, "the disk that holds the state is full", Yours, say("free some space where fika keeps its state, see fika paths; fika then continues")},
	{CodeStoreReadOnly, "the state cannot be written", Yours, say("fix the permissions or the disk of the folder that fika paths shows; fika then continues")},
	{CodeStoreRestored, "the store was restored from a copy, and what was sent since then is not known yet", Passing, say("it ends with the first pass that can read every calendar and all people")},
	{CodeDamaged, "the store is damaged", Broken, say("stop fika and restore a copy: fika restore FILE; copies are in the folder backups beside the store")},
}
