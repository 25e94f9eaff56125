package api

// Version is which fika a program is: fika.version/v1.
type Version struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"` // built from a tree with changes beyond the commit
	Go      string `json:"go"`
}
