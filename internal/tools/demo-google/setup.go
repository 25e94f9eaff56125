package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

const me = "maya@tallbark.example"

// configuration is Maya's configuration; %s is the origin of the fake Google.
const configuration = `[me]
name       = "Maya Lind"
email      = "maya@tallbark.example"
timezone   = "Europe/Stockholm"
department = "Communications"

[[calendar]]
name = "work"
kind = "google"
book = true
client_secret_file = "client_secret.json"
endpoint = "%s/calendar/v3/"

[people]
csv     = ["people.csv"]
domains = ["tallbark.example"]

[rhythm]
hours    = ["mon-fri 08:00-18:00"]
windows  = ["mon-fri 10:00-16:00"]
per_day  = 1
per_week = 3
minutes  = 25
notice   = "1d"
horizon  = "2w"

[trust]
mode = "propose"
undo = "0h" # so that the demo need not wait

[guards]
no_reply = "12h" # a coffee of tomorrow can still be sent

[[goal]]
id    = "customers"
kind  = "value"
theme = "sales_wins"
topic = "what customers ask for"
why   = "Pricing reacts one quarter late." # never leaves this machine
from  = { department = ["Sales"] }
want  = { meetings = 4, per = "quarter" }
ask   = ["What did you hear three times this month?"]
`

// peopleCSV lists the colleagues.
const peopleCSV = `name,email,department,timezone
Ana Ruiz,ana@tallbark.example,Sales,Europe/Madrid
Bo Berg,bo@tallbark.example,Sales,Europe/Stockholm
Dara Finn,dara@tallbark.example,Sales,Europe/London
Eva Holm,eva@tallbark.example,Sales,Europe/Stockholm
Cy Young,cy@tallbark.example,Engineering,Europe/London
`

// setUp writes Maya's files into dir, and returns a fake Google with an account and a
// daily meeting for everybody.
func setUp(dir, origin string) (*googletest.Server, error) {
	fakeGoogle := googletest.New(nil, "")
	fakeGoogle.AddAccount(me, "Maya Lind", "Europe/Stockholm")
	err := addDailyMeeting(fakeGoogle, me, "Stand-up", 9)
	for i, line := range strings.Split(strings.TrimSpace(peopleCSV), "\n")[1:] {
		column := strings.Split(line, ",")
		fakeGoogle.AddAccount(column[1], column[0], column[3])
		err = errors.Join(err, addDailyMeeting(fakeGoogle, column[1], "Customers", 10+i))
	}
	fakeGoogle.ClearLogs()
	for name, text := range map[string]string{
		"fika.toml": fmt.Sprintf(configuration, origin), "people.csv": peopleCSV, "client_secret.json": string(fakeGoogle.ClientFile(origin)),
	} {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return fakeGoogle, err
}

// addDailyMeeting adds a meeting of one hour on each working day to an account.
func addDailyMeeting(fakeGoogle *googletest.Server, who, title string, hour int) error {
	const zone = "Europe/Stockholm"
	at := func(hour int) *calendar.EventDateTime {
		year, month, day := time.Now().AddDate(0, 0, -7).Date()
		text := time.Date(year, month, day, hour, 0, 0, 0, time.UTC).Format("2006-01-02T15:04:05")
		return &calendar.EventDateTime{DateTime: text, TimeZone: zone}
	}
	_, err := fakeGoogle.Account(who).Primary().Add(&calendar.Event{
		Summary: title, Start: at(hour), End: at(hour + 1), Recurrence: []string{"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
	})
	return err
}
