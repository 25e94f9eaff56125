module fika/calendar/ics/bench

go 1.26.0

replace fika => ../../../

require (
	fika v0.0.0
	github.com/arran4/golang-ical v0.3.6
	github.com/emersion/go-ical v0.0.0-20250609112844-439c63cef608
	github.com/google/go-cmp v0.7.0
	github.com/teambition/rrule-go v1.8.2
)

require (
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
