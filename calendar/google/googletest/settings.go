package googletest

import "time"

// Settings are the behaviours of Google that differ from project to project, or
// that nobody but Google can predict. Change them with [Server.Configure].
type Settings struct {
	// Testing is a consent screen in "Testing": refresh tokens die 7 days
	// after the sign-in.
	Testing bool

	// RotateRefreshTokens makes every refresh hand out a new refresh token and kill the old
	// one. Google does not do so by default.
	RotateRefreshTokens bool

	// RefuseBasic makes the token endpoint deaf to HTTP Basic, so that a client
	// that tries it first shows up as two requests.
	RefuseBasic bool

	// Skew is added to the clock in the Date header of every answer.
	Skew time.Duration

	// PageSize bounds pages below what the client asks for; 0 is no bound.
	PageSize int

	// EmptyPages makes each list begin with a page that has no items.
	EmptyPages bool

	// TokenLife is how long a sync token is good for; 0 is for ever.
	TokenLife time.Duration

	// StrictToken answers 400 where the parameters beside a sync token are not
	// those of the first request. Google calls that undefined.
	StrictToken bool

	// Horizon is how far ahead, in years, a delta spells out an endless series.
	Horizon int

	// DeleteWholeSeries makes the deletion of a series show as the deletion of all
	// its instances, and not only of those of the next six months.
	DeleteWholeSeries bool

	// ConferenceDelay is how long a video conference stays pending, and
	// ConferenceFails whether it fails then.
	ConferenceDelay time.Duration
	ConferenceFails bool

	// ConferenceRefused makes every write that asks for a conference an error,
	// whatever kinds the calendar list says are allowed.
	ConferenceRefused bool

	// UnknownZones are names of time zones that are not known here: a write that
	// uses one is an error.
	UnknownZones []string

	// InvalidGuests are addresses that are not taken for an address: a write with
	// one of them among its guests is an error.
	InvalidGuests []string

	// ReplaceIDs gives new events an id of the server's and ignores the client's.
	ReplaceIDs bool

	// DropProperties loses the extended properties of new events.
	DropProperties bool

	// EndlessPages makes the last page of each list name a next one, which is
	// that page again.
	EndlessPages bool

	// ReadDelay hides a new event from every read for that long.
	ReadDelay time.Duration

	// NoDirectory is a consumer account, or an organisation that does not share
	// its directory.
	NoDirectory bool

	// Quota bounds the requests of each account; the zero value does not.
	Quota Quota
}

// Quota is a bound on requests in a sliding window. PATCH counts thrice.
type Quota struct {
	Units int           // 600 at Google
	Per   time.Duration // a minute at Google
	Code  int           // 403, the default, or 429, which carries Retry-After
}

func defaults() Settings { return Settings{Horizon: 14, ConferenceDelay: time.Second} }

// Configure changes the settings by edit.
func (s *Server) Configure(edit func(*Settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit(&s.settings)
}
