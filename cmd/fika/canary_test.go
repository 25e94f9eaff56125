package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// canary is in every name, address, title, topic, reason, note and path of the
// office below. It sings wherever one of them gets out.
const canary = "zugvogel"

const canaryConfig = `
[me]
name       = "Maya Zugvogel"
email      = "maya@zugvogel.example"
aliases    = ["m.zugvogel@zugvogel.example"]
timezone   = "Europe/Stockholm"
department = "Zugvogel Communications"
level      = "zugvogel one"
levels     = ["zugvogel one", "zugvogel two"]
manager    = "boss@zugvogel.example"

[[calendar]]
name = "zugvogel work"
kind = "vdir"
path = "zugvogel-calendar"
book = true

[[calendar]]
name = "zugvogel home"
kind = "vdir"
path = "zugvogel-home"

[people]
csv     = ["zugvogel.csv"]
domains = ["zugvogel.example"]

[[person]]
email      = "bo@zugvogel.example"
name       = "Bo Zugvogel"
department = "Zugvogel Sales"
title      = "Zugvogel lead"
site       = "Zugvogel City"
tags       = ["zugvogel tag"]
calendar   = "zugvogel-bo"
away_until = 2026-01-01

[rhythm]
hours    = ["mon-fri 09:00-17:00"]
windows  = ["mon-fri 10:00-16:00"]
per_day  = 1
per_week = 3
open     = 3
minutes  = 25
notice   = "2d"
horizon  = "2w"
blackout = [{ from = 2024-12-18, to = 2025-01-06, why = "zugvogel holidays" }]

[guards]
never     = ["cy@zugvogel.example"]
ask_first = { level = "zugvogel two", up = 1 }

[invite]
title    = "Zugvogel: {{.Me.FirstName}}"
greeting = "Zugvogel {{.Person.FirstName}},"
footer   = "Zugvogel."
where    = "zugvogel room"

[daemon]
every              = "5m"
notify             = ["zugvogel pager"]
metrics            = "127.0.0.1:9425"
metrics_token_file = "zugvogel.token"

[[goal]]
id    = "zugvogel-goal"
kind  = "value"
theme = "sales_wins"
topic = "what zugvogel asks for"
offer = "zugvogel plans"
why   = "Zugvogel reacts late."
from  = { department = ["Zugvogel Sales"], title = ["zugvogel"], site = ["Zugvogel City"], tag = ["zugvogel tag"], person = ["ana@zugvogel.example", "bo@zugvogel.example", "cy@zugvogel.example"], level_max = "zugvogel two" }
want  = { meetings = 2, per = "quarter" }
ask   = ["What of zugvogel?"]
`

// newCanaryDesk is an office where everything private is called by the canary.
// Fika has worked there: it proposed, booked, rested somebody, was paused with a
// reason, and found things that it could not read.
func newCanaryDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), canary)}
	d.write("fika.toml", canaryConfig)
	d.write("zugvogel.csv", "name,email,department,title,level,site,manager,tags,calendar\n"+
		"Ana Zugvogel,ana@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,boss@zugvogel.example,zugvogel tag,\n"+
		"Bo,bo@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,,,\n"+
		"Cy Zugvogel,cy@zugvogel.example,Zugvogel Sales,Zugvogel lead,zugvogel one,Zugvogel City,,zugvogel tag,\n"+
		"Zugvogel without address,zugvogel,,,,,,,\n")
	d.write("zugvogel-calendar/one.ics", weeklyEvent("zugvogel", "20260302T080000Z", "20260302T083000Z"))
	d.write("zugvogel-calendar/zugvogel-broken.ics", strings.Replace(weeklyEvent("zugvogel", "20260302T080000Z", "20260302T083000Z"), "RRULE:", "RRULE:ZUGVOGEL;", 1))
	d.write("zugvogel-home/one.ics", weeklyEvent("zugvogel at home", "20260302T080000Z", "20260302T083000Z"))
	d.write("zugvogel-bo/one.ics", weeklyEvent("zugvogel of Bo", "20260302T080000Z", "20260302T083000Z"))
	d.outcome("fika", "run", "--once")
	for _, b := range d.bookings() {
		d.answer("fika", "approve", b.ID)
		break
	}
	d.outcome("fika", "run", "--once")
	d.answer("fika", "people", "rest", "bo")
	d.answer("fika", "pause", "--why", "zugvogel leave")
	d.outcome("fika", "run", "--once")
	return d
}
