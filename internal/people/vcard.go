package people

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/emersion/go-vcard"

	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/planner"
)

// readCards reads the colleagues in data, in the order of its cards. Versions 3.0
// (RFC 2426) and 4.0 (RFC 6350) are read, and 2.1 as phones write it.
//
// Invitations go to the preferred EMAIL, else the first good one. The others are
// aliases. The name is FN, else N; the given name comes from N. The department is
// the unit in ORG, after the organisation. TITLE, TZ (an IANA name) and CATEGORIES
// (as tags) are used as they are. X-FIKA-LEVEL names a level, X-FIKA-REGION a region,
// X-FIKA-GREET what they want to be called. X-FIKA-LANGUAGE, X-FIKA-FORM and
// X-FIKA-SALUTATION are as in [readCSV]. The calendar is the first CALURI or FBURL that is
// a path or a file: URL, as in [readCSV]; web addresses are ignored.
//
// Cards of groups, rooms and organisations are skipped. Cards without EMAIL are
// counted in one fault, because address books are full of them. A card that is
// broken, has another version or no good address is skipped and reported, and so is
// a second card for an address. Any other bad property counts as missing. Faults
// have the line on which a card begins.
func readCards(f *fieldParser, data []byte) ([]entry, []Fault) {
	if !f.fits(data) {
		return nil, f.all()
	}
	if len(bytes.TrimSpace(data)) == 0 {
		f.add(place{1, 0}, "", "the file is empty") // in a folder, one card may be empty without hiding the others
	}
	var people []entry
	var silent []place // cards without EMAIL
	for _, text := range f.cards(data) {
		if len(people) == maxPeople {
			f.add(text.at, "split the file", "more than %d people; the rest is not read", maxPeople)
			break
		}
		card, ok := f.decode(text)
		switch {
		case !ok || !aPerson(card):
		case !hasEmail(card):
			silent = append(silent, text.at)
		default:
			if p, ok := f.contact(card, text.at); ok {
				people = append(people, entry{Person: p, file: f.file, line: text.at.line})
			}
		}
	}
	f.reportRegions()
	f.reportLanguages()
	if len(silent) > 0 {
		f.add(silent[0], "fika knows people by their address", "%s without EMAIL, the first here", prose.Count(len(silent), "card"))
	}
	return people, f.all()
}

// decode parses text as a card.
func (f *fieldParser) decode(text cardText) (vcard.Card, bool) {
	card, err := vcard.NewDecoder(bytes.NewReader(text.lines)).Decode()
	if err != nil {
		f.add(text.at, "", "the card cannot be read: %s", strings.TrimPrefix(err.Error(), "vcard: "))
		return nil, false
	}
	switch version := strings.TrimSpace(card.Value(vcard.FieldVersion)); version {
	case "2.1", "3.0", "4.0", "": // many programs omit it
		return card, true
	default:
		f.add(text.at, "export the contacts as version 4.0", "vCard version %s is not read", quote(version))
		return nil, false
	}
}

// aPerson distinguishes people from groups, rooms and organisations, by the
// properties of version 4.0 and those of Apple in version 3.0.
//
// Apple marks a card that displays its organisation instead of a name. It is still
// a person's card if N names one.
func aPerson(card vcard.Card) bool {
	kind := cmp.Or(card.Value(vcard.FieldKind), card.Value("X-ADDRESSBOOKSERVER-KIND"))
	if kind != "" && !strings.EqualFold(kind, string(vcard.KindIndividual)) {
		return false
	}
	return !isCompany(card) || component(card, vcard.FieldName, 0)+component(card, vcard.FieldName, 1) != ""
}

func isCompany(card vcard.Card) bool {
	return strings.EqualFold(strings.TrimSpace(card.Value("X-ABSHOWAS")), "COMPANY")
}

// hasEmail reports whether there is any address.
func hasEmail(card vcard.Card) bool {
	return slices.ContainsFunc(card.Values(vcard.FieldEmail), func(v string) bool { return strings.TrimSpace(v) != "" })
}

// contact returns card as a person, and whether it is one.
func (f *fieldParser) contact(card vcard.Card, at place) (planner.Person, bool) {
	p := planner.Person{ID: f.email(card, at)}
	if p.ID == "" || !f.first(p.ID, at) {
		return planner.Person{}, false
	}
	for _, word := range card.Values(vcard.FieldEmail) {
		if a := mailbox.Parse(word); a != "" && a != p.ID && !slices.Contains(p.Aliases, a) {
			p.Aliases = append(p.Aliases, a)
		}
	}
	name := fullName{
		full:   f.text(unescape(card.PreferredValue(vcard.FieldFormattedName)), at),
		family: f.text(component(card, vcard.FieldName, 0), at),
		given:  f.text(component(card, vcard.FieldName, 1), at),
	}
	if isCompany(card) {
		name.full = "" // it is the organisation's
	}
	stated := name.family
	name.family = cmp.Or(stated, name.full) // FN is never a family name alone
	if name.into(&p); stated == "" {
		p.Family = ""
	}
	p.Greet = f.text(card.Value("X-FIKA-GREET"), at)
	p.Language = f.language(card.Value("X-FIKA-LANGUAGE"), at)
	p.Form = f.form(card.Value("X-FIKA-FORM"), at)
	p.Salutation = f.text(card.Value("X-FIKA-SALUTATION"), at)
	p.Department = f.text(component(card, vcard.FieldOrganization, 1), at)
	p.Title = f.text(unescape(card.PreferredValue(vcard.FieldTitle)), at)
	p.Level = f.level(card.Value("X-FIKA-LEVEL"), at)
	p.Region = f.region(card.Value("X-FIKA-REGION"), at)
	zone := card.PreferredValue(vcard.FieldTimezone)
	if p.Zone = f.zone(zone, at); p.Zone == nil {
		p.ZoneDoubt = f.text(zone, at)
	}
	for _, tags := range card.Values(vcard.FieldCategories) {
		p.Tags = addTags(p.Tags, strings.Split(f.raw(unescape(tags), at), ","))
	}
	for _, uri := range append(card.Values(vcard.FieldCalendarURI), card.Values(vcard.FieldFreeOrBusyURL)...) {
		if !strings.Contains(uri, "://") || strings.HasPrefix(uri, "file://") {
			p.Calendar = f.calendar(uri, at)
			break
		}
	}
	return p, true
}

// email returns the preferred address of card, else the first good one, else "".
func (f *fieldParser) email(card vcard.Card, at place) mailbox.Address {
	for _, word := range append([]string{card.PreferredValue(vcard.FieldEmail)}, card.Values(vcard.FieldEmail)...) {
		if id := mailbox.Parse(word); id != "" {
			return id
		}
	}
	f.fatal = true
	defer func() { f.fatal = false }()
	for _, word := range card.Values(vcard.FieldEmail) {
		if strings.TrimSpace(word) != "" {
			return f.address(word, at, "EMAIL")
		}
	}
	return ""
}

// component returns one part of a property whose parts are separated by semicolons. The
// library does not unescape semicolons inside a part.
func component(card vcard.Card, property string, i int) string {
	const inside = "\x00"
	value := strings.ReplaceAll(card.PreferredValue(property), `\;`, inside)
	parts := strings.Split(value, ";")
	if i >= len(parts) {
		return ""
	}
	return unescape(strings.ReplaceAll(parts[i], inside, ";"))
}

// unescape undoes the escapes of RFC 6350, 3.4 that the library leaves.
func unescape(s string) string { return strings.NewReplacer(`\;`, ";", `\N`, " ").Replace(s) }
