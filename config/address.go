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

// address is an e-mail address, in its one spelling (see [mailbox.Spell]).
func address() kind[mailbox.Address] {
	return word(`an e-mail address such as "ana@example.com"`, func(text string) (mailbox.Address, *wrong) {
		text = strings.ToLower(strings.TrimSpace(text))
		local, domain, ok := strings.Cut(text, "@")
		if !ok || local == "" || len(text) > 254 || strings.ContainsFunc(local, notLocal) {
			return "", &wrong{}
		}
		if !isDomain(domain) {
			return "", &wrong{}
		}
		return mailbox.Spell(text), nil
	}, func(a mailbox.Address) string { return string(a) })
}

// notLocal reports whether r never occurs before the @ of an unquoted address.
// RFC 5322 allows quoted ones; nobody has one.
func notLocal(r rune) bool {
	return !unicode.IsPrint(r) || strings.ContainsRune(" \"(),:;<>@[\\]", r)
}

// domain is the part of addresses after the @.
func domain() kind[string] {
	return word(`a domain such as "example.com"`, func(text string) (string, *wrong) {
		name := strings.ToLower(strings.TrimSpace(text))
		if !isDomain(name) {
			_, after, _ := strings.Cut(name, "@")
			if isDomain(after) {
				return "", &wrong{meant: quote(after)}
			}
			return "", &wrong{}
		}
		return mailbox.Spell("me@" + name).Domain(), nil
	}, itself)
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

// file is the name of a file or folder: relative to folder, or to the user's
// home if it begins with ~/. It need not exist.
func file(folder string) kind[string] {
	return word("the name of a file or folder", func(text string) (string, *wrong) {
		switch rest, home := strings.CutPrefix(text, "~/"); {
		case text == "" || strings.ContainsFunc(text, unicode.IsControl):
			return "", &wrong{}
		case strings.Contains(text, "://"):
			return "", &wrong{text: prose.Sprintf("%q is a network address; want the name of a file or folder", text)}
		case home || text == "~":
			dir, err := os.UserHomeDir()
			if err != nil {
				return "", &wrong{text: prose.Sprintf("%q starts at the home folder, and there is none: %v", text, err)}
			}
			return filepath.Join(dir, strings.TrimPrefix(rest, "~")), nil
		case filepath.IsAbs(text):
			return filepath.Clean(text), nil
		}
		return filepath.Join(folder, text), nil
	}, itself)
}

// endpoint is the URL of a service. Plain http is allowed only on this machine,
// because the sign-in is sent there.
func endpoint() kind[string] {
	return word(`a URL such as "https://dav.example.com/"`, func(text string) (string, *wrong) {
		u, err := url.Parse(text)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
			return "", &wrong{}
		case u.User != nil:
			return "", &wrong{text: "this URL must not contain a user name", allowed: []string{"user", "password_file"}}
		case u.Scheme == "http" && !isLoopback(u.Hostname()):
			return "", &wrong{text: "http would send the sign-in unencrypted", meant: quote("https" + strings.TrimPrefix(text, "http"))}
		}
		return text, nil
	}, itself)
}

// listen is a loopback host and port; why explains the error for other hosts.
func listen(why string) kind[string] {
	return word(`a host and port such as "127.0.0.1:7425"`, func(text string) (string, *wrong) {
		host, port, err := net.SplitHostPort(text)
		if err != nil {
			return "", &wrong{}
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", &wrong{text: prose.Sprintf("%q has no port from 1 to 65535", text)}
		}
		if !isLoopback(host) {
			return "", &wrong{
				text:    prose.Sprintf("%q can be reached by others; %s", text, why),
				allowed: quoted([]string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port), net.JoinHostPort("localhost", port)}),
			}
		}
		return text, nil
	}, itself)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
