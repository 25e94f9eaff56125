package people

import "fika/planner"

// Files name what [Load] reads. Of one person, what stands in an earlier file
// counts before a later one, and CSV before vCard.
type Files struct {
	CSV   []string // files
	VCard []string // files, or folders whose .vcf files are read
}

// Load reads files and merges what they say (see [Merge]). A file that cannot
// be read is a [Fault] of line 0; the others still count.
func Load(files Files, levels []string) ([]planner.Person, []Fault) {
	panic("not yet")
}
