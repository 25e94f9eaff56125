package api

// Backup is where a copy of the store lies: fika.backup/v1.
type Backup struct {
	File string `json:"file"`
}

// Export is everything that fika remembers, by table of the store:
// fika.export/v1.
type Export struct {
	Layout int                         `json:"layout"` // of the store, which says what the columns mean
	Tables map[string][]map[string]any `json:"tables"`
}

// Restore is what became of the store that was replaced: fika.restore/v1.
type Restore struct {
	Aside string `json:"aside,omitempty"` // where it lies now; "" if there was none
}
