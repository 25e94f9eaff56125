package googletest

import (
	"encoding/json"
	"errors"
	"strings"
)

// mask is a parsed "fields" parameter: the names to keep, each with its own mask; nil
// keeps everything.
type mask map[string]mask

// parseMask parses a partial response mask: a,b/c,d(e,f/g),*.
func parseMask(s string) (mask, error) {
	p := &maskParser{rest: s}
	m, err := p.list()
	if err != nil || p.rest != "" {
		return nil, errMask
	}
	return m, nil
}

var errMask = errors.New("malformed mask")

type maskParser struct{ rest string }

func (p *maskParser) list() (mask, error) {
	m := mask{}
	for {
		name, err := p.field(m)
		if err != nil {
			return nil, err
		}
		if name == "" {
			return nil, errMask
		}
		if !p.take(",") {
			return m, nil
		}
	}
}

// field parses one path, including a list in parentheses at its end, into m.
func (p *maskParser) field(m mask) (string, error) {
	end := strings.IndexAny(p.rest, ",/()")
	if end < 0 {
		end = len(p.rest)
	}
	name := p.rest[:end]
	p.rest = p.rest[end:]
	switch {
	case p.take("/"):
		below := m[name]
		if below == nil {
			below = mask{}
		}
		if _, err := p.field(below); err != nil {
			return "", err
		}
		m[name] = below
	case p.take("("):
		below, err := p.list()
		if err != nil || !p.take(")") {
			return "", errMask
		}
		for k, v := range m[name] {
			below[k] = v
		}
		m[name] = below
	default:
		m[name] = nil
	}
	return name, nil
}

func (p *maskParser) take(s string) bool {
	rest, ok := strings.CutPrefix(p.rest, s)
	if ok {
		p.rest = rest
	}
	return ok
}

// apply returns the part of a JSON object that the mask selects.
func (m mask) apply(body []byte) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	return encode(m.keep(v))
}

func (m mask) keep(v any) any {
	if m == nil {
		return v
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = m.keep(v[i])
		}
	case map[string]any:
		below, all := m["*"]
		for k := range v {
			if one, ok := m[k]; ok {
				v[k] = one.keep(v[k])
			} else if all {
				v[k] = below.keep(v[k])
			} else {
				delete(v, k)
			}
		}
	}
	return v
}
