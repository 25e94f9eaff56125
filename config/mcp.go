package config

// mcp declares [mcp].
func (c *Config) mcp(f form) {
	optionalList(f, "share", &c.Share, oneOf("mirror"))
}
