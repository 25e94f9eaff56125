package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fika/config"
	"fika/internal/api"
	"fika/internal/atomicfile"
)

// Init writes a configuration made from answers to path, atomically and readable by the
// owner alone. Only with force does it replace a file.
func Init(path string, answers config.Answers, force bool) error {
	if err := complete(&answers); err != nil {
		return err
	}
	text := config.Template(answers)
	if _, err := config.Parse(path, text); err != nil {
		return err
	}
	unwritten := func(err error) error {
		return api.NewFault(api.CodeDisk, fmt.Sprintf("write the configuration: %v", err))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritten(err)
	}
	write := atomicfile.Create
	if force {
		write = atomicfile.Write
	}
	switch err := write(path, text, 0o600); {
	case errors.Is(err, fs.ErrExist):
		return InTheWay(path)
	case err != nil:
		return unwritten(err)
	}
	return nil
}

// InTheWay reports that path already exists.
func InTheWay(path string) error { return api.NewFault(api.CodeExists, path+" already exists") }

// complete checks that nothing is missing, derives the rest, and makes paths absolute:
// typed paths are relative to the working folder, but paths in the file to the file's
// folder.
func complete(answers *config.Answers) error {
	switch {
	case answers.Email == "":
		return &api.Fault{Code: api.CodeUsage, Text: "your address is not known", Hint: "set it with --email"}
	case answers.CalendarPath == "" && answers.ClientSecretFile == "":
		return &api.Fault{Code: api.CodeUsage, Text: "your calendar is not known", Hint: "set it with --calendar, or --client-secret for Google"}
	}
	if _, domain, ok := strings.Cut(answers.Email, "@"); ok && len(answers.Domains) == 0 {
		answers.Domains = []string{domain}
	}
	answers.CSV = slices.Clone(answers.CSV)
	typed := []*string{&answers.CalendarPath, &answers.ClientSecretFile}
	for i := range answers.CSV {
		typed = append(typed, &answers.CSV[i])
	}
	for _, path := range typed {
		if *path == "" || strings.HasPrefix(*path, "~") {
			continue
		}
		abs, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		*path = abs
	}
	return nil
}
