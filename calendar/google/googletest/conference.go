package googletest

import (
	"fmt"

	"google.golang.org/api/calendar/v3"
)

// updateConference handles the conference of a written event. Without conferenceDataVersion=1 it
// silently drops what the client sent. It ignores a request with the previous request's
// ID.
func (s *Server) updateConference(c *Calendar, r *record, before, next *calendar.Event, counts bool) *apiError {
	if !counts {
		next.ConferenceData = before.ConferenceData
		return nil
	}
	if next.ConferenceData == nil {
		next.HangoutLink = ""
		return nil
	}
	wish := next.ConferenceData.CreateRequest
	if wish == nil {
		return nil
	}
	if old := before.ConferenceData; old != nil && old.CreateRequest != nil && old.CreateRequest.RequestId == wish.RequestId {
		next.ConferenceData = old
		return nil
	}
	if s.settings.ConferenceRefused || wish.RequestId == "" || wish.ConferenceSolutionKey == nil || c.conferenceKind == "" || wish.ConferenceSolutionKey.Type != c.conferenceKind {
		return badRequest("invalid", "Invalid conference type value.")
	}
	wish.Status = &calendar.ConferenceRequestStatus{StatusCode: "pending"}
	next.ConferenceData = &calendar.ConferenceData{CreateRequest: wish}
	r.conferenceDue = s.now().Add(s.settings.ConferenceDelay)
	return nil
}

// concludeConference completes a pending conference, or fails it.
func (s *Server) concludeConference(c *Calendar, r *record) {
	if r.event.ConferenceData == nil || r.event.ConferenceData.CreateRequest == nil || cancelled(r.event) {
		return
	}
	before, next := r.event, clone(r.event)
	d := next.ConferenceData
	d.CreateRequest.Status.StatusCode = "success"
	if s.settings.ConferenceFails {
		d.CreateRequest.Status.StatusCode = "failure"
	} else {
		s.serial++
		room := fmt.Sprintf("fak-%04d-eee", s.serial)
		next.HangoutLink = "https://meet.google.com/" + room
		d.ConferenceId = room
		d.ConferenceSolution = &calendar.ConferenceSolution{Key: d.CreateRequest.ConferenceSolutionKey, Name: "Google Meet"}
		d.EntryPoints = []*calendar.EntryPoint{{EntryPointType: "video", Uri: next.HangoutLink, Label: "meet.google.com/" + room}}
		d.Signature = "fake"
	}
	s.store(c, r, next)
	s.invite(c, r, before, writeOptions{account: c.owner})
}
