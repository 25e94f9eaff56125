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

// SignIn is what a kind of calendar keeps in a [Vault], as JSON: who signed in, and
// what the server wants to see of it.
type SignIn interface {
	Kind() string   // [Service.Kind]; also of the zero value
	Complete() bool // it holds all that a request needs
}

// Vault keeps one sign-in: a [File] or a [Keyring].
type Vault[S SignIn] interface {
	// Load returns the sign-in. A [*SignInError] says that there is none, or
	// none that may be used.
	Load() (S, error)

	// Save puts in into the place of what was kept, wholly or not at all, and
	// durably.
	Save(in S) error

	// Delete forgets the sign-in. That there was none is no error.
	Delete() error
}

// File is a sign-in in a file that only its owner may read.
type File[S SignIn] struct{ Path string }

// Load refuses a file that others may read: somebody may have a copy.
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

// keyringService is the name under which sign-ins lie in the user's keyring.
const keyringService = "fika"

// Keyring is a sign-in in the keyring of the desktop: the Secret Service of
// Linux, the keychain of macOS, the credential manager of Windows. It can be
// read only while the user is logged in there.
type Keyring[S SignIn] struct{ Name string } // of the calendar

// Load asks the keyring.
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

// Save puts the sign-in into the keyring.
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

// Delete takes the sign-in out of the keyring.
func (k Keyring[S]) Delete() error {
	if err := keyring.Delete(keyringService, k.Name); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("delete sign-in from the keyring: %w", err)
	}
	return nil
}

// decodeSignIn reads what Save wrote. The decoder's own words could quote a
// secret, so they are not passed on.
func decodeSignIn[S SignIn](data []byte, where string) (S, error) {
	var in, none S
	if json.Unmarshal(data, &in) != nil || !in.Complete() {
		return none, fmt.Errorf("%s holds no sign-in of fika's", where)
	}
	return in, nil
}
