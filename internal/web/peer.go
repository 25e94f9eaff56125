package web

import (
	"errors"
	"net"
)

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
