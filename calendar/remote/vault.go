package remote

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zalando/go-keyring"

	"fika/internal/atomicfile"
)

// SignIn is the sign-in of one kind of calendar: who signed in, and the credentials.
// A [Vault] stores it as JSON.
type SignIn interface {
	Kind() string   // [Service.Kind]; the zero value returns it too
	Complete() bool // it has everything that a request needs
}

// Vault stores one sign-in: a [File] or a [Keyring].
type Vault[S SignIn] interface {
	// Load returns the sign-in. The error is a [*SignInError] if there is none, or
	// none that may be used.
	Load() (S, error)

	// Save replaces the stored sign-in with in, atomically and durably.
	Save(in S) error

	// Delete deletes the sign-in. It is not an error if there is none.
	Delete() error
}

// File stores a sign-in in a file that only its owner may read.
type File[S SignIn] struct{ Path string }

// Load reads the file. It refuses one that others may read, because somebody may have
// copied it.
func (f File[S]) Load() (in S, err error) {
	info, err := os.Stat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return in, &SignInError{Kind: in.Kind(), Reason: NeverSignedIn}
	case err != nil:
		return in, fmt.Errorf("read sign-in: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		return in, &SignInError{Kind: in.Kind(), Reason: FileReadableByOthers,
			Detail: fmt.Sprintf("%s has the mode %#o, not 0600", f.Path, info.Mode().Perm())}
	}
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return in, fmt.Errorf("read sign-in: %w", err)
	}
	return decodeSignIn[S](data, f.Path)
}

// Save replaces the file by rename.
func (f File[S]) Save(in S) error {
	data, err := json.MarshalIndent(in, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return fmt.Errorf("save sign-in: %w", err)
	}
	if err := atomicfile.Write(f.Path, data, 0o600); err != nil {
		return fmt.Errorf("save sign-in: %w", err)
	}
	return nil
}

// Delete removes the file.
func (f File[S]) Delete() error {
	if err := os.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete sign-in: %w", err)
	}
	return nil
}

// keyringService is the name of fika's sign-ins in the user's keyring.
const keyringService = "fika"

// Keyring stores a sign-in in the desktop's keyring: the Secret Service on Linux, the
// keychain on macOS, the credential manager on Windows. It can be read only while the
// user is logged in there.
type Keyring[S SignIn] struct{ Name string } // the name of the calendar in fika.toml

// Load reads the sign-in from the keyring.
func (k Keyring[S]) Load() (in S, err error) {
	text, err := keyring.Get(keyringService, k.Name)
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return in, &SignInError{Kind: in.Kind(), Reason: NeverSignedIn}
	case err != nil:
		return in, fmt.Errorf("read sign-in from the keyring: %w", err)
	}
	return decodeSignIn[S]([]byte(text), "the keyring")
}

// Save stores the sign-in in the keyring.
func (k Keyring[S]) Save(in S) error {
	data, err := json.Marshal(in)
	if err != nil {
		return err
	}
	if err := keyring.Set(keyringService, k.Name, string(data)); err != nil {
		return fmt.Errorf("save sign-in in the keyring: %w", err)
	}
	return nil
}

// Delete removes the sign-in from the keyring.
func (k Keyring[S]) Delete() error {
	if err := keyring.Delete(keyringService, k.Name); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("delete sign-in from the keyring: %w", err)
	}
	return nil
}

// decodeSignIn reads what Save wrote. It does not return the decoder's error, which
// could quote a secret.
func decodeSignIn[S SignIn](data []byte, where string) (S, error) {
	var in, none S
	if json.Unmarshal(data, &in) != nil || !in.Complete() {
		return none, fmt.Errorf("%s contains no sign-in of fika", where)
	}
	return in, nil
}
