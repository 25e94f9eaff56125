package config

import "fika/internal/prose"

// truncate shortens text to what a message may quote from a file.
func truncate(text string) string { return prose.Truncate(text, prose.MaxQuoted) }
