package googletest

import (
	"compress/gzip"
	"io"
)

// gunzip unpacks when it is first read, as net/http does, so that a body that
// breaks off fails while it is read and not before.
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
