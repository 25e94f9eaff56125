package web

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestPeer checks that the user at the other end of a socket is found.
func TestPeer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fika.sock")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	near, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	server, err := l.AcceptUnix()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if uid, err := peer(server); err != nil || int(uid) != os.Geteuid() {
		t.Errorf("the peer is user %d (%v), want %d", uid, err, os.Geteuid())
	}
}

// TestMayConnect checks which users may connect: the daemon's own, and root.
func TestMayConnect(t *testing.T) {
	for _, test := range []struct {
		uid  uint32
		own  int
		want bool
	}{{1000, 1000, true}, {0, 1000, true}, {1001, 1000, false}, {1000, 0, false}} {
		if got := mayConnect(test.uid, test.own); got != test.want {
			t.Errorf("user %d connects to the daemon of user %d: %v", test.uid, test.own, got)
		}
	}
}
