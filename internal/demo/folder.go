package demo

import (
	"errors"
	"os"
	"path/filepath"

	"fika/internal/api"
)

// PrepareFolder creates the folder dir, or a temporary one if dir is "", and returns
// its absolute path. It returns an error if the folder is not empty.
func PrepareFolder(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "fika-demo-")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	switch entries, err := os.ReadDir(dir); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return "", &api.Fault{Code: api.CodeDisk, Text: err.Error(), Hint: "--dir wants a new folder"}
	case len(entries) > 0:
		return "", &api.Fault{Code: api.CodeUsage, Text: dir + " is not empty", Hint: "--dir wants a new folder"}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &api.Fault{Code: api.CodeDisk, Text: err.Error(), Hint: "name a folder that can be made with --dir"}
	}
	return dir, nil
}
