package config

import (
	"testing"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
)

// FuzzLocate compares locate with the TOML parser: for any input that the parser accepts,
// both find the same keys in the same order.
func FuzzLocate(f *testing.F) {
	f.Add(example)
	for _, seed := range []string{
		"a.b.c = 1\n[x.'y z'.\"\\u0041\"]\nk=2 # [no]\n[[l]]\nm={n=[{o=1},{o={p=2,}}]}\n[[l]]\n[l.q]\n",
		"s = \"\"\"a\"\" \\\" ] b\"\"\"\"\"\nt = '''it's'''''\nu = [ 1, # ]\n 'x]', \"y\\\"]\", ]\n",
		"d = 2026-01-01 10:00:00\r\ne = [2026-01-01, +inf, 0x1f,\r\n]\r\n[ a . b ]\r\n",
		"\ufeffa = {\n b = 1,\n # c = 2\n}\n", "'' = 1\n\"\" .a = 2", "", "#",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = newSource("", []byte(text)).text
		if !utf8.ValidString(text) {
			return // refused before anybody looks for keys
		}
		_, keys := locate(text)
		var values map[string]any
		meta, err := toml.Decode(text, &values)
		if err != nil {
			return
		}
		var want [][]string
		for _, key := range meta.Keys() {
			want = append(want, key)
		}
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Errorf("keys (-parser +own):\n%s", diff)
		}
	})
}
