package web

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// TestT5OtherUser checks threat T5: the modes keep another user from opening the
// socket. If the modes were loosened, the daemon closes the connection before it reads
// anything. Only root can run as another user.
func TestT5OtherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("skipped: needs root to connect as another user")
	}
	_, _, path := running(t)
	if _, err := dialAs(t, 65534, path); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("with the modes as they are: %v", err)
	}
	for at, mode := range map[string]os.FileMode{path: 0o666, filepath.Dir(path): 0o777,
		filepath.Dir(filepath.Dir(path)): 0o755, filepath.Dir(filepath.Dir(filepath.Dir(path))): 0o755} {
		if err := os.Chmod(at, mode); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := dialAs(t, 65534, path)
	if err != nil {
		t.Fatalf("with modes for everybody: %v", err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /metrics HTTP/1.0\r\n\r\n") //nolint:errcheck // the connection is closed, before this or after
	if n, _ := conn.Read(make([]byte, 1)); n != 0 {
		t.Error("another user got an answer")
	}
}

// dialAs opens the socket at path as another user. Only this thread changes its user; it
// ends with its goroutine because nobody unlocks it.
func dialAs(t *testing.T, uid uintptr, path string) (conn net.Conn, err error) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		const same = ^uintptr(0)
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, same, uid, same); errno != 0 {
			err = errno
			return
		}
		conn, err = net.Dial("unix", path)
	}()
	<-done
	return conn, err
}
