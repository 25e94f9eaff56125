package api

// Draft is a file that may take the place of the configuration: its name, and
// what stands in it, since a running daemon may not see it where it lies.
type Draft struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Config is what a file means beside the configuration in force:
// fika.reload/v1, or fika.config-diff/v1 where nothing was done.
type Config struct {
	Schema  string         `json:"schema"`
	Path    string         `json:"path"`
	Verdict ConfigVerdict  `json:"verdict"`
	Code    string         `json:"code,omitempty"` // of the hold that the file causes
	Text    string         `json:"text,omitempty"` // why the file is not in force
	Hint    string         `json:"hint,omitempty"`
	Changes []ConfigChange `json:"changes"`
	Effect  *ConfigEffect  `json:"effect,omitempty"` // where it was asked for and is known
}

// ConfigChange is one difference, in words.
type ConfigChange struct {
	Text  string `json:"text"`
	Loses bool   `json:"loses"` // something is gone, or a limit is looser

	// Guards says that what is gone kept fika from something.
	Guards bool `json:"guards"`
}

// ConfigEffect is what changes would do to the plan and to what is booked.
type ConfigEffect struct {
	Proposals int `json:"proposals"` // that go, come, or become others
	Booked    int `json:"booked"`    // booked meetings that fika would take back or lose sight of
}

// ConfigVerdict is what becomes of a file.
type ConfigVerdict string

// The verdicts.
const (
	ConfigTaken   ConfigVerdict = "taken"   // in force; where nothing was done: would be
	ConfigShrunk  ConfigVerdict = "shrunk"  // it lost what a half-saved file loses: waits for a word of the user's
	ConfigRefused ConfigVerdict = "refused" // no configuration, or others may write it
)
