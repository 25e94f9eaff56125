package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"fika/internal/holiday"
	"fika/internal/prose"
)

// Holidays is a file of days off in a region.
type Holidays struct {
	Region holiday.Region
	Path   string // absolute; an .ics file
	Only   bool   // the built-in rules for the region do not count
}

// sites declares [sites]: the region of each site. Its keys are the user's own.
func (c *Config) sites(f form) {
	f.check(func(t *table) {
		for _, site := range slices.Sorted(maps.Keys(t.data)) {
			t.field(site, func(v value) { c.addSite(site, v) }, nil)
		}
	})
	if s, ok := f.(*sheet); ok {
		for _, site := range slices.Sorted(maps.Keys(c.Sites)) {
			s.field(site, nil, func() any { return region().write(c.Sites[site]) })
		}
	}
}

// addSite adds the region of one site.
func (c *Config) addSite(site string, v value) {
	for other := range c.Sites {
		if sameSite(other, site) {
			v.fault("%q and %q are the same site", other, site)
			return
		}
	}
	var r holiday.Region
	if !region().read(v, &r) {
		return
	}
	c.warnUnknownRegion(v, r)
	if c.Sites == nil {
		c.Sites = map[string]holiday.Region{}
	}
	c.Sites[site] = r
}

// sameSite reports whether two names are those of one site: case and surrounding spaces
// do not count.
func sameSite(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// RegionOf returns the region of a site; "" if [sites] does not have the site.
func (c *Config) RegionOf(site string) holiday.Region {
	for name, r := range c.Sites {
		if sameSite(name, site) {
			return r
		}
	}
	return ""
}

// daysOff declares one [[holidays]].
func (c *Config) daysOff(f form, h *Holidays) {
	require(f, "region", "it says whose days off these are")
	field(f, "region", &h.Region, region())
	require(f, "path", "it names the .ics file with the days off")
	field(f, "path", &h.Path, file(filepath.Dir(c.Path)))
	optionalField(f, "only", &h.Only, boolean())
	f.check(func(t *table) {
		if h.Path != "" && slices.ContainsFunc(c.Holidays, func(other Holidays) bool { return other.Region == h.Region && other.Path == h.Path }) {
			t.fault("path", "a second [[holidays]] of %s has the same file", h.Region)
		}
	})
}

// KnowsHolidays reports whether there are rules or a file for the holidays of r.
func (c *Config) KnowsHolidays(r holiday.Region) bool {
	var known holiday.Calendar
	for _, h := range c.Holidays {
		known.Lists = append(known.Lists, holiday.List{Region: h.Region})
	}
	return known.Knows(r)
}

// warnUnknownRegion warns at v if nothing is known about the holidays of r.
func (c *Config) warnUnknownRegion(v value, r holiday.Region) {
	if r == "" || c.KnowsHolidays(r) {
		return
	}
	f := v.fault("no public holidays are known for %s: add a [[holidays]] with a file of its days off", r)
	f.Warning = true
}

// checkRegion sets the user's region: their own, else that of their site.
func (c *Config) checkRegion(t *table) {
	c.Rules.Region = c.Me.Region
	if c.Rules.Region == "" {
		c.Rules.Region = c.RegionOf(c.Me.Site)
	}
	at := t.at.find("me", "region")
	if at != nil {
		c.warnUnknownRegion(value{src: t.src, key: "me.region", at: at}, c.Me.Region)
	}
}

// region returns the codec of an ISO 3166-2 code.
func region() codec[holiday.Region] {
	return textCodec(`a region such as "SE" or "DE-BY"`, func(text string) (holiday.Region, *valueError) {
		r, ok := holiday.ParseRegion(text)
		switch {
		case !ok:
			return "", &valueError{text: prose.Sprintf("%q is not a region by its ISO 3166-2 code, such as SE or DE-BY", text)}
		case string(r) != text:
			return "", &valueError{text: prose.Sprintf("%q is written %s", text, r), suggestion: quote(string(r))}
		}
		return r, nil
	}, func(r holiday.Region) string { return string(r) })
}
