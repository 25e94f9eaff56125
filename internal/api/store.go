package api

// Backup is where a copy of the store lies: fika.backup/v1.
type Backup struct {
	Schema string `json:"schema"`
	File   string `json:"file"`
}

// Export is everything that fika remembers, by table of the store:
// fika.export/v1.
type Export struct {
	Schema string                      `json:"schema"`
	Layout int                         `json:"layout"` // of the store, which says what the columns mean
	Tables map[string][]map[string]any `json:"tables"`
}
