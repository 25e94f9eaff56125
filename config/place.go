package config

import (
	"cmp"
	"slices"
	"strings"

	"fika/internal/prose"
	"fika/planner"
)

// places returns the codec of where a coffee may be: one place, or several in order of
// preference.
func places() codec[[]planner.Place] {
	several := list(place())
	return codec[[]planner.Place]{
		read: func(v value, into *[]planner.Place) bool {
			if _, one := v.data.(string); one {
				var p planner.Place
				if !place().read(v, &p) {
					return false
				}
				*into = []planner.Place{p}
				return true
			}
			var read []planner.Place
			if _, ok := v.data.([]any); !ok {
				v.mistyped(`a text such as "video", or a list of them,`)
				return false
			}
			if !several.read(v, &read) {
				return false
			}
			*into = read
			checkPlaces(v, read)
			return true
		},
		write: func(ps []planner.Place) any {
			if len(ps) == 1 {
				return place().write(ps[0])
			}
			return several.write(ps)
		},
	}
}

// place returns the codec of one place.
func place() codec[planner.Place] {
	known := []string{string(planner.PlaceVideo), string(planner.PlaceInPerson), string(planner.PlaceWalk)}
	return textCodec("one of the words "+strings.Join(known, ", ")+", or a text", func(text string) (planner.Place, *valueError) {
		p, wrong := singleLineText(text)
		if wrong != nil {
			return "", wrong
		}
		if meant := closest(strings.ToLower(p), known); meant != "" && !slices.Contains(known, p) {
			return planner.Place(p), &valueError{
				text:       prose.Sprintf("%q is none of fika's places, so guests read it as it is", p),
				suggestion: quote(meant), warning: true,
			}
		}
		return planner.Place(p), nil
	}, func(p planner.Place) string { return string(p) })
}

// checkPlaces looks for an empty list, and for places that are never reached.
func checkPlaces(v value, read []planner.Place) {
	elements, _ := v.list()
	if len(elements) == 0 {
		v.fault("the list is empty: name a place, such as \"video\"")
		return
	}
	i := slices.IndexFunc(read, func(p planner.Place) bool { return !p.AtSite() })
	if i >= 0 && i < len(read)-1 && len(read) == len(elements) {
		v.src.add(elements[i+1].at.place(), v.key, "%q suits everybody, so what follows it has no effect", read[i]).Warning = true
	}
}

// videoLink returns the codec of the user's standing video link. Whoever has it can join, so
// no error quotes it.
func videoLink() codec[string] {
	return textCodec(`the https address of a video call, such as "https://meet.example.com/maya"`, func(text string) (string, *valueError) {
		u, wrong := webAddress(text)
		switch {
		case wrong != nil:
			wrong.text = cmp.Or(wrong.text, `this is not the https address of a video call, such as "https://meet.example.com/maya"`)
			return "", wrong
		case u.Scheme == "http":
			return "", &valueError{text: "anybody on the way can read an http address; want https"}
		}
		return text, nil
	}, identity)
}

// checkSite warns if coffees at a site are wanted and the user's is not stated.
func (c *Config) checkSite(t *table) {
	if c.Me.Site != "" {
		return
	}
	warn := func(at *node, key string, places []planner.Place) {
		if i := slices.IndexFunc(places, planner.Place.AtSite); i >= 0 {
			t.src.add(at.place(), key, "fika does not know where you work, so nobody is met %q: add site to [me]", places[i]).Warning = true
		}
	}
	if at := t.at.find("invite", "where"); at != nil {
		warn(at, "invite.where", c.Rules.Where)
	}
	for i, g := range c.Goals {
		if at := t.at.find("goal").element(i).find("where"); at != nil {
			warn(at, prose.Sprintf("goal[%d].where", i+1), g.Where)
		}
	}
}

// reviewSite warns if coffees at a site are wanted and no colleague is known to work at
// the user's.
func (c *Config) reviewSite(src *source, people []planner.Person) {
	wanted := slices.ContainsFunc(c.Rules.Where, planner.Place.AtSite) ||
		slices.ContainsFunc(c.Goals, func(g planner.Goal) bool { return slices.ContainsFunc(g.Where, planner.Place.AtSite) })
	near := func(p planner.Person) bool { return sameSite(p.Site, c.Me.Site) }
	if !wanted || c.Me.Site == "" || slices.ContainsFunc(people, near) {
		return
	}
	src.add(c.root.find("me", "site").place(), "me.site", "no colleague's site is %q, so nobody can be met in person: spell it as your people do", c.Me.Site)
}
