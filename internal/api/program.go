package api

import "time"

// Paths is where fika's files are: fika.paths/v1. All are absolute.
type Paths struct {
	Config string `json:"config"`
	State  string `json:"state"`
	Socket string `json:"socket"`
}

// Version describes the program: fika.version/v1.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"` // built from a tree with uncommitted changes
	Go      string `json:"go"`
}

// Service is the state of fika at the service manager: fika.service/v1.
type Service struct {
	File      string `json:"file"` // that the service manager reads, or would read
	Installed bool   `json:"installed"`
	Running   bool   `json:"running"`
	Text      string `json:"text"` // in the service manager's own words
}

// Logout is whose sign-in was removed: fika.logout/v1.
type Logout Login

// Login is who signed in: fika.login/v1.
type Login struct {
	Calendar string     `json:"calendar"`
	Account  string     `json:"account"`
	Dies     *time.Time `json:"dies,omitempty"` // when the sign-in stops working, if known or suspected
	Certain  bool       `json:"certain"`        // false: only if the consent screen is in "Testing"
}
