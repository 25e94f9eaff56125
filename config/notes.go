package config

// Notes says how long what the user wrote down is kept.
type Notes struct {
	KeepDays int // calendar days
}

// notes declares [notes].
func (c *Config) notes(f form) { field(f, "keep", &c.Notes.KeepDays, calendarDays(maxDays)) }
