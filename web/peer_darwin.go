package web

import (
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

// peer is the user of the process at the other end, as it was when it
// connected. LOCAL_PEERCRED is what getpeereid(3) asks for, without cgo.
func peer(conn *net.UnixConn) (uid uint32, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var cred *unix.Xucred
	var asked error
	err = raw.Control(func(fd uintptr) {
		cred, asked = unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	})
	if err = errors.Join(err, asked); err != nil {
		return 0, err
	}
	return cred.Uid, nil
}
