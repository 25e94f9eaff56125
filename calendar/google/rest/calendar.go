package rest

// CalendarList is a page of an account's list of calendars.
type CalendarList struct {
	Items         []*CalendarListEntry `json:"items,omitempty"`
	NextPageToken string               `json:"nextPageToken,omitempty"`
}

// CalendarListEntry is a calendar in an account's list, with the fields that fika reads.
type CalendarListEntry struct {
	ID                   string                `json:"id,omitempty"`
	Summary              string                `json:"summary,omitempty"`
	TimeZone             string                `json:"timeZone,omitempty"`
	AccessRole           string                `json:"accessRole,omitempty"`
	Primary              bool                  `json:"primary,omitempty"`
	Selected             bool                  `json:"selected,omitempty"`
	Hidden               bool                  `json:"hidden,omitempty"`
	Deleted              bool                  `json:"deleted,omitempty"`
	ConferenceProperties *ConferenceProperties `json:"conferenceProperties,omitempty"`
}

// ConferenceProperties are the kinds of video link that a calendar can have.
type ConferenceProperties struct {
	AllowedConferenceSolutionTypes []string `json:"allowedConferenceSolutionTypes,omitempty"`
}

// FreeBusyRequest asks for the busy times of calendars from TimeMin to TimeMax, which are
// RFC 3339.
type FreeBusyRequest struct {
	TimeMin string         `json:"timeMin"`
	TimeMax string         `json:"timeMax"`
	Items   []FreeBusyItem `json:"items"`
}

// FreeBusyItem names a calendar.
type FreeBusyItem struct {
	ID string `json:"id"`
}

// FreeBusyResponse has the busy times by calendar.
type FreeBusyResponse struct {
	Calendars map[string]FreeBusyCalendar `json:"calendars,omitempty"`
}

// FreeBusyCalendar has the busy times of one calendar, or says why they are unknown.
// Without busy times, Busy is empty; if the response has no list, it is nil.
type FreeBusyCalendar struct {
	Busy   []Period `json:"busy,omitempty"`
	Errors []Error  `json:"errors,omitempty"`
}

// Period is a busy time, from Start to End, which are RFC 3339.
type Period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// Error says why something is not in a response.
type Error struct {
	Domain string `json:"domain,omitempty"`
	Reason string `json:"reason,omitempty"`
}
