package web

import "golang.org/x/sys/unix"

// peerOf returns the user at the other end of a socket. It uses LOCAL_PEERCRED as
// getpeereid(3) does, without cgo.
func peerOf(fd int) (uid uint32, err error) {
	cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return 0, err
	}
	return cred.Uid, nil
}
