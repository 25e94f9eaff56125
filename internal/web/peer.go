package web

import (
	"errors"
	"net"
	"os"
)

// ownListener accepts connections of the daemon's own user and of root, who can do
// everything anyway. The mode of the socket already ensures that; this also holds if the
// mode was changed, and on systems that ignore it.
type ownListener struct{ *net.UnixListener }

// Accept implements net.Listener.
func (l ownListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if uid, err := peer(conn); err == nil && mayConnect(uid, os.Geteuid()) {
			return conn, nil
		}
		conn.Close()
	}
}

// mayConnect reports whether a process of user uid may talk to a daemon of user own.
func mayConnect(uid uint32, own int) bool { return uid == 0 || int(uid) == own }

// peer returns the user of the process at the other end, as of when it connected.
func peer(conn *net.UnixConn) (uid uint32, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var asked error
	err = raw.Control(func(fd uintptr) { uid, asked = peerOf(int(fd)) })
	return uid, errors.Join(err, asked)
}
