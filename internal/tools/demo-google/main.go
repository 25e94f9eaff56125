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

// demo serves the fake Google and runs the demo.
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
	fakeGoogle, err := setUp(dir, origin)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: fakeGoogle, ReadHeaderTimeout: 5 * time.Second}
	defer server.Close()
	go server.Serve(ln) //nolint:errcheck // it ends with Close
	s, err := newDemoRun(program, dir, fakeGoogle)
	if err != nil {
		return err
	}
	return s.run(origin)
}

// run runs all steps. It stops at the first error.
func (r *demoRun) run(origin string) error {
	r.announce("A fake Google listens at %s. Maya's configuration names it:", origin)
	r.show("fika.toml")
	r.announce("She signs in. Her browser is played by a script, which presses Allow:")
	r.login()
	r.announce("What would fika do, and why?")
	r.fika("plan")
	r.announce("She approves the first, and fika books it: one event, one mail.")
	first := r.approve()
	r.fika("run", "--once")
	r.mails()
	r.announce("The guest accepts, and fika learns of it.")
	r.accept(first)
	r.fika("run", "--once")
	r.announce("She approves another. This time the connection breaks after Google has\ncarried out the request but before it has answered: was the guest invited?")
	r.approve()
	r.fakeGoogle.Inject(googletest.Fault{Method: "events.insert", AfterCommit: true, Effect: googletest.Dropped()})
	r.fika("run", "--once")
	r.announce("When in doubt, fika sends nothing again. The next pass looks, and finds the event.")
	r.fika("run", "--once")
	r.mails()
	r.checkMails(2)
	r.fika("bookings")
	r.announce("All requests to Google:")
	r.requests()
	r.announce("She signs out, which invalidates every copy of the sign-in.")
	r.fika("logout", "work")
	return r.err
}

// accept accepts the invitation to a booking, as its guest would.
func (r *demoRun) accept(booking string) {
	for _, e := range r.fakeGoogle.Account(me).Primary().Events() {
		if r.err == nil && bookingOf(e) == booking {
			r.err = r.fakeGoogle.Account(e.Attendees[0].Email).Primary().Reply(e.Id, "accepted", "")
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
