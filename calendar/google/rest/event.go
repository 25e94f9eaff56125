package rest

import "encoding/json"

// Event is an event as Google returns it, with the fields that fika reads.
type Event struct {
	ID               string `json:"id,omitempty"`
	ETag             string `json:"etag,omitempty"`
	Status           string `json:"status,omitempty"`
	Updated          string `json:"updated,omitempty"` // RFC 3339
	EventType        string `json:"eventType,omitempty"`
	Transparency     string `json:"transparency,omitempty"`
	Visibility       string `json:"visibility,omitempty"`
	ICalUID          string `json:"iCalUID,omitempty"`
	Sequence         int64  `json:"sequence,omitempty"`
	Summary          string `json:"summary,omitempty"`
	Location         string `json:"location,omitempty"`
	Description      string `json:"description,omitempty"`
	HangoutLink      string `json:"hangoutLink,omitempty"`
	RecurringEventID string `json:"recurringEventId,omitempty"` // the series of an occurrence

	Start             *Time    `json:"start,omitempty"`
	End               *Time    `json:"end,omitempty"`
	OriginalStartTime *Time    `json:"originalStartTime,omitempty"`
	Recurrence        []string `json:"recurrence,omitempty"`

	Organizer        *Organizer  `json:"organizer,omitempty"`
	Attendees        []*Attendee `json:"attendees,omitempty"`
	AttendeesOmitted bool        `json:"attendeesOmitted,omitempty"`

	ConferenceData            *ConferenceData     `json:"conferenceData,omitempty"`
	WorkingLocationProperties *WorkingLocation    `json:"workingLocationProperties,omitempty"`
	ExtendedProperties        *ExtendedProperties `json:"extendedProperties,omitempty"`
}

// Events is a page of a list of events.
type Events struct {
	Items         []*Event `json:"items,omitempty"`
	NextPageToken string   `json:"nextPageToken,omitempty"`
	NextSyncToken string   `json:"nextSyncToken,omitempty"` // on the last page only
	TimeZone      string   `json:"timeZone,omitempty"`      // of the calendar
}

// Time is the start or end of an event: a day, or an instant with its zone.
type Time struct {
	Date     string `json:"date,omitempty"`     // 2006-01-02
	DateTime string `json:"dateTime,omitempty"` // RFC 3339, or without an offset and then in TimeZone
	TimeZone string `json:"timeZone,omitempty"` // a name of the IANA database
}

// Organizer is who owns an event.
type Organizer struct {
	Email string `json:"email,omitempty"`
	Self  bool   `json:"self,omitempty"`
}

// Attendee is a guest or a room. A list of them is written as a whole, so what Google
// returned must be written back as it was, with the answers in it.
type Attendee struct {
	Email          string `json:"email,omitempty"`
	DisplayName    string `json:"displayName,omitempty"`
	Self           bool   `json:"self,omitempty"`
	Organizer      bool   `json:"organizer,omitempty"`
	Resource       bool   `json:"resource,omitempty"`
	ResponseStatus string `json:"responseStatus,omitempty"`
	Comment        string `json:"comment,omitempty"`
}

// ConferenceData describes the video link of an event, and requests one.
type ConferenceData struct {
	CreateRequest *ConferenceRequest `json:"createRequest,omitempty"`
	EntryPoints   []*EntryPoint      `json:"entryPoints,omitempty"`
}

// ConferenceRequest requests a video link. Google makes one conference for each
// RequestID of an event.
type ConferenceRequest struct {
	RequestID             string            `json:"requestId,omitempty"`
	ConferenceSolutionKey *ConferenceKind   `json:"conferenceSolutionKey,omitempty"`
	Status                *ConferenceStatus `json:"status,omitempty"`
}

// ConferenceKind is a kind of conference.
type ConferenceKind struct {
	Type string `json:"type,omitempty"`
}

// ConferenceStatus is the state of a [ConferenceRequest].
type ConferenceStatus struct {
	StatusCode string `json:"statusCode,omitempty"` // pending, success, failure
}

// EntryPoint is one way into a conference.
type EntryPoint struct {
	EntryPointType string `json:"entryPointType,omitempty"`
}

// WorkingLocation says where the user works during an event of that type.
type WorkingLocation struct {
	Type           string          `json:"type,omitempty"`
	OfficeLocation *OfficeLocation `json:"officeLocation,omitempty"`
	CustomLocation *CustomLocation `json:"customLocation,omitempty"`
}

// OfficeLocation is a building.
type OfficeLocation struct {
	Label      string `json:"label,omitempty"`
	BuildingID string `json:"buildingId,omitempty"`
}

// CustomLocation is a place that is no building.
type CustomLocation struct {
	Label string `json:"label,omitempty"`
}

// ExtendedProperties are values of programs. Private ones belong to one copy of an event.
type ExtendedProperties struct {
	Private map[string]string `json:"private,omitempty"`
}

// NewEvent is an event to create. What Google would choose by the settings of the
// calendar is stated: guests, and who sees the event.
type NewEvent struct {
	ID                      string              `json:"id"`
	Summary                 string              `json:"summary"`
	Location                string              `json:"location,omitempty"`
	Description             string              `json:"description,omitempty"`
	Start                   *NewTime            `json:"start"`
	End                     *NewTime            `json:"end"`
	Transparency            string              `json:"transparency"`
	Visibility              string              `json:"visibility"`
	GuestsCanInviteOthers   bool                `json:"guestsCanInviteOthers"`
	GuestsCanModify         bool                `json:"guestsCanModify"`
	GuestsCanSeeOtherGuests bool                `json:"guestsCanSeeOtherGuests"`
	Reminders               Reminders           `json:"reminders"`
	ExtendedProperties      *ExtendedProperties `json:"extendedProperties,omitempty"`
	Attendees               []*Attendee         `json:"attendees,omitempty"`
	ConferenceData          *ConferenceData     `json:"conferenceData,omitempty"`
}

// Reminders says that the reminders of an event are those of the calendar.
type Reminders struct {
	UseDefault bool `json:"useDefault"`
}

// Patch has what changes in an event; what it leaves out stays. A text that is "" removes
// the one that there was, and nil keeps it.
type Patch struct {
	Summary            *string             `json:"summary,omitempty"`
	Location           *string             `json:"location,omitempty"`
	Description        *string             `json:"description,omitempty"`
	Start              *NewTime            `json:"start,omitempty"`
	End                *NewTime            `json:"end,omitempty"`
	Visibility         string              `json:"visibility,omitempty"`
	ExtendedProperties *ExtendedProperties `json:"extendedProperties,omitempty"`
	Attendees          []*Attendee         `json:"attendees,omitempty"`
	ConferenceData     *ConferenceData     `json:"conferenceData,omitempty"`
}

// NewTime is a time to write. Objects in a patch are merged into those that there are, so
// [NoDate] as Date turns whole days into hours.
type NewTime struct {
	Date     json.RawMessage `json:"date,omitempty"`
	DateTime string          `json:"dateTime"`
	TimeZone string          `json:"timeZone,omitempty"`
}

// NoDate removes a date.
var NoDate = json.RawMessage("null")
