package web

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
)

// Socket is a listener on a unix socket. It accepts connections of the daemon's own user
// and of root, who can do everything anyway. The mode of the socket already ensures that;
// this also holds if the mode was changed, and on systems that ignore it.
type Socket struct {
	path string

	mu     sync.Mutex
	open   *net.UnixListener
	file   os.FileInfo // of the socket that open made
	closed bool
}

// Listen creates the socket at path, for its owner alone, and its folder if needed. It
// replaces a socket that nobody answers on, which a killed daemon left behind. It leaves
// any other file alone and returns an error.
func Listen(path string) (*Socket, error) {
	s := &Socket{path: path}
	if err := s.listen(); err != nil {
		return nil, err
	}
	return s, nil
}

// listen opens the socket. The caller holds mu, or is the only one who has s.
func (s *Socket) listen() error {
	if err := makeWay(s.path); err != nil {
		return err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: s.path, Net: "unix"})
	if err != nil {
		return err
	}
	err = os.Chmod(s.path, 0o600)
	if err == nil {
		s.file, err = os.Lstat(s.path)
	}
	if err != nil {
		l.Close()
		return err
	}
	s.open = l
	return nil
}

// makeWay makes the folder of the socket, and removes what a killed daemon left there.
func makeWay(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().Type() != os.ModeSocket:
		return fmt.Errorf("%s is in the way: it is not a socket", path)
	}
	if conn, err := net.Dial("unix", path); err == nil {
		conn.Close()
		return fmt.Errorf("another program is listening on %s", path)
	}
	return os.Remove(path)
}

// Reopen makes the socket again if somebody has removed or replaced its file, and reports
// whether it did. Otherwise nobody could reach the daemon until its next start.
func (s *Socket) Reopen() (reopened bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.there() {
		return false, nil
	}
	old := s.open
	if err := s.listen(); err != nil {
		return false, err
	}
	old.SetUnlinkOnClose(false) // the file is that of the new socket
	return true, old.Close()
}

// there reports whether the file of the socket still leads to it.
func (s *Socket) there() bool {
	file, err := os.Lstat(s.path)
	return err == nil && os.SameFile(file, s.file)
}

// Accept implements [net.Listener].
func (s *Socket) Accept() (net.Conn, error) {
	for {
		l := s.current()
		conn, err := l.AcceptUnix()
		if err != nil {
			if l != s.current() {
				continue // it was closed by Reopen
			}
			return nil, err
		}
		if uid, err := peer(conn); err == nil && mayConnect(uid, os.Geteuid()) {
			return conn, nil
		}
		conn.Close()
	}
}

func (s *Socket) current() *net.UnixListener {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// Close implements [net.Listener]. It removes the file of the socket, and nobody else's.
func (s *Socket) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open.SetUnlinkOnClose(!s.closed && s.there())
	s.closed = true
	return s.open.Close()
}

// Addr implements [net.Listener].
func (s *Socket) Addr() net.Addr { return &net.UnixAddr{Name: s.path, Net: "unix"} }
