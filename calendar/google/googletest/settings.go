package googletest

import "time"

// Settings are the behaviours of Google that depend on the project or are
// unpredictable. Change them with [Server.Configure].
type Settings struct {
	// Testing simulates a consent screen in "Testing": refresh tokens expire 7 days
	// after the sign-in.
	Testing bool

	// RotateRefreshTokens makes every refresh return a new refresh token and
	// invalidate the old one. Google does not do so by default.
	RotateRefreshTokens bool

	// RefuseBasic makes the token endpoint reject HTTP Basic, so that a client that
	// tries it first needs two requests.
	RefuseBasic bool

	// Skew is added to the time in the Date header of every response.
	Skew time.Duration

	// PageSize limits pages to fewer items than the client requests; 0 is no limit.
	PageSize int

	// EmptyPages makes the first page of every list empty.
	EmptyPages bool

	// TokenLife is how long a sync token is valid; 0 is forever.
	TokenLife time.Duration

	// StrictToken rejects a sync token with 400 if the other parameters differ from
	// the first request. Google does not define this case.
	StrictToken bool

	// Horizon is how many years ahead a delta lists the instances of an endless
	// series.
	Horizon int

	// DeleteWholeSeries makes a delta report the deletion of a series as deletions of
	// all its instances, not only of those in the next six months.
	DeleteWholeSeries bool

	// ConferenceDelay is how long a video conference stays pending. ConferenceFails
	// makes it fail after that.
	ConferenceDelay time.Duration
	ConferenceFails bool

	// ConferenceRefused rejects every write that requests a conference, even of a
	// kind that the calendar list allows.
	ConferenceRefused bool

	// UnknownZones are unknown time zones: a write that uses one is an error.
	UnknownZones []string

	// InvalidGuests are invalid addresses: a write with one of them among its guests
	// is an error.
	InvalidGuests []string

	// ReplaceIDs gives new events an id of the server and ignores the client's.
	ReplaceIDs bool

	// DropProperties drops the extended properties of new events.
	DropProperties bool

	// EndlessPages makes the last page of every list link to itself as the next page.
	EndlessPages bool

	// ReadDelay is how long a new event is hidden from reads.
	ReadDelay time.Duration

	// NoDirectory simulates a consumer account, or an organisation that does not
	// share its directory.
	NoDirectory bool

	// Quota limits the requests of each account; the zero value does not.
	Quota Quota
}

// Quota limits requests in a sliding window. A PATCH counts as three.
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
