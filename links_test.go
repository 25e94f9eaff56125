package fika

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docLink is what brackets in a comment may be: a name, or names with dots between
// them. Brackets after a word are an index, and those before "(" have their own target.
var docLink = regexp.MustCompile(`(?:^|[\s(\[/])\[\*?((?:[a-z][\w/]*\.)?[A-Z]\w*(?:\.\w+)?|[a-z]\w*\.[a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*(?:\.\w+)?)\](?:[^(:\w]|$)`)

// TestDocLinksResolve checks that what comments name in brackets is declared: in their
// package, in another one of this module, or in the standard library. Renaming tools
// leave comments alone. Names without a capital letter are left out: they may be tables
// of the configuration.
func TestDocLinksResolve(t *testing.T) {
	l := links{packages: map[string]declared{}}
	files := parseAll(t)
	for dir, parsed := range files {
		for _, f := range parsed {
			l.add(dir, f)
		}
	}
	for dir, parsed := range files {
		for name, f := range parsed {
			for _, group := range f.Comments {
				for _, found := range docLink.FindAllStringSubmatch(group.Text(), -1) {
					if !l.resolves(dir, f, found[1]) {
						t.Errorf("%s: %q names [%s], which is not declared", name, firstLine(group), found[1])
					}
				}
			}
		}
	}
}

func firstLine(g *ast.CommentGroup) string {
	line, _, _ := strings.Cut(g.Text(), "\n")
	return line
}

// parseAll parses every Go file of the module with its tests, by folder and path.
func parseAll(t *testing.T) map[string]map[string]*ast.File {
	t.Helper()
	all := map[string]map[string]*ast.File{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (d.Name() == "testdata" || d.Name() == "dist" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go"):
			return nil
		}
		parsed, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		dir := filepath.ToSlash(filepath.Dir(file))
		if all[dir] == nil {
			all[dir] = map[string]*ast.File{}
		}
		all[dir][file] = parsed
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// declared are the names of a package, those of members after the name of their type and
// a dot. embeds has the types that a type embeds.
type declared struct {
	names  map[string]bool
	embeds map[string][]string
}

// links are the packages to which links may lead, by import path; those of this module
// by folder.
type links struct{ packages map[string]declared }

func (l links) add(dir string, f *ast.File) {
	d, known := l.packages[dir]
	if !known {
		d = declared{map[string]bool{}, map[string][]string{}}
		l.packages[dir] = d
	}
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			if decl.Recv != nil && len(decl.Recv.List) > 0 {
				name = typeName(decl.Recv.List[0].Type) + "." + name
			}
			d.names[name] = true
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				d.addSpec(spec)
			}
		}
	}
}

func (d declared) addSpec(spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			d.names[name.Name] = true
		}
	case *ast.TypeSpec:
		d.names[spec.Name.Name] = true
		var members *ast.FieldList
		switch is := spec.Type.(type) {
		case *ast.StructType:
			members = is.Fields
		case *ast.InterfaceType:
			members = is.Methods
		default:
			d.embeds[spec.Name.Name] = []string{typeName(spec.Type)} // an alias has the members of the other
			return
		}
		for _, m := range members.List {
			for _, name := range m.Names {
				d.names[spec.Name.Name+"."+name.Name] = true
			}
			if len(m.Names) == 0 {
				embedded := typeName(m.Type)
				d.names[spec.Name.Name+"."+embedded] = true
				d.embeds[spec.Name.Name] = append(d.embeds[spec.Name.Name], embedded)
			}
		}
	}
}

// typeName returns the name of a type without pointers, parameters and package.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.IndexListExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func (d declared) has(name string) bool {
	if d.names[name] {
		return true
	}
	of, member, isMember := strings.Cut(name, ".")
	if isMember {
		for _, embedded := range d.embeds[of] {
			if embedded != of && d.has(embedded+"."+member) {
				return true
			}
		}
	}
	return false
}

// resolves reports whether name, in a comment of f in dir, is declared.
func (l links) resolves(dir string, f *ast.File, name string) bool {
	if l.packages[dir].has(name) {
		return true
	}
	slash := strings.LastIndex(name, "/") + 1
	of, rest, isOther := strings.Cut(name[slash:], ".")
	if !isOther {
		return false
	}
	of = name[:slash] + of
	for _, candidate := range append(imported(f, of), of) {
		d, known := l.packageAt(candidate)
		if d.has(rest) || !known && candidate != of { // a library is not read
			return true
		}
	}
	for at, d := range l.packages { // of this module, not imported here
		if path.Base(at) == of && d.has(rest) {
			return true
		}
	}
	return false
}

// imported returns the import paths that name may mean in f.
func imported(f *ast.File, name string) (paths []string) {
	for _, i := range f.Imports {
		at := strings.Trim(i.Path.Value, `"`)
		if path.Base(at) == name || i.Name != nil && i.Name.Name == name {
			paths = append(paths, strings.TrimPrefix(at, "fika/"))
		}
	}
	return paths
}

// packageAt returns what a package of this module or of the standard library declares. It
// does not know other packages.
func (l links) packageAt(at string) (d declared, known bool) {
	if d, known = l.packages[at]; known {
		return d, true
	}
	found, err := build.Import(at, ".", build.FindOnly)
	if err != nil || !found.Goroot {
		return declared{}, false
	}
	files, err := filepath.Glob(filepath.Join(found.Dir, "*.go"))
	if err != nil {
		return declared{}, false
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		if parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution); err == nil {
			l.add(at, parsed)
		}
	}
	d, known = l.packages[at]
	return d, known
}
