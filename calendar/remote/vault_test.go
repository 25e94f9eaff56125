package remote

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"

	"fika/calendar"
)

// password is a sign-in with a name and a password.
type password struct {
	User     string `json:"user"`
	Password Secret `json:"password"`
}

func (password) Kind() string     { return "caldav" }
func (p password) Complete() bool { return p.User != "" && p.Password != "" }

func sample() password { return password{"maya", "canary-one"} }

// TestVault runs the same tests on every kind of vault.
func TestVault(t *testing.T) {
	keyring.MockInit()
	path := filepath.Join(t.TempDir(), "state", "work.json")
	for name, v := range map[string]Vault[password]{"file": File[password]{path}, "keyring": Keyring[password]{"work"}} {
		t.Run(name, func(t *testing.T) {
			var none *SignInError
			if _, err := v.Load(); !errors.As(err, &none) || none.Reason != NeverSignedIn || none.Kind != "caldav" {
				t.Errorf("an empty vault: %v", err)
			}
			if err := v.Delete(); err != nil {
				t.Errorf("nothing to delete: %v", err)
			}
			in := sample()
			for range 2 {
				if err := v.Save(in); err != nil {
					t.Fatal(err)
				}
				got, err := v.Load()
				if diff := cmp.Diff(in, got); err != nil || diff != "" {
					t.Fatalf("%v (-saved +loaded):\n%s", err, diff)
				}
				in.Password = "canary-two"
			}
			if err := v.Delete(); err != nil {
				t.Fatal(err)
			}
			if _, err := v.Load(); !errors.As(err, &none) {
				t.Errorf("a deleted sign-in: %v", err)
			}
		})
	}
}

func TestFileIsPrivate(t *testing.T) {
	f := File[password]{filepath.Join(t.TempDir(), "work.json")}
	if err := f.Save(sample()); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(f.Path); info.Mode().Perm() != 0o600 {
		t.Errorf("saved with mode %v", info.Mode())
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		os.Chmod(f.Path, mode)
		_, err := f.Load()
		var refused *SignInError
		if !errors.As(err, &refused) || refused.Reason != FileReadableByOthers || !errors.Is(err, calendar.ErrSignIn) {
			t.Errorf("mode %v: got %v, want FileReadableByOthers", mode, err)
		}
	}
	if err := f.Save(sample()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Load(); err != nil {
		t.Errorf("a new sign-in does not fix the mode: %v", err)
	}
	for _, text := range []string{"", "{", `{"password":7,"user":"canary"}`, `{"user":"canary"}`} {
		os.WriteFile(f.Path, []byte(text), 0o600)
		if in, err := f.Load(); err == nil || strings.Contains(err.Error(), "canary") || in != (password{}) {
			t.Errorf("%q: %v, %v", text, in, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.Path), ".*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func TestFileSaveFails(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "folder")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (File[password]{filepath.Join(blocked, "work.json")}).Save(sample()); err == nil {
		t.Error("saved below a file")
	}
}

func TestSecretHides(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		in := sample()
		if text := fmt.Sprintf(verb, in) + fmt.Sprintf(verb, &in); strings.Contains(text, "canary") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"the quota of 10 events is used up":               "the quota of 10 events is used up",
		"see https://dav.example.com/help":                "see https://dav.example.com/help",
		"Authorization: Basic bWF5YTpjYW5hcnk= is wrong":  "Authorization: … is wrong",
		"bearer canary expired":                           "… expired",
		"not at https://maya:canary@dav.example.com/home": "not at https:…dav.example.com/home",
		"the token " + strings.Repeat("aB3-", 20) + ".":   "the token …",
	} {
		if got := Redact(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestSignInErrors(t *testing.T) {
	for _, c := range []struct {
		err  SignInError
		says string
		is   error
	}{
		{SignInError{Kind: "caldav", Reason: NeverSignedIn}, "caldav: nobody has signed in yet", calendar.ErrUnsent},
		{SignInError{Kind: "caldav", Account: "maya", Reason: NotYourAddress}, "caldav account maya: this address is not in [me]", calendar.ErrWrongAccount},
		{SignInError{Kind: "caldav", Reason: MissingScopes, Detail: "reading"}, "caldav: the sign-in does not allow all that fika does: reading", calendar.ErrMissingScope},
	} {
		if c.err.Error() != c.says || !errors.Is(&c.err, c.is) || !errors.Is(&c.err, calendar.ErrSignIn) {
			t.Errorf("got %q, want %q that wraps %q", c.err.Error(), c.says, c.is)
		}
	}
}
