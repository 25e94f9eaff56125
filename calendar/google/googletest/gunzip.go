package googletest

import (
	"compress/gzip"
	"io"
)

// gunzip starts to decompress on the first Read, as net/http does, so that a
// truncated body fails when it is read.
type gunzip struct {
	from io.Reader
	to   *gzip.Reader
}

func (g *gunzip) Read(p []byte) (int, error) {
	if g.to == nil {
		to, err := gzip.NewReader(g.from)
		if err != nil {
			return 0, err
		}
		g.to = to
	}
	return g.to.Read(p)
}
