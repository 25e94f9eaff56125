package notify

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

var message = Message{Title: "fika", Text: "Ana said yes to Thu 12 March 10:20 - café"}

// mustService returns the channel to address.
func mustService(t *testing.T, address string) Channel {
	t.Helper()
	c, err := Service(address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// host returns the host and port of a test server.
func host(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }

func TestWebhook(t *testing.T) {
	var got map[string]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	for _, address := range []string{"generic://" + host(server) + "/hook?disabletls=yes&template=json", "generic+" + server.URL + "/hook?template=json"} {
		got = nil
		if err := mustService(t, address).Send(t.Context(), message); err != nil {
			t.Fatal(err)
		}
		if got["title"] != message.Title || got["message"] != message.Text {
			t.Errorf("%s: the webhook got %v", address, got)
		}
	}
}

func TestNtfy(t *testing.T) {
	var path, body string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		path, body = r.URL.Path, string(text)+r.Header.Get("Title")
		io.WriteString(w, `{"id":"sPs71M8A2T","time":1643935928,"event":"message","topic":"maya-topic"}`)
	}))
	defer server.Close()
	if err := mustService(t, "ntfy://"+host(server)+"/maya-topic?scheme=http").Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(path+body, "maya-topic") || !strings.Contains(body, message.Text) {
		t.Errorf("ntfy got %s %q", path, body)
	}
}

// mails is a mail server that keeps what it gets.
type mails struct{ got []string }

func (m *mails) NewSession(*smtp.Conn) (smtp.Session, error) { return m, nil }
func (m *mails) Mail(string, *smtp.MailOptions) error        { return nil }
func (m *mails) Rcpt(to string, _ *smtp.RcptOptions) error {
	m.got = append(m.got, "to "+to)
	return nil
}
func (m *mails) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	m.got = append(m.got, string(text))
	return err
}
func (m *mails) Reset()        {}
func (m *mails) Logout() error { return nil }

func TestMail(t *testing.T) {
	sink := &mails{}
	server := smtp.NewServer(sink)
	server.Domain = "localhost"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	c := mustService(t, "smtp://"+listener.Addr().String()+"/?from=fika@example.com&to=maya@example.com&auth=None&encryption=None&usestarttls=No")
	if err := c.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	<-served
	all := strings.Join(sink.got, "\n")
	for _, want := range []string{"to maya@example.com", "Subject: fika", "Ana said yes"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in the mail:\n%s", want, all)
		}
	}
}

// TestServiceErrorsHideSecrets checks that an address is in no error, whatever fails.
func TestServiceErrorsHideSecrets(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no topic "+r.URL.Path, http.StatusForbidden)
	}))
	defer refusing.Close()
	for _, address := range []string{
		"ntfy://:s3cretpass@" + host(refusing) + "/s3crettopic?scheme=http",
		"generic://" + host(refusing) + "/s3crethook?disabletls=yes&$token=s3crettoken",
		"smtp://user:s3cretpass@127.0.0.1:1/?from=a@example.com&to=b@example.com",
		"slack://s3cret",
		"nosuch://s3crettoken@s3crettopic",
		"://s3crettoken",
	} {
		c, err := Service(address)
		if err == nil {
			err = c.Send(t.Context(), message)
		} else if !errors.Is(err, ErrURL) {
			t.Errorf("%v does not wrap ErrURL", err)
		}
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v", err)
		}
	}
}

func TestProgram(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	c := Program([]string{"sh", "-c", `{ echo "$FIKA_TITLE"; cat; } > "$1"`, "sh", out})
	if err := c.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil || string(got) != message.Title+"\n"+message.Text+"\n" {
		t.Errorf("%q, %v", got, err)
	}
	if err := Program([]string{"sh", "-c", "echo no printer >&2; exit 3"}).Send(t.Context(), message); err == nil || !strings.Contains(err.Error(), "no printer") {
		t.Errorf("a failing program: %v", err)
	}
	if err := Program([]string{"/nonexistent/program"}).Send(t.Context(), message); !errors.Is(err, os.ErrNotExist) || !errors.Is(err, ErrNotSent) {
		t.Errorf("a missing program: %v", err)
	}
}

// TestNotSent checks which failures are certain: a message may have arrived if its request
// was made and the answer is missing.
func TestNotSent(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close() // the request was read, and nobody answers
		}
	}))
	defer cut.Close()
	for name, c := range map[string]struct {
		channel Channel
		certain bool
	}{
		"nobody listens":     {mustService(t, "generic://"+host(closed)+"/hook?disabletls=yes"), true},
		"no mail server":     {mustService(t, "smtp://127.0.0.1:1/?from=a@example.com&to=b@example.com&auth=None&encryption=None&usestarttls=No"), true},
		"the answer is lost": {mustService(t, "generic://"+host(cut)+"/hook?disabletls=yes"), false},
		"a program fails":    {Program([]string{"sh", "-c", "exit 1"}), false},
	} {
		if err := c.channel.Send(t.Context(), message); err == nil || errors.Is(err, ErrNotSent) != c.certain {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestServices checks an address of each service that docs/messages.md names, but matrix,
// which signs in as soon as it is opened.
func TestServices(t *testing.T) {
	for scheme, address := range map[string]string{
		"generic": "generic://hooks.example.com/fika", "gotify": "gotify://gotify.example.com/AzyoeNS.D4iJLVa",
		"mattermost": "mattermost://fika@chat.example.com/hooktoken", "ntfy": "ntfy://ntfy.sh/topic", "signal": "signal://localhost:8080/+1234567890/+0987654321",
		"slack": "slack://hook:WNA3PBYV6-F20DUQND3RQ-Webc4MAvoacrpPakR8phF0zi@webhook", "smtp": "smtp://mail.example.com/?from=a@example.com&to=b@example.com",
		"teams":    "teams+https://org.webhook.office.com/webhookb2/11111111-4444-4444-8444-cccccccccccc@22222222-4444-4444-8444-cccccccccccc/IncomingWebhook/33333333012222222222333333333344/44444444-4444-4444-8444-cccccccccccc/V2ESyij_gAljSoUQHvZoZYzlpAoAXExyOl26dlf1xHEx05?host=org.webhook.office.com",
		"telegram": "telegram://110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw@telegram?chats=@channel",
	} {
		if _, err := Service(address); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		if services[scheme] == nil {
			t.Errorf("%s is not there", scheme)
		}
	}
	if _, err := Service("pigeon://coop"); !errors.Is(err, ErrURL) || !strings.Contains(err.Error(), "generic, gotify, matrix") {
		t.Errorf("%v", err)
	}
}
