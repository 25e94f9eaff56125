package config

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fika/internal/mailbox"
	"fika/internal/prose"
)

// address returns the codec of an e-mail address that fika may write to, in a domain of
// the internet.
func address() codec[mailbox.Address] {
	return textCodec(`an e-mail address such as "ana@example.com"`, func(text string) (mailbox.Address, *valueError) {
		a := mailbox.Parse(text)
		if !isDomain(a.Domain()) {
			return "", &valueError{}
		}
		return a, nil
	}, func(a mailbox.Address) string { return string(a) })
}

// domain returns the codec of the part of an address after the @.
func domain() codec[string] {
	return textCodec(`a domain such as "example.com"`, func(text string) (string, *valueError) {
		name := strings.ToLower(strings.TrimSpace(text))
		if !isDomain(name) {
			_, after, _ := strings.Cut(name, "@")
			if isDomain(after) {
				return "", &valueError{suggestion: quote(after)}
			}
			return "", &valueError{}
		}
		return mailbox.Spell("me@" + name).Domain(), nil
	}, identity)
}

func isDomain(name string) bool {
	labels := strings.Split(name, ".")
	return len(labels) > 1 && !slices.ContainsFunc(labels, func(label string) bool {
		return label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.ContainsFunc(label, func(r rune) bool {
				return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
			})
	})
}

// file returns the codec of the name of a file or folder. It is relative to folder,
// or to the user's home if it begins with ~/. It need not exist.
func file(folder string) codec[string] {
	return textCodec("the name of a file or folder", func(text string) (string, *valueError) {
		switch rest, home := strings.CutPrefix(text, "~/"); {
		case text == "" || strings.ContainsFunc(text, unicode.IsControl):
			return "", &valueError{}
		case strings.Contains(text, "://"):
			return "", &valueError{text: prose.Sprintf("%q is a network address; want the name of a file or folder", text)}
		case home || text == "~":
			dir, err := os.UserHomeDir()
			if err != nil {
				return "", &valueError{text: prose.Sprintf("%q starts at the home folder, and there is none: %v", text, err)}
			}
			return filepath.Join(dir, strings.TrimPrefix(rest, "~")), nil
		case filepath.IsAbs(text):
			return filepath.Clean(text), nil
		}
		return filepath.Join(folder, text), nil
	}, identity)
}

// endpoint returns the codec of a service's URL. Plain http is allowed only on this
// machine, because the sign-in is sent there.
func endpoint() codec[string] {
	return textCodec(`a URL such as "https://dav.example.com/"`, func(text string) (string, *valueError) {
		u, err := url.Parse(text)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
			return "", &valueError{}
		case u.User != nil:
			return "", &valueError{text: "this URL must not contain a user name", allowed: []string{"user", "password_file"}}
		case u.Scheme == "http" && !isLoopback(u.Hostname()):
			return "", &valueError{text: "http would send the sign-in unencrypted", suggestion: quote("https" + strings.TrimPrefix(text, "http"))}
		}
		return text, nil
	}, identity)
}

// webPage returns the codec of the address of a page that people open in a browser.
func webPage() codec[string] {
	return textCodec(`the address of a page, such as "https://wiki.example.com/fika"`, func(text string) (string, *valueError) {
		_, wrong := webAddress(text)
		return text, wrong
	}, identity)
}

// webAddress parses text as an address that people open in a browser. The error for
// anything else has no text.
func webAddress(text string) (*url.URL, *valueError) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(text, " \t\r\n<>\""):
		return nil, &valueError{}
	case u.User != nil:
		return nil, &valueError{text: "this address must not contain a user name"}
	}
	return u, nil
}

// listen returns the codec of a loopback host and port; why explains the error for
// other hosts.
func listen(why string) codec[string] {
	return textCodec(`a host and port such as "127.0.0.1:7425"`, func(text string) (string, *valueError) {
		host, port, err := net.SplitHostPort(text)
		if err != nil {
			return "", &valueError{}
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", &valueError{text: prose.Sprintf("%q has no port from 1 to 65535", text)}
		}
		if !isLoopback(host) {
			return "", &valueError{
				text:    prose.Sprintf("%q can be reached by others; %s", text, why),
				allowed: quoted([]string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port), net.JoinHostPort("localhost", port)}),
			}
		}
		return text, nil
	}, identity)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
