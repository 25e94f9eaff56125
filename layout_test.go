package fika

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A rule says what a package may import, and why.
type rule struct {
	layer int // above those of all packages that it imports

	imports []string // our packages
	modules []string // modules of others; in a pure package, also seeded randomness
	why     string   // printed with a violation
	pure    bool     // no clock, disk or network: the same input gives the same output
}

// layout is the map of doc.go as data. A package that is not in it fails the
// test: a new package is a decision, not an accident.
var layout = map[string]rule{
	".": {why: "the root holds no code, only the map"},

	// 7: Programs.
	"cmd/fika":                   {layer: 7, imports: []string{"calendar", "config", "internal/api", "internal/app", "internal/client", "internal/demo", "internal/mcp", "internal/note", "internal/people", "internal/prose", "internal/diagnosis", "internal/service", "internal/simulation", "internal/span", "internal/terminal", "internal/apitext", "internal/date", "planner"}, modules: []string{"github.com/spf13/cobra"}, why: "a command is flags, one call and one page"},
	"internal/tools/demo-google": {layer: 7, imports: []string{"calendar/google/googletest"}, modules: []string{"google.golang.org/api"}, why: "it uses the test server, and runs fika as a program"},

	// 6: The process.
	"internal/app": {layer: 6, imports: []string{"calendar", "calendar/google", "calendar/ics", "calendar/remote", "calendar/vdir", "config", "daemon", "internal/api", "internal/atomicfile", "internal/client", "internal/date", "internal/demo", "internal/holiday", "internal/invitation", "internal/mailbox", "internal/people", "internal/prose", "internal/diagnosis", "internal/service", "internal/simulation", "internal/span", "internal/store", "internal/notify", "internal/web", "planner"}, modules: []string{"github.com/fsnotify/fsnotify", "golang.org/x/sys"}, why: "the process wires the layers below"},

	// 5: What stands around a daemon: who asks it, who examines it, and who plays with it.
	"internal/web":       {layer: 5, imports: []string{"daemon", "internal/api", "internal/store"}, modules: []string{"golang.org/x/net", "golang.org/x/sys"}, why: "the server only serves the daemon's answers"},
	"internal/demo":      {layer: 5, imports: []string{"calendar", "calendar/ics", "daemon", "internal/api", "internal/atomicfile", "internal/mailbox", "internal/rsvp", "internal/span", "planner"}, why: "the invented company writes the same files as a real one, and runs a real daemon"},
	"internal/diagnosis": {layer: 5, imports: []string{"calendar", "calendar/vdir", "config", "internal/api", "internal/people", "internal/prose", "internal/rsvp", "internal/span", "internal/store", "internal/apitext", "planner", "internal/holiday"}, modules: []string{"golang.org/x/sys"}, why: "callers tell the doctor how to reach a fika, so that it can examine one that hangs"},

	// 4: The daemon, and what reaches it from outside: the file, and the kinds of calendar.
	"daemon":          {layer: 4, imports: []string{"calendar", "internal/api", "internal/date", "internal/habit", "internal/holiday", "internal/invitation", "internal/mailbox", "internal/network", "internal/note", "internal/notify", "internal/people", "internal/prose", "internal/review", "internal/rsvp", "internal/span", "internal/store", "internal/theme", "planner"}, why: "the daemon takes domain types, never the config file, and any kind of calendar behind one interface"},
	"config":          {layer: 4, imports: []string{"internal/atomicfile", "internal/date", "internal/holiday", "internal/invitation", "internal/mailbox", "internal/prose", "internal/theme", "planner"}, modules: []string{"github.com/BurntSushi/toml"}, why: "the file becomes domain types; nothing below reads it"},
	"calendar/google": {layer: 4, imports: []string{"calendar", "calendar/google/rest", "calendar/remote", "internal/mailbox", "internal/rsvp", "internal/span"}, modules: []string{"golang.org/x/oauth2", "google.golang.org/api"}, why: "a kind of calendar is one folder; siblings do not import each other"},
	"calendar/vdir":   {layer: 4, imports: []string{"calendar", "calendar/ics", "internal/atomicfile", "internal/span"}, modules: []string{"golang.org/x/sys"}, why: "a kind of calendar is one folder; siblings do not import each other"},

	// 3: What is kept and read, and what follows from the domain.
	"internal/store":        {layer: 3, imports: []string{"internal/api", "internal/atomicfile", "internal/date", "internal/mailbox", "internal/note", "internal/rsvp", "internal/span", "planner"}, modules: []string{"golang.org/x/sys", "modernc.org/sqlite"}, why: "the only package with SQL knows bookings, not calendars; codes and kinds of log entries are stored as programs read them"},
	"internal/people":       {layer: 3, imports: []string{"internal/holiday", "internal/mailbox", "internal/prose", "planner"}, modules: []string{"github.com/emersion/go-vcard", "golang.org/x/text/unicode/norm"}, why: "a source of people yields planner.Person and does not read calendars"},
	"internal/service":      {layer: 3, imports: []string{"internal/api"}, modules: []string{"golang.org/x/sys"}, why: "the service manager needs files and messages, not what they are about"},
	"internal/simulation":   {layer: 3, imports: []string{"internal/date", "internal/mailbox", "internal/network", "internal/span", "planner"}, modules: []string{"math/rand/v2"}, pure: true, why: "what goals lead to follows from goals, ties and a seed; it sends nothing and reads nothing"},
	"internal/invitation":   {layer: 3, imports: []string{"internal/mailbox", "internal/prose", "internal/span", "internal/theme", "planner"}, modules: []string{"github.com/BurntSushi/toml"}, pure: true, why: "the configuration checks the texts and the daemon fills them in, and neither imports the other"},
	"internal/apitext":      {layer: 3, imports: []string{"internal/api", "internal/prose", "internal/rsvp", "planner"}, why: "a terminal and a page say the same about a document"},
	"internal/mcp":          {layer: 3, imports: []string{"internal/api", "internal/prose", "internal/terminal"}, modules: []string{"github.com/modelcontextprotocol/go-sdk"}, why: "an assistant reaches fika by the calls of its documents, and by nothing else"},
	"internal/client":       {layer: 3, imports: []string{"internal/api"}, why: "a client of the socket needs its documents, not the daemon"},
	"calendar/ics":          {layer: 3, imports: []string{"calendar", "internal/mailbox", "internal/prose", "internal/rsvp", "internal/span"}, modules: []string{"github.com/teambition/rrule-go"}, pure: true, why: "a text format knows neither people nor plans"},
	"calendar/remote":       {layer: 3, imports: []string{"calendar", "internal/atomicfile", "internal/prose", "internal/span"}, modules: []string{"github.com/zalando/go-keyring"}, why: "what remote calendars share does not depend on their protocols"},
	"calendar/calendartest": {layer: 3, imports: []string{"calendar", "internal/mailbox", "internal/rsvp", "internal/span"}, modules: []string{"github.com/google/go-cmp"}, why: "the suite only knows the contract, so that every kind can run it"},

	// 2: The domain, and the documents for programs.
	"planner":          {layer: 2, imports: []string{"internal/date", "internal/holiday", "internal/mailbox", "internal/prose", "internal/span", "planner/search"}, pure: true, why: "a plan is a pure function of its input, so that it can be tested, repeated and proven"},
	"calendar":         {layer: 2, imports: []string{"internal/mailbox", "internal/prose", "internal/rsvp", "internal/span"}, pure: true, why: "what an event means is the same for every kind of calendar"},
	"internal/network": {layer: 2, imports: []string{"internal/mailbox", "internal/span"}, pure: true, why: "ties follow from encounters alone; the planner reads them as plain values"},
	"internal/theme":   {layer: 2, imports: []string{"internal/note"}, pure: true, why: "the configuration, the invitation and the daemon say the same about a theme"},
	"internal/api":     {layer: 2, imports: []string{"internal/rsvp"}, pure: true, why: "programs read these documents, however the daemon changes"},

	// 1: What both the domain and its texts are made of.
	"internal/habit":   {layer: 1, imports: []string{"internal/date", "internal/prose"}, pure: true, why: "what a day asks of the user follows from plain values; whoever fills them in knows bookings and notes"},
	"internal/note":    {layer: 1, imports: []string{"internal/date", "internal/mailbox"}, pure: true, why: "the store keeps notes and the command reads their topics, and neither imports the other"},
	"internal/holiday": {layer: 1, imports: []string{"internal/date"}, pure: true, why: "when an office is closed follows from its region and the year, whatever is planned"},

	// 0: What all share. It knows nothing of fika.
	"planner/search":             {layer: 0, pure: true, why: "the search knows items, groups and integers, but no rules"},
	"internal/mailbox":           {layer: 0, modules: []string{"golang.org/x/net/idna", "golang.org/x/text/unicode/norm"}, pure: true, why: "one address with one spelling for every layer, so it may import none of them"},
	"internal/date":              {layer: 0, pure: true, why: "the planner, the holidays and the configuration name the same days"},
	"internal/span":              {layer: 0, pure: true, why: "every layer shares it, so it may import none of them"},
	"internal/rsvp":              {layer: 0, pure: true, why: "calendars read it and the store keeps it, and neither imports the other"},
	"internal/prose":             {layer: 0, pure: true, why: "messages of every layer count, list and quote the same way, so it may import none of them"},
	"internal/atomicfile":        {layer: 0, why: "every layer writes files, and a power cut must not leave half of one"},
	"internal/notify":            {layer: 0, modules: []string{"github.com/gen2brain/beeep", "github.com/nicholas-fedor/shoutrrr"}, why: "a channel knows a title and a text, not what they are about nor when they are due"},
	"internal/terminal":          {layer: 0, modules: []string{"golang.org/x/term"}, why: "what a terminal shows depends on no command"},
	"internal/review":            {layer: 0, pure: true, why: "what came of goals is counts and two rules"},
	"calendar/google/rest":       {layer: 0, modules: []string{"google.golang.org/api"}, why: "requests and their JSON, as Google's reference has them"},
	"calendar/google/googletest": {layer: 0, modules: []string{"golang.org/x/oauth2", "google.golang.org/api", "github.com/teambition/rrule-go"}, why: "the test server knows nothing about fika, so that it cannot share a mistake of the client"},
}

// planned are the places of packages that do not exist yet, so that nobody looks for
// another one. A package that comes moves to layout.
var planned = map[string]string{
	"calendar/caldav": "CalDAV servers, on calendar/remote and internal/dav",
	"internal/dav":    "WebDAV requests, which calendars and address books share",
}

// impure are the sources of time, zones and randomness, and the ways to the machine and the
// network, that a pure package may not use.
var impure = map[string][]string{
	"time":         {"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc", "Local"},
	"os":           {"*"},
	"os/exec":      {"*"},
	"syscall":      {"*"},
	"net":          {"*"},
	"net/http":     {"*"},
	"database/sql": {"*"},
	"math/rand":    {"*"},
	"math/rand/v2": {"*"},
	"crypto/rand":  {"*"},
}

// TestLayout checks that every package is in the layout, has one package comment, and
// imports and uses only what the layout allows.
func TestLayout(t *testing.T) {
	dirs := sources(t)
	for dir, files := range dirs {
		r, ok := layout[dir]
		if !ok {
			t.Errorf("%s: not in the layout; add it to layout_test.go and doc.go with its reason", dir)
			continue
		}
		comments := 0
		for path, file := range files {
			if file.Doc != nil {
				comments++
			}
			checkImports(t, dir, path, file, r)
			if r.pure {
				checkPure(t, path, file, r)
			}
		}
		if comments != 1 {
			t.Errorf("%s: %d package comments, want exactly one", dir, comments)
		}
		checkUsed(t, dir, files, r)
	}
	for dir := range layout {
		if dirs[dir] == nil {
			t.Errorf("%s: in the layout, but not in the tree", dir)
		}
	}
}

// TestPlanned checks that docs/design.md names the packages to come, and that none of
// them is there already.
func TestPlanned(t *testing.T) {
	dirs := sources(t)
	design, err := os.ReadFile("docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	for dir, what := range planned {
		if dirs[dir] != nil {
			t.Errorf("%s exists now: move it from planned to layout", dir)
		}
		if !strings.Contains(string(design), "`"+dir+"`") {
			t.Errorf("docs/design.md does not say where this will be: %s, %s", dir, what)
		}
	}
}

// checkUsed reports packages that dir may import and does not: a permission that
// nobody needs would hide the next import that needs a reason.
func checkUsed(t *testing.T, dir string, files map[string]*ast.File, r rule) {
	imported := map[string]bool{}
	for _, file := range files {
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			imported[strings.TrimPrefix(name, "fika/")] = true
		}
	}
	for _, may := range r.imports {
		if !imported[may] {
			t.Errorf("%s: may import %s and does not; take it out of layout_test.go", dir, may)
		}
	}
}

// TestMap checks that the maps in doc.go and docs/design.md show every package in its
// layer.
func TestMap(t *testing.T) {
	want := map[string]int{}
	for dir, r := range layout {
		if dir != "." {
			want[dir] = r.layer
		}
	}
	for path, line := range map[string]*regexp.Regexp{
		"doc.go":         regexp.MustCompile(`(?m)^//\t(\d)  (\S+)  +\S`),
		"docs/design.md": regexp.MustCompile(`(?m)^    (\d)  (.*)$`),
	} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, m := range line.FindAllStringSubmatch(string(text), -1) {
			layer, _ := strconv.Atoi(m[1]) // a digit
			for dir := range strings.FieldsSeq(m[2]) {
				got[dir] = layer
			}
		}
		for dir := range want {
			if layer, shown := got[dir]; !shown || layer != want[dir] {
				t.Errorf("%s: does not show %s in layer %d", path, dir, want[dir])
			}
		}
		for dir := range got {
			if _, known := want[dir]; !known {
				t.Errorf("%s: shows %s, which is not in the layout", path, dir)
			}
		}
	}
}

func checkImports(t *testing.T, dir, path string, file *ast.File, r rule) {
	for _, spec := range file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		allowed := func(module string) bool { return name == module || strings.HasPrefix(name, module+"/") }
		host, _, _ := strings.Cut(name, "/")
		switch ours, ok := strings.CutPrefix(name, "fika/"); {
		case ok && !slices.Contains(r.imports, ours):
			t.Errorf("%s: %s may not import %s: %s", path, dir, ours, r.why)
		case ok && layout[ours].layer >= r.layer:
			t.Errorf("%s: %s in layer %d imports %s in layer %d", path, dir, r.layer, ours, layout[ours].layer)
		case strings.Contains(host, ".") && !slices.ContainsFunc(r.modules, allowed):
			t.Errorf("%s: %s does not use %s; a new dependency is a decision and needs a line in layout_test.go", path, dir, name)
		}
	}
}

func checkPure(t *testing.T, path string, file *ast.File, r rule) {
	local := map[string]string{}
	for _, spec := range file.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		base := name[strings.LastIndex(name, "/")+1:]
		if spec.Name != nil {
			base = spec.Name.Name
		}
		local[base] = name
		if slices.Contains(impure[name], "*") && !slices.Contains(r.modules, name) {
			t.Errorf("%s: imports %s, but its package is pure", path, name)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(impure[local[pkg.Name]], sel.Sel.Name) {
			t.Errorf("%s: reads %s.%s, but its package is pure: pass now", path, pkg.Name, sel.Sel.Name)
		}
		return true
	})
}

// TestAddressesAreSpelled checks that nobody converts text to mailbox.Address, which
// would bypass the canonical spelling.
func TestAddressesAreSpelled(t *testing.T) {
	for dir, files := range sources(t) {
		if dir == "internal/mailbox" {
			continue
		}
		for path, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Address" {
					if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "mailbox" {
						t.Errorf("%s: text is converted to an address; mailbox.Spell makes one", path)
					}
				}
				return true
			})
		}
	}
}

// sources parses every non-test file of the module, by folder.
func sources(t *testing.T) map[string]map[string]*ast.File {
	dirs := map[string]map[string]*ast.File{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bench") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if dirs[dir] == nil {
			dirs[dir] = map[string]*ast.File{}
		}
		dirs[dir][path] = file
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}
