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

// ErrToken means that a file has no token that can be used, or that others can access
// it. The text says which, and the user mends the file.
var ErrToken = errors.New("no token")

// bearer is what a token may consist of (RFC 6750, 2.1). It has a minimum length so that
// it cannot be guessed.
var bearer = regexp.MustCompile(`^[A-Za-z0-9._~+/-]{16,}=*$`)

// ReadToken reads the token from the file at path: one line, readable by its owner
// alone. The error wraps [ErrToken] or is that of the operating system; it never reveals
// the contents of the file.
func ReadToken(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // so that a pipe does not block
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
		return "", fmt.Errorf("%w: %s is not a regular file", ErrToken, path)
	case info.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("%w: %s has mode %04o: others can access it; chmod 600", ErrToken, path, info.Mode().Perm())
	case known && owner.Uid != 0 && int(owner.Uid) != os.Geteuid():
		return "", fmt.Errorf("%w: %s belongs to user %d", ErrToken, path, owner.Uid)
	}
	const limit = 4096
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(text)) // as Prometheus does
	if len(text) > limit || !bearer.MatchString(token) {
		return "", fmt.Errorf("%w: %s is not one line of at least 16 letters, digits and ._~+/-; make one with: openssl rand -hex 32", ErrToken, path)
	}
	return token, nil
}
