package main

import (
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write the manual pages and the picture anew")

// TestManual compares the manual pages in docs/man with the help and the commented
// configuration. To update them: go test ./cmd/fika -run Manual -update
func TestManual(t *testing.T) {
	for _, page := range []struct{ path, text string }{
		{"../../docs/man/fika.1", programManual()},
		{"../../docs/man/fika.toml.5", configManual(t)},
	} {
		if *update {
			if err := os.WriteFile(page.path, []byte(page.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		had, err := os.ReadFile(page.path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(had), page.text); diff != "" {
			t.Errorf("%s is stale, -update writes it anew:\n%s", page.path, diff)
		}
	}
}

// TestManualReads lets a formatter check the pages.
func TestManualReads(t *testing.T) {
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		t.Skip("skipped: mandoc is not here, so nobody proof-reads the manual pages")
	}
	for _, path := range []string{"../../docs/man/fika.1", "../../docs/man/fika.toml.5"} {
		out, _ := exec.CommandContext(t.Context(), mandoc, "-T", "lint", "-W", "warning", path).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if !strings.Contains(line, "missing date") { // see [manual.begin]
				t.Error(line)
			}
		}
	}
}

// TestFlagsNameTheirValues checks that the help of every flag with a value has a name for
// the value, not its type in Go, and shows defaults as a user would type them.
func TestFlagsNameTheirValues(t *testing.T) {
	flags := 0
	var check func(*cobra.Command)
	check = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if flags++; f.Value.Type() != "bool" && strings.Count(f.Usage, "`") != 2 {
				t.Errorf("%s --%s has no name for its value: %s", c.CommandPath(), f.Name, f.Usage)
			}
		})
		if usages := c.LocalFlags().FlagUsages(); strings.Contains(usages, "(default [") {
			t.Errorf("%s shows a default as Go prints it:\n%s", c.CommandPath(), usages)
		}
		for _, sub := range c.Commands() {
			check(sub)
		}
	}
	check(newRootCommand(&cli{}))
	if flags < 50 {
		t.Errorf("%d flags were checked", flags)
	}
}

// programManual returns fika(1).
func programManual() string {
	root := newRootCommand(&cli{})
	m := &manual{}
	m.begin("fika", 1, "coffee with colleagues, as a daily habit")
	m.section("SYNOPSIS")
	m.WriteString(".B fika\n.RI [ flags ]\n.I command\n.RI [ arguments ]\n")
	m.section("DESCRIPTION")
	m.text(root.Long)
	m.literal("\n" + root.Example + "\n")
	for _, g := range root.Groups() {
		m.section(strings.ToUpper(strings.TrimSuffix(g.Title, ":")))
		for _, c := range root.Commands() {
			if c.GroupID == g.ID {
				m.command(c)
			}
		}
	}
	m.section("FLAGS OF EVERY COMMAND")
	m.flags(root.PersistentFlags())
	for _, c := range root.Commands() {
		if c.IsAdditionalHelpTopicCommand() && c.GroupID == "" && !c.Hidden && c.Name() != "help" {
			m.section(strings.ToUpper(strings.ReplaceAll(c.Name(), "-", " ")))
			m.text(c.Long)
		}
	}
	m.section("FILES")
	m.item("~/.config/fika/fika.toml", "the configuration; /etc/fika/fika.toml for the service of the machine")
	m.item("~/.local/state/fika", "what fika remembers; /var/lib/fika for the service of the machine")
	m.item("$XDG_RUNTIME_DIR/fika/fika.sock", "the socket of a running fika; /run/fika/fika.sock for the service of the machine")
	m.item("/usr/share/doc/fika", "README.md and the folder docs that messages name, where a package installed fika")
	m.WriteString(".PP\n")
	m.text(pathsHelp(root))
	m.section("SEE ALSO")
	m.WriteString(".BR fika.toml (5),\n.BR systemctl (1),\n.BR vdirsyncer (1)\n")
	return m.String()
}

// command writes a command and its subcommands.
func (m *manual) command(c *cobra.Command) {
	if !c.IsAvailableCommand() {
		return
	}
	m.part(c.UseLine())
	m.text(strings.TrimSpace(c.Short+".") + "\n")
	if c.Long != "" {
		m.text("\n" + c.Long + "\n")
	}
	m.flags(c.LocalNonPersistentFlags())
	for _, sub := range c.Commands() {
		m.command(sub)
	}
}

func (m *manual) flags(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		m.item(strings.TrimSpace("--"+f.Name+" "+value), usage)
	})
}

// pathsHelp describes the order in which files are looked up.
func pathsHelp(root *cobra.Command) string {
	c, _, err := root.Find([]string{"paths"})
	if err != nil {
		panic(err) // a page without this part would look complete
	}
	return c.Long
}
