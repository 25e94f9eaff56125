package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDemo builds fika and runs the story with it.
func TestDemo(t *testing.T) {
	program := filepath.Join(t.TempDir(), "fika")
	build := exec.Command("go", "build", "-o", program, "fika/cmd/fika")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		t.Fatal(err)
	}
	if err := demo(program); err != nil {
		t.Error(err)
	}
}

// TestFakeIsNotReleased checks that the program does not contain the fake Google.
func TestFakeIsNotReleased(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "fika/cmd/fika")
	list.Stderr = os.Stderr
	packages, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(packages); !strings.Contains(text, "fika/calendar/google\n") || strings.Contains(text, "googletest") {
		t.Errorf("fika depends on\n%s", text)
	}
}
