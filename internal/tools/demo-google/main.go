// Command demo-google shows fika working with Google Calendar, without an account: make
// demo-google. It starts the tests' fake Google on the loopback interface. The real
// program, named by the first argument, signs in to it and books. Only the addresses in
// the configuration and in the client file differ from the real Google.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: demo-google FIKA")
		os.Exit(64)
	}
	if err := demo(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "demo-google:", err)
		os.Exit(1)
	}
}

// demo serves the fake Google while the story runs.
func demo(program string) error {
	dir, err := os.MkdirTemp("", "fika-demo-google-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	origin := "http://" + ln.Addr().String()
	far, err := office(dir, origin)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: far, ReadHeaderTimeout: 5 * time.Second}
	defer server.Close()
	go server.Serve(ln) //nolint:errcheck // it ends with Close
	s, err := newStage(program, dir, far)
	if err != nil {
		return err
	}
	return s.play(origin)
}

// play runs the story. It stops at the first error.
func (s *stage) play(origin string) error {
	s.say("A fake Google listens at %s. Maya's configuration names it:", origin)
	s.show("fika.toml")
	s.say("She signs in. Her browser is played by a script, which presses Allow:")
	s.login()
	s.say("What would fika do, and why?")
	s.fika("plan")
	s.say("She approves the first, and fika books it: one event, one mail.")
	first := s.approve()
	s.fika("run", "--once")
	s.mails()
	s.say("The guest accepts, and fika learns of it.")
	s.accept(first)
	s.fika("run", "--once")
	s.say("She approves another. This time the connection breaks after Google has\ncarried out the request but before it has answered: was the guest invited?")
	s.approve()
	s.far.Inject(googletest.Fault{Method: "events.insert", AfterCommit: true, Effect: googletest.Dropped()})
	s.fika("run", "--once")
	s.say("When in doubt, fika sends nothing again. The next pass looks, and finds the event.")
	s.fika("run", "--once")
	s.mails()
	s.count(2)
	s.fika("bookings")
	s.say("All requests to Google:")
	s.requests()
	s.say("She signs out, which invalidates every copy of the sign-in.")
	s.fika("logout", "work")
	return s.err
}

// accept accepts the invitation to a booking, as its guest would.
func (s *stage) accept(booking string) {
	for _, e := range s.far.Account(me).Primary().Events() {
		if s.err == nil && bookingOf(e) == booking {
			s.err = s.far.Account(e.Attendees[0].Email).Primary().Reply(e.Id, "accepted", "")
		}
	}
}

// bookingOf returns fika's mark on an event; "" if it has none.
func bookingOf(e *calendar.Event) string {
	if e.ExtendedProperties == nil {
		return ""
	}
	return e.ExtendedProperties.Private["fikaBooking"]
}
