package config

import (
	"path/filepath"
	"slices"
	"strings"

	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/planner"
)

// people declares [people].
func (c *Config) people(f form) {
	folder := filepath.Dir(c.Path)
	field(f, "csv", &c.People.CSV, list(file(folder)))
	field(f, "vcard", &c.People.VCard, list(file(folder)))
	field(f, "wishes", &c.People.Wishes, list(file(folder)))
	field(f, "directory", &c.People.Directory, boolean())
	section(f, "columns", c.columns)
	require(f, "domains", "nobody outside them is ever invited")
	field(f, "domains", &c.People.Domains, list(domain()))
	f.check(func(t *table) {
		c.Rules.Domains = c.People.Domains
		if v, ok := t.get("domains"); ok && len(c.People.Domains) == 0 {
			if list, isList := v.data.([]any); isList && len(list) == 0 {
				v.fault("the list is empty: nobody could ever be invited")
			}
		}
		isGoogle := func(cal Calendar) bool { return cal.Kind == KindGoogle }
		if c.People.Directory && !slices.ContainsFunc(c.Calendars, isGoogle) {
			t.fault("directory", "the directory comes from a google calendar, and there is none")
		}
	})
}

// PeopleColumns returns the columns that [people.columns] can map, under fika's
// own names.
func PeopleColumns() []string {
	return []string{"name", "email", "department", "title", "level", "site", "region", "timezone", "manager", "tags", "calendar",
		"aliases", "greet", "language", "form", "salutation", "first_name", "last_name"}
}

// columns declares [people.columns]: the heading in the user's files for each of
// fika's columns.
func (c *Config) columns(f form) {
	for _, own := range PeopleColumns() {
		f.field(own, func(v value) {
			var heading string
			if !singleLine().read(v, &heading) {
				return
			}
			for other, taken := range c.People.Columns {
				if strings.EqualFold(taken, heading) {
					v.fault("%q is already the heading of %s", heading, other)
				}
			}
			if c.People.Columns == nil {
				c.People.Columns = map[string]string{}
			}
			c.People.Columns[own] = heading
		}, func() any {
			if heading := c.People.Columns[own]; heading != "" {
				return singleLine().write(heading)
			}
			return nil
		})
	}
}

// person declares one [[person]].
func (c *Config) person(f form, p *planner.Override) {
	require(f, "email", "it identifies the person")
	field(f, "email", &p.Email, c.guest())
	optionalList(f, "aliases", &p.Aliases, c.colleague())
	nullableField(f, "name", &p.Name, orEmpty(singleLine()))
	nullableField(f, "greet", &p.Greet, orEmpty(singleLine()))
	nullableField(f, "language", &p.Language, language())
	nullableField(f, "form", &p.Form, addressForm())
	nullableField(f, "salutation", &p.Salutation, orEmpty(singleLine()))
	nullableField(f, "because", &p.Because, orEmpty(because()))
	nullableField(f, "department", &p.Department, orEmpty(singleLine()))
	nullableField(f, "title", &p.Title, orEmpty(singleLine()))
	nullableField(f, "level", &p.Level, c.level())
	nullableField(f, "site", &p.Site, orEmpty(singleLine()))
	f.field("region", func(v value) { c.personRegion(v, p) }, func() any {
		if p.Region == nil {
			return nil
		}
		return string(*p.Region)
	})
	f.field("timezone", func(v value) { zone().read(v, &p.Zone) }, func() any {
		if p.Zone == nil {
			return nil
		}
		return zone().write(p.Zone)
	})
	nullableField(f, "manager", &p.Manager, orEmpty(address()))
	optionalList(f, "tags", &p.Tags, singleLine())
	nullableField(f, "calendar", &p.Calendar, orEmpty(file(filepath.Dir(c.Path))))
	nullableField(f, "hours", &p.Hours, hours())
	nullableField(f, "away_until", &p.AwayUntil, day())
	nullableField(f, "never", &p.Never, boolean())
	f.check(func(t *table) {
		same := func(had planner.Override) bool { return had.Email == p.Email }
		if p.Email != "" && slices.ContainsFunc(c.Persons, same) {
			t.fault("email", "a second [[person]] has the address %s", p.Email)
		}
		for _, a := range p.Aliases {
			has := func(had planner.Override) bool { return had.Email == a || slices.Contains(had.Aliases, a) }
			switch {
			case a == p.Email:
				t.fault("aliases", "%s is already the email of this [[person]]", a)
			case slices.ContainsFunc(c.Persons, has):
				t.fault("aliases", "%s is an address of another [[person]]", a)
			}
		}
		if slices.ContainsFunc(c.Persons, func(had planner.Override) bool { return slices.Contains(had.Aliases, p.Email) }) {
			t.fault("email", "%s is an alias in another [[person]]", p.Email)
		}
	})
}

// personRegion reads the region of a person.
func (c *Config) personRegion(v value, p *planner.Override) {
	var r holiday.Region
	if orEmpty(region()).read(v, &r) {
		p.Region = &r
		c.warnUnknownRegion(v, r)
	}
}

// language returns the codec of a language of invitations, with or without a country.
func language() codec[planner.Language] {
	return textCodec(`a language such as "de"`, func(text string) (planner.Language, *valueError) {
		l, ok := planner.ParseLanguage(text)
		if !ok {
			var allowed []string
			for _, known := range planner.Languages() {
				allowed = append(allowed, string(known))
			}
			return "", &valueError{text: prose.Sprintf("fika has no texts in the language %q", text), allowed: quoted(allowed)}
		}
		return l, nil
	}, func(l planner.Language) string { return string(l) })
}

// addressForm returns the codec of a form of address.
func addressForm() codec[planner.Form] {
	return textCodec(`a form of address such as "first" or "sie"`, func(text string) (planner.Form, *valueError) {
		form, ok := planner.ParseForm(text)
		if !ok {
			return "", &valueError{text: prose.Sprintf("%q is not a form of address", text), allowed: quoted(planner.FormWords()),
				suggestion: quoteAny(closest(text, planner.FormWords()))}
		}
		return form, nil
	}, func(f planner.Form) string { return string(f) })
}

// colleague returns the codec of an address that is not one of the user's own.
func (c *Config) colleague() codec[mailbox.Address] {
	return c.other(func(mailbox.Address) *valueError { return nil })
}

// guest returns the codec of a colleague's address. An address outside the domains is
// only a warning, because the domain may be added later.
func (c *Config) guest() codec[mailbox.Address] {
	return c.other(func(id mailbox.Address) *valueError {
		if len(c.People.Domains) == 0 || c.IsInside(id) {
			return nil
		}
		return &valueError{
			text:    prose.Sprintf("%s is outside the domains of [people] and never invited", id),
			allowed: quoted(c.People.Domains),
			warning: true,
		}
	})
}

// IsInside reports whether id is in one of the domains of [people].
func (c *Config) IsInside(id mailbox.Address) bool {
	return slices.Contains(c.People.Domains, id.Domain())
}

// other returns the codec of somebody else's address that judge accepts.
func (c *Config) other(judge func(mailbox.Address) *valueError) codec[mailbox.Address] {
	k := address()
	return codec[mailbox.Address]{
		read: func(v value, into *mailbox.Address) bool {
			var id mailbox.Address
			if !k.read(v, &id) {
				return false
			}
			if slices.Contains(c.Me.Addresses, id) {
				v.fault("%s is your own address", id)
				return false
			}
			if w := judge(id); w != nil {
				f := v.fault("%s", w.text)
				f.Allowed, f.Warning = w.allowed, w.warning
			}
			*into = id
			return true
		},
		write: k.write,
	}
}
