package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"fika/internal/api"
)

// newAssisted starts a fika with proposals, and returns its workspace.
func newAssisted(t *testing.T) *workspace {
	t.Helper()
	d := newBusyWorkspace(t, 10)
	config := strings.Replace(busyConfig, `mode = "book"`, `mode = "propose"`, 1)
	d.write("fika.toml", strings.Replace(config, `why   = "`, `why   = "CANARY `, 1))
	d.write("calendars/work/secret.ics", weeklyEvent("CANARY-TITLE", "20260106T080000Z", "20260106T083000Z"))
	p := d.run()
	p.waitForLine("msg=pass")
	return d
}

// session connects the client of the Go SDK to fika mcp, as an assistant does.
func (d *workspace) session(args ...string) *mcp.ClientSession {
	d.t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(d.t.Context(), &mcp.CommandTransport{Command: d.command("fika", append([]string{"mcp"}, args...)...)}, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { session.Close() })
	return session
}

// proposals returns what waits for the user.
func (d *workspace) proposals() []api.Booking {
	d.t.Helper()
	waiting := slices.DeleteFunc(d.bookings(), func(b api.Booking) bool { return b.State != api.StateProposed })
	if len(waiting) < 3 {
		d.t.Fatalf("%d proposals", len(waiting))
	}
	return waiting
}

// use calls a tool, and returns its answer as JSON.
func use(t *testing.T, s *mcp.ClientSession, tool string, args map[string]any) (text string, failed bool) {
	t.Helper()
	result, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	content, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	return string(content), result.IsError
}

// TestAssistant uses every tool of a real fika: a proposal is asked about and not approved,
// nothing private is in any answer, and the log has every call.
func TestAssistant(t *testing.T) {
	d := newAssisted(t)
	s := d.session()
	before := d.proposals()
	id, person := before[1].ID, before[1].Person
	var said strings.Builder
	for _, tool := range []struct {
		name string
		args map[string]any
	}{
		{"status", nil}, {"today", nil}, {"plan", nil}, {"goals", nil}, {"bookings", nil},
		{"why", map[string]any{"id": id}}, {"why_not", map[string]any{"person": person}}, {"find_person", map[string]any{"person": person}},
		{"free", map[string]any{"from": "2026-03-03T00:00:00Z", "to": "2026-03-06T00:00:00Z"}},
		{"ask_approval", map[string]any{"id": id}}, {"ask_approval", map[string]any{"id": id}},
	} {
		text, failed := use(t, s, tool.name, tool.args)
		if failed {
			t.Errorf("%s: %s", tool.name, text)
		}
		said.WriteString(text)
	}
	for _, uri := range []string{"fika://plan", "fika://today", "fika://booking/" + id} {
		resource, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: uri})
		if err != nil {
			t.Fatalf("%s: %v", uri, err)
		}
		said.WriteString(resource.Contents[0].Text)
	}
	if strings.Contains(said.String(), "CANARY") {
		t.Error("the assistant sees the why of a goal or the title of an event")
	}
	if text, failed := use(t, s, "mirror", nil); !failed || !strings.Contains(text, "share in [mcp]") {
		t.Errorf("the mirror is not shared: %s", text)
	}
	if after := d.proposals(); len(after) != len(before) {
		t.Errorf("%d proposals of %d are left", len(after), len(before))
	}
	status := d.mustRun("fika", "status")
	if !strings.Contains(status, "fika approve "+id) {
		t.Errorf("status does not ask for the decision on %s:\n%s", id, status)
	}
	log := strings.Join(strings.Fields(d.mustRun("fika", "log")), " ")
	for _, want := range []string{"your assistant asked: plan", "your assistant asked: mirror, refused", "your assistant asks for your decision on the coffee with"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
	if strings.Count(log, "asks for your decision") != 1 {
		t.Errorf("asked twice:\n%s", log)
	}
}

// TestAssistantChangesLess checks that what an assistant may change makes fika send less,
// and that it cannot shorten a pause.
func TestAssistantChangesLess(t *testing.T) {
	d := newAssisted(t)
	s := d.session()
	all := d.proposals()
	for tool, args := range map[string]map[string]any{
		"skip":  {"id": all[0].ID},
		"never": {"person": all[1].Person},
		"rest":  {"person": all[2].Person, "until": "2026-06-01"},
		"pause": {"until": "2026-03-20T08:00:00Z"},
	} {
		if text, failed := use(t, s, tool, args); failed {
			t.Errorf("%s: %s", tool, text)
		}
	}
	log := strings.Join(strings.Fields(d.mustRun("fika", "log")), " ")
	for _, want := range []string{"skipped (", "never, by your assistant", "): by your assistant"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
	use(t, s, "pause", map[string]any{"until": "2026-03-10T08:00:00Z"})
	var paused struct {
		Holds []struct{ Code, Text string }
	}
	if err := json.Unmarshal([]byte(d.mustRun("fika", "status", "--json")), &paused); err != nil || len(paused.Holds) != 1 || !strings.Contains(paused.Holds[0].Text, "20 Mar") {
		t.Errorf("%v: %+v", err, paused)
	}
	if text, failed := use(t, s, "skip", map[string]any{"id": "no-such"}); !failed || !strings.Contains(text, "hint") {
		t.Errorf("an unknown coffee: %s", text)
	}
}

// TestAssistantReadOnly checks that --read-only offers nothing that changes something.
func TestAssistantReadOnly(t *testing.T) {
	d := newAssisted(t)
	tools, err := d.session("--read-only").ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(tools.Tools, func(x *mcp.Tool) bool { return !x.Annotations.ReadOnlyHint }) || len(tools.Tools) < 8 {
		t.Errorf("%d tools", len(tools.Tools))
	}
}

// TestAssistantWithoutFika checks that the assistant is told if no fika is running.
func TestAssistantWithoutFika(t *testing.T) {
	d := &workspace{t: t, dir: t.TempDir()}
	if text, failed := use(t, d.session(), "plan", nil); !failed || !strings.Contains(text, "no fika daemon is running") {
		t.Errorf("%s", text)
	}
}

// TestAssistantInTypeScript lets the client of the TypeScript SDK, which shares no code with
// the server, list and use the tools.
func TestAssistantInTypeScript(t *testing.T) {
	requireProgram(t, "node")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	modules := filepath.Join(cache, "fika-test", "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@modelcontextprotocol", "sdk")); err != nil {
		t.Skip("SKIPPED: the TypeScript SDK is not installed; scripts/install-test-programs does it")
	}
	d := newAssisted(t)
	d.write("client.mjs", `
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const find = createRequire(process.argv[2] + "/");
const load = (name) => import(pathToFileURL(find.resolve("@modelcontextprotocol/sdk/" + name)));
const { Client } = await load("client/index.js");
const { StdioClientTransport } = await load("client/stdio.js");
const client = new Client({ name: "test", version: "1" }, { capabilities: { elicitation: {}, sampling: {}, roots: {} } });
await client.connect(new StdioClientTransport({ command: "fika", args: ["mcp"], env: process.env }));
const names = (await client.listTools()).tools.map((t) => t.name).sort();
const plan = await client.callTool({ name: "plan", arguments: {} });
const bad = await client.callTool({ name: "skip", arguments: { id: "no-such" } });
const why = await client.readResource({ uri: "fika://plan" });
const week = await client.getPrompt({ name: "week" });
console.log(JSON.stringify({ names, meetings: plan.structuredContent.meetings.length, failed: bad.isError === true,
  schema: JSON.parse(why.contents[0].text).schema, prompt: week.messages.length, server: client.getServerVersion().name }));
await client.close();
`)
	out, talk, code := d.runCommand("node", d.file("client.mjs"), modules)
	if code != 0 {
		t.Fatalf("exit %d\n%s%s", code, out, talk)
	}
	var got struct {
		Names            []string
		Meetings, Prompt int
		Failed           bool
		Schema, Server   string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !slices.Contains(got.Names, "why_not") || got.Meetings == 0 || !got.Failed || got.Schema != "fika.plan/v1" || got.Prompt != 1 || got.Server != "fika" {
		t.Errorf("%+v", got)
	}
}
