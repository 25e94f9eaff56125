package api

// Draft is a file that may replace the configuration. It carries the text, since a
// running daemon may not be able to read the file.
type Draft struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// ConfigDiff compares a file with the configuration in force: fika.config-diff/v1.
type ConfigDiff struct {
	Path    string         `json:"path"`
	Verdict ConfigVerdict  `json:"verdict"`
	Code    Code           `json:"code,omitempty"` // of the hold that the file causes
	Text    string         `json:"text,omitempty"` // why the file is not in force
	Hint    string         `json:"hint,omitempty"`
	Changes []ConfigChange `json:"changes"`
	Effect  *ConfigEffect  `json:"effect,omitempty"` // if requested and known
}

// Reload is the same comparison for a file that was read to be used: fika.reload/v1.
type Reload ConfigDiff

// ConfigChange is one difference, in words.
type ConfigChange struct {
	Text  string `json:"text"`
	Loses bool   `json:"loses"` // something was removed, or a limit loosened

	// Guards reports that what was removed kept fika from doing something.
	Guards bool `json:"guards"`
}

// ConfigEffect is what changes would do to the plan and to bookings.
type ConfigEffect struct {
	Proposals int `json:"proposals"` // proposals that would go, come, or change
	Booked    int `json:"booked"`    // booked meetings that fika would cancel or lose track of
}

// ConfigVerdict is the decision about a file.
type ConfigVerdict string

// The verdicts.
const (
	ConfigTaken   ConfigVerdict = "taken"   // in force, or in a preview: would be
	ConfigShrunk  ConfigVerdict = "shrunk"  // it lost as much as a half-saved file does: needs the user's confirmation
	ConfigRefused ConfigVerdict = "refused" // invalid, or writable by others
)

// Init is where the new configuration was written: fika.init/v1.
type Init struct {
	Path string `json:"path"`
}

// ConfigCheck is the faults of a configuration: fika.config-check/v1.
type ConfigCheck struct {
	Path      string        `json:"path"`
	OK        bool          `json:"ok"` // the file can be used; there may be warnings
	Faults    []ConfigFault `json:"faults"`
	Calendars int           `json:"calendars"`
	People    int           `json:"people"`
	Goals     int           `json:"goals"`

	// Sentences are what guests read for each goal, besides greeting and length.
	Sentences []ConfigSentence `json:"sentences"`
}

// ConfigSentence is what a guest reads for one goal.
type ConfigSentence struct {
	Goal string `json:"goal"`
	Text string `json:"text"`
}

// ConfigFault is one fault in a file.
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

// Config is the configuration in force: fika.config/v1. The field Config has the keys of
// the file; TOML is the same as text.
type Config struct {
	Path   string         `json:"path"`
	Config map[string]any `json:"config"`
	TOML   string         `json:"toml"`
}
