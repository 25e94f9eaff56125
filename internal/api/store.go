package api

// Backup is where a copy of the store was written: fika.backup/v1.
type Backup struct {
	File string `json:"file"`
}

// Export is everything fika remembers, or all of it about one person, by table of the store: fika.export/v1.
type Export struct {
	Layout int                         `json:"layout"` // version of the store, which defines the columns
	Tables map[string][]map[string]any `json:"tables"`
}

// Restore is what happened to the replaced store: fika.restore/v1.
type Restore struct {
	Aside string `json:"aside,omitempty"` // where it is now; "" if there was none
}
