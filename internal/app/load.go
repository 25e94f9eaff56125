package app

import (
	"errors"
	"io/fs"
	"os"

	"fika/config"
	"fika/internal/api"
)

// Load reads the configuration at path, and gives advice if there is none.
func Load(path string) (*config.Config, error) {
	text, err := config.Read(path)
	return understand(path, reading{text, err})
}

// NewDraft copies the configuration at path for an editor to change.
func NewDraft(path string) (*config.Draft, error) {
	text, err := config.Read(path)
	if err != nil {
		_, err = understand(path, reading{err: err})
		return nil, err
	}
	return config.NewDraft(path, text)
}

// understand parses a reading of the file at path.
func understand(path string, r reading) (*config.Config, error) {
	if errors.Is(r.err, fs.ErrNotExist) {
		return nil, api.NewFault(api.CodeConfigMissing, "there is no configuration at "+path)
	}
	if errors.Is(r.err, config.ErrWritableByOthers) {
		return nil, r.err
	}
	if r.err != nil {
		return nil, api.NewFault(api.CodeConfigUnreadable, r.err.Error())
	}
	return config.Parse(path, r.text)
}

// workable returns a configuration that a daemon can use.
func workable(path string, r reading) (*config.Config, error) {
	c, err := understand(path, r)
	if err != nil {
		return nil, err
	}
	for _, cal := range c.Calendars {
		if _, err := kindOf(cal); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// AddGoal adds block, one [[goal]], to the end of the configuration at path. Only a
// configuration without errors replaces the file.
func AddGoal(path, block string) error {
	text, err := config.Read(path)
	if err != nil {
		_, err = understand(path, reading{err: err})
		return err
	}
	added, err := config.AppendGoal(string(text), block)
	if err != nil {
		return &api.Fault{Code: api.CodeInvalid, Text: err.Error(), Hint: "add it yourself: fika config edit"}
	}
	if _, err := config.Parse(path, []byte(added)); err != nil {
		return err
	}
	d, err := config.NewDraft(path, text)
	if err != nil {
		return err
	}
	if err = os.WriteFile(d.Path, []byte(added), 0o600); err == nil {
		err = d.Replace()
	}
	if err != nil {
		return errors.Join(err, os.Remove(d.Path))
	}
	return nil
}
