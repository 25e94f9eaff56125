package api

// Draft is a file that may take the place of the configuration: its name, and
// what stands in it, since a running daemon may not see it where it lies.
type Draft struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// ConfigDiff is what a file would mean beside the configuration in force:
// fika.config-diff/v1.
type ConfigDiff struct {
	Path    string         `json:"path"`
	Verdict ConfigVerdict  `json:"verdict"`
	Code    Code           `json:"code,omitempty"` // of the hold that the file causes
	Text    string         `json:"text,omitempty"` // why the file is not in force
	Hint    string         `json:"hint,omitempty"`
	Changes []ConfigChange `json:"changes"`
	Effect  *ConfigEffect  `json:"effect,omitempty"` // where it was asked for and is known
}

// Reload is the same of a file that was read to be put in force: fika.reload/v1.
type Reload ConfigDiff

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

// Init is where a new configuration lies: fika.init/v1.
type Init struct {
	Path string `json:"path"`
}

// ConfigCheck is what is wrong with a configuration: fika.config-check/v1.
type ConfigCheck struct {
	Path      string        `json:"path"`
	OK        bool          `json:"ok"` // the file can be used; there may be warnings
	Faults    []ConfigFault `json:"faults"`
	Calendars int           `json:"calendars"`
	People    int           `json:"people"`
	Goals     int           `json:"goals"`

	// Sentences are what guests read of each goal, beside greeting and length.
	Sentences []ConfigSentence `json:"sentences"`
}

// ConfigSentence is what a guest reads of one goal.
type ConfigSentence struct {
	Goal string `json:"goal"`
	Text string `json:"text"`
}

// ConfigFault is one thing that is wrong in a file.
type ConfigFault struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Col     int      `json:"col"`
	Key     string   `json:"key,omitempty"`
	Text    string   `json:"text"`
	Hint    string   `json:"hint,omitempty"`
	Allowed []string `json:"allowed,omitempty"`
	Warning bool     `json:"warning"`
}

// Config is the configuration in force: fika.config/v1. Config has the keys
// of the file; TOML is the same as a file.
type Config struct {
	Path   string         `json:"path"`
	Config map[string]any `json:"config"`
	TOML   string         `json:"toml"`
}
