package people

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fika/internal/mailbox"
)

// Columns returns the names of fika's own columns, in the usual order. A file may
// use them as headings, and [people.columns] of the configuration maps them.
func Columns() []string {
	return []string{"name", "email", "department", "title", "level", "site", "region", "timezone", "manager", "tags", "calendar",
		"aliases", "greet", "language", "form", "salutation", "first_name", "last_name"}
}

// heading is what programs call a column, normalised by [columnName].
type heading struct {
	column string
	names  []string // the best first: if a file has two, the first is more specific
}

// headings are the headings of exports in English, German, French and Swedish.
// export_test.go says which program writes which.
//
// If a row has several addresses, invitations go to the first in this order and the
// others are aliases. Work addresses come first.
var headings = plain([]heading{
	{"name", []string{"name", "fullname", "displayname", "preferredfullname", "preferredfullnameinlocallanguage", "employeename", "workername", "worker", "employee", "fulllegalname",
		"anzeigename", "vollständigername", "mitarbeiter", "nomcomplet", "nomdaffichage", "nomprénom", "nom", "namn", "visningsnamn", "fullständigtnamn"}},
	{"first_name", []string{"firstname", "preferredfirstname", "givenname", "legalfirstname", "forename", "vorname", "rufname", "prénom", "prénomusuel", "förnamn", "tilltalsnamn"}},
	{"last_name", []string{"lastname", "familyname", "surname", "legallastname", "legalnamelastname", "nachname", "familienname", "nomdefamille", "nomusuel", "efternamn"}},
	{"greet", []string{"greet", "preferredname"}},
	{"email", []string{"workemail", "emailwork", "emailprimarywork", "primaryworkemail", "businessemail", "businessemailinformationemailaddress", "companyemail",
		"emailgeschäftlich", "emailgeschaeftlich", "geschäftlicheemail", "dienstlicheemail", "emailprofessionnel", "emailpro", "adresseemailprofessionnelle", "jobbmejl", "arbetsmejl", "epostarbete",
		"email", "primaryemail", "primaryemailaddress", "primarysmtpaddress", "emailaddress", "emailadresse", "mailadresse", "mail", "adresseemail", "adressemail", "adressedemessagerie", "adresseélectronique", "courriel", "epost", "epostadress", "mejl", "mejladress",
		"email1value", "email1address", "email1", "userprincipalname", "benutzerprinzipalname", "nomdutilisateurprincipal", "användarenshuvudnamn"}},
	{"aliases", []string{"aliases", "proxyaddresses", "email2value", "email3value", "email4value", "email2address", "email3address", "email2", "email3", "email2adresse", "email3adresse",
		"worksecondaryemail", "homesecondaryemail", "secondaryemail", "alternateemailaddress", "alternateemailaddresses", "adressedemessagerie2", "adressedemessagerie3", "epostadress2", "epostadress3"}},
	{"department", []string{"department", "departmentname", "organizationdepartment", "abteilung", "service", "département", "avdelning"}},
	{"title", []string{"jobtitle", "businesstitle", "employeetitle", "organizationtitle", "organization1title", "title", "position", "stellenbezeichnung", "positionsbezeichnung", "jobtitel", "stelle",
		"intitulédeposte", "intituléduposte", "titreduposte", "poste", "fonction", "befattning", "yrkestitel", "titel", "titre"}},
	{"level", []string{"level"}},
	{"site", []string{"site", "officelocation", "worklocation", "office", "locationname", "location", "standort", "arbeitsort", "büro", "buero", "bureau", "lieudetravail", "kontor", "arbetsplats", "arbetsort"}},
	{"region", []string{"region"}},
	{"timezone", []string{"timezone", "zeitzone", "fuseauhoraire", "tidszon"}},
	{"manager", []string{"manager", "manageremail", "managersemail", "supervisoremail", "vorgesetzteremail", "emailvorgesetzter", "emaildumanager", "chefensepost",
		"workersmanager", "managername", "managersname", "supervisor", "reportingto", "vorgesetzter", "namedesrvorgesetzten", "responsablehiérarchique", "responsable", "chef", "närmastechef"}},
	{"tags", []string{"tags"}},
	{"calendar", []string{"calendar"}},
})

// plain normalises headings for comparison.
func plain(list []heading) []heading {
	for _, h := range list {
		for i, name := range h.names {
			h.names[i] = columnName(name)
		}
	}
	return list
}

// columnName normalises a heading: "Time zone", "time-zone" and "TIMEZONE" are the
// same. Accents and text in brackets, such as "[Required]", do not count.
func columnName(written string) string {
	var b strings.Builder
	depth := 0
	for _, r := range norm.NFD.String(strings.ToLower(mailbox.Visible(written))) {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case r == '#':
			b.WriteString("number")
		case depth <= 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// knownColumn returns the column for a heading and the rank of that heading, lower being
// better; "" if fika does not know it.
func knownColumn(written string) (column string, rank int) {
	name := columnName(written)
	for _, h := range headings {
		if i := slices.Index(h.names, name); i >= 0 {
			return h.column, i
		}
	}
	for _, own := range Columns() {
		if columnName(own) == name {
			return own, 0
		}
	}
	return "", 0
}

// column is one column of a file.
type column struct {
	name string // one of fika's own; "" if unused
	rank int    // among the headings for that name
}

// columns turns the headings in r's row into columns. Those in mapped, set by the
// user, win. Of two for the same column the better counts; of addresses, all count.
func (f *fieldParser) columns(r *rows, mapped map[string]string) []column {
	columns := make([]column, len(r.cells))
	var unused []string
	for i, written := range r.cells {
		columns[i].name, columns[i].rank = knownColumn(written)
		for _, own := range slices.Sorted(maps.Keys(mapped)) {
			if columnName(mapped[own]) == columnName(written) {
				columns[i] = column{own, -1}
				f.found[own] = true
			}
		}
		hint := didYouMean(columnName(written), Columns())
		switch {
		case columns[i].name != "" || columnName(written) == "":
		case hint != "":
			f.note(r.at(i), hint, "unknown column %s", quote(written))
		default:
			unused = append(unused, quote(oneLine(written)))
		}
	}
	if len(unused) > 0 {
		f.unused = Fault{Text: "not used: " + listed("column", unused), Hint: mapHint}
	}
	for i, c := range columns {
		better := slices.IndexFunc(columns, func(other column) bool { return other.name == c.name && other.rank < c.rank })
		first := slices.Index(columns, c)
		switch {
		case c.name == "" || c.name == "email" || c.name == "aliases":
		case better >= 0:
			columns[i].name = "" // it is less specific
		case first < i:
			f.note(r.at(i), "only the first counts", "a second column %s", c.name)
			columns[i].name = ""
		}
	}
	return columns
}

const mapHint = `if fika should use one: [people.columns] email = "its heading"`

// listed lists the first few of words.
func listed(what string, words []string) string {
	const most = 12
	text := strings.Join(words[:min(len(words), most)], ", ")
	if len(words) > most {
		text += ", ..."
	}
	if len(words) == 1 {
		return what + " " + text
	}
	return what + "s " + text
}

// knownEmail lists common headings for addresses.
func knownEmail() string { return "email, E-mail Address, Work Email, E-Mail, Courriel, E-post" }
