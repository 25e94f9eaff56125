package config

import "fika/internal/excerpt"

// brief is text, shortened to what a message may quote of a file.
func brief(text string) string { return excerpt.Cut(text, excerpt.Most) }
