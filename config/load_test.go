package config

// load reads and parses the file at path, as a run of fika does.
func load(path string) (*Config, error) {
	text, err := Read(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}
