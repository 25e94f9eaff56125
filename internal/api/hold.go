package api

// The codes of holds. Some are those of faults too: what a hold says to the daemon,
// a command that meets the same says to its user.
const (
	CodePaused       Code = "paused"
	CodeCaps         Code = "caps" // approved coffees for which a cap has no room
	CodeClockBack    Code = "clock_back"
	CodeClockJump    Code = "clock_jump"
	CodeClockSkew    Code = "clock_skew"
	CodeConfigShrunk Code = "config_shrunk"

	CodeConfigInvalid    Code = "config_invalid"
	CodePeopleUnreadable Code = "people_unreadable"

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
	CodeCalendarAmiss      Code = "calendar_amiss"
	CodeFirstSync          Code = "first_sync"
	CodeSyncStale          Code = "sync_stale"
	CodeTwoEvents          Code = "two_events"
	CodeUnknownOutcome     Code = "unknown_outcome"

	CodeStoreFull     Code = "store_full"
	CodeStoreReadOnly Code = "store_readonly"
	CodeStoreRestored Code = "store_restored"
	CodeDamaged       Code = "store_corrupt"
)

// Holds are the codes that a hold can have.
var Holds = Meanings{
	{CodePaused, "the user paused fika", Wanted, "fika resume"},
	{CodeCaps, "a cap has no room for a coffee that is approved", Wanted, "nothing to do; they are sent when there is room, unless you skip them: fika skip ID"},

	{CodeClockBack, "the clock says an earlier time than the last pass", Yours, "check the clock of this machine; if it is right now: fika sync --full"},
	{CodeClockJump, "the clock was set forward while no time passed", Passing, "check the clock of this machine; fika believes it after a while, or at once: fika sync --full"},
	{CodeClockSkew, "the clock is not that of a calendar", Yours, "let the machine set its clock by the network; fika goes on by itself"},

	{CodeConfigInvalid, "the newest configuration has faults, and the last good one is used", Yours, "fika config check"},
	{CodeConfigShrunk, "the newest configuration lost what a half-saved file loses, and is not used", Yours, "save the whole file; or, if that is right: fika config diff, fika config accept"},
	{CodePeopleUnreadable, "a source of people cannot be read", Yours, "mend the file or take it out of [people]; until then fika does not know whom it may invite"},

	{CodeSignIn, "a calendar wants its sign-in again", Yours, "fika login"},
	{CodeScopeMissing, "the sign-in does not allow what fika needs", Yours, "fika login, and tick every box"},
	{CodeWrongAccount, "the sign-in is that of somebody else", Yours, "add the address to aliases of [me] if it is yours; if it is not, sign in as yourself: fika login"},
	{CodeCaptivePortal, "a network asks for its own sign-in first", Yours, "log in to the network you are on; fika goes on by itself"},
	{CodeOffline, "a calendar cannot be reached", Passing, "nothing to do; fika goes on by itself when the network is back"},
	{CodeRateLimited, "a calendar asked to wait", Passing, "nothing to do; fika waits as long as it was asked to"},
	{CodeCalendarUnreadable, "a calendar cannot be read or written, for a reason that fika does not know", Yours, "mend it or take it out of the configuration; fika sends nothing while it is blind"},
	{CodeCalendarReadOnly, "fika may not write to a calendar", Yours, "give fika the right to write there, or set book = true for another calendar"},
	{CodeCalendarDisk, "the disk of a calendar is full", Yours, "make room on the disk of the calendar; fika goes on by itself"},
	{CodeCalendarEmptied, "a calendar lost most of its events at once", Yours, "if that is right: fika sync --full"},
	{CodeCalendarRefuses, "a calendar refuses what fika sends", Yours, "nothing to do if it passes by itself; when you have mended the cause: fika sync --full"},
	{CodeCalendarAmiss, "a calendar made something else of what fika sent", Yours, "look for the event in your calendar, and keep or delete it yourself; fika does not send it again; then: fika sync --full"},
	{CodeFirstSync, "a calendar was never read", Yours, "check its place and its rights: fika config check, fika paths"},
	{CodeSyncStale, "a calendar was not read for a day", Yours, "look at what fika status says of it, and mend that"},
	{CodeTwoEvents, "a coffee has two events", Yours, "delete one of them in your calendar; fika goes on by itself"},
	{CodeUnknownOutcome, "nobody knows what became of a change that was sent", Passing, "look at the event in your calendar; fika looks again in each pass and sends nothing until it knows"},

	{CodeStoreFull, "the disk of the state is full", Yours, "make room where fika keeps its state, see fika paths; it goes on by itself"},
	{CodeStoreReadOnly, "the state cannot be written", Yours, "mend the rights or the disk of the folder that fika paths shows; fika goes on by itself"},
	{CodeStoreRestored, "the store was put back from a copy, and what was sent since is not known yet", Passing, "it lifts with the first pass that can read every calendar and all people"},
	{CodeDamaged, "the store is damaged", Broken, "stop fika and put a copy back: fika restore FILE, the copies lie in the folder backups beside the store"},
}
