package config

import "fika/internal/excerpt"

// brief shortens text to what a message may quote from a file.
func brief(text string) string { return excerpt.Cut(text, excerpt.Most) }
