package googletest_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar/google/googletest"
)

const directoryPath = "/v1/people:listDirectoryPeople?readMask=names,emailAddresses&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE"

// directory reads one page: names by address, "" for people who left.
func (w *fixture) directory(t *testing.T, more string) (people map[string]string, next, sync string) {
	t.Helper()
	status, _, body := w.raw(t, "GET", directoryPath+more, "", w.bearer("directory.readonly")...)
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	page := object(t, body)
	people = map[string]string{}
	list, _ := page["people"].([]any)
	for _, p := range list {
		p := p.(map[string]any)
		if p["metadata"] != nil {
			people[p["resourceName"].(string)] = ""
			continue
		}
		address := p["emailAddresses"].([]any)[0].(map[string]any)["value"].(string)
		people[address] = p["names"].([]any)[0].(map[string]any)["displayName"].(string)
	}
	next, _ = page["nextPageToken"].(string)
	sync, _ = page["nextSyncToken"].(string)
	return people, next, sync
}

func TestDirectory(t *testing.T) {
	w := newFixture(t)
	w.AddRoom("room@resource.calendar.google.com", "Room", "UTC")
	first, next, sync := w.directory(t, "&pageSize=2&requestSyncToken=true")
	if len(first) != 2 || next == "" || sync != "" {
		t.Errorf("the first page: %v %q %q", first, next, sync)
	}
	second, next, sync := w.directory(t, "&pageSize=2&requestSyncToken=true&pageToken="+url.QueryEscape(next))
	if diff := cmp.Diff(map[string]string{cleoMail: "Cleo Clark"}, second); diff != "" || next != "" || sync == "" {
		t.Errorf("the last page: %q %q (-want +got):\n%s", next, sync, diff)
	}
	w.bob.Rename("Robert Baker")
	w.cleo.Delete()
	delta, _, _ := w.directory(t, "&requestSyncToken=true&syncToken="+url.QueryEscape(sync))
	want := map[string]string{bobMail: "Robert Baker", fmt.Sprintf("people/%x", cleoMail): ""}
	if diff := cmp.Diff(want, delta); diff != "" {
		t.Errorf("the delta (-want +got):\n%s", diff)
	}

	token := w.bearer("directory.readonly")
	status, _, body := w.raw(t, "GET", "/v1/people:listDirectoryPeople", "", token...)
	if status != 400 || !strings.Contains(body, "INVALID_ARGUMENT") {
		t.Errorf("without a mask: %d %s", status, body)
	}
	status, _, _ = w.raw(t, "GET", directoryPath, "", w.bearer("calendar")...)
	if status != 403 {
		t.Errorf("without the scope: %d", status)
	}
	w.Configure(func(s *googletest.Settings) { s.TokenLife = time.Minute })
	w.clock.advance(time.Hour - time.Minute)
	status, _, body = w.raw(t, "GET", directoryPath+"&syncToken="+url.QueryEscape(sync), "", token...)
	if status != 400 || !strings.Contains(body, "FAILED_PRECONDITION") {
		t.Errorf("an old token: %d %s", status, body)
	}
	w.Configure(func(s *googletest.Settings) { s.NoDirectory = true })
	status, _, body = w.raw(t, "GET", directoryPath, "", token...)
	if status != 403 || !strings.Contains(body, "PERMISSION_DENIED") {
		t.Errorf("no directory: %d %s", status, body)
	}
}
