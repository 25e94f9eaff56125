package web

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
)

// ErrToken says that a file holds no token that fika may trust.
var ErrToken = errors.New("no token")

// bearer is what a token may be made of (RFC 6750, 2.1), and how long it is at
// least: one that can be guessed is none.
var bearer = regexp.MustCompile(`^[A-Za-z0-9._~+/-]{16,}=*$`)

// ReadToken is the token in the file at path, which is one line for its owner
// alone to read. The error wraps [ErrToken], or is that of the operating system;
// it never tells what is in the file.
func ReadToken(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // or a pipe would wait for a writer
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%w: %s is no file", ErrToken, path)
	case info.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("%w: %s has mode %04o: others get to it; chmod 600", ErrToken, path, info.Mode().Perm())
	case known && owner.Uid != 0 && int(owner.Uid) != os.Geteuid():
		return "", fmt.Errorf("%w: %s belongs to user %d", ErrToken, path, owner.Uid)
	}
	const most = 4096
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(text)) // as Prometheus reads it
	if len(text) > most || !bearer.MatchString(token) {
		return "", fmt.Errorf("%w: %s is not one line of at least 16 letters, digits and ._~+/-; make one with: openssl rand -hex 32", ErrToken, path)
	}
	return token, nil
}
