package config

import "fika/internal/prose"

// brief shortens text to what a message may quote from a file.
func brief(text string) string { return prose.Truncate(text, prose.MaxQuoted) }
