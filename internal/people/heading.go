package people

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fika/internal/mailbox"
)

// Columns are the names of fika's own columns, in the usual order. They may
// stand in the first line of a file as they are, and name what [people.columns]
// of the configuration maps.
func Columns() []string {
	return []string{"name", "email", "department", "title", "level", "site", "timezone", "manager", "tags", "calendar",
		"aliases", "greet", "first_name", "last_name"}
}

// heading is what programs call a column: how it is written is [columnName].
type heading struct {
	column string
	names  []string // the best first: of two in a file, it tells more
}

// headings are what exports name their columns, in English, German, French and
// Swedish. headings_test.go says which program writes which.
//
// Of several addresses in a row the first in this order is where invitations go,
// and the others are aliases: addresses at work come first.
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
	{"timezone", []string{"timezone", "zeitzone", "fuseauhoraire", "tidszon"}},
	{"manager", []string{"manager", "manageremail", "managersemail", "supervisoremail", "vorgesetzteremail", "emailvorgesetzter", "emaildumanager", "chefensepost",
		"workersmanager", "managername", "managersname", "supervisor", "reportingto", "vorgesetzter", "namedesrvorgesetzten", "responsablehiérarchique", "responsable", "chef", "närmastechef"}},
	{"tags", []string{"tags"}},
	{"calendar", []string{"calendar"}},
})

// plain are headings as they are compared.
func plain(list []heading) []heading {
	for _, h := range list {
		for i, name := range h.names {
			h.names[i] = columnName(name)
		}
	}
	return list
}

// columnName is a heading as it is compared: "Time zone", "time-zone" and
// "TIMEZONE" are one, accents do not count, nor does what stands in brackets, such
// as "[Required]".
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

// known is the column that a heading means, and how good a word for it that is:
// the lower the better. "" if fika does not know it.
func known(written string) (column string, rank int) {
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
	name string // of fika's own, "" for one that is not used
	rank int    // among those of that name
}

// columns are the headings of r's row as columns. mapped are those that the user
// maps, which win. Of two for one thing the better counts; addresses all count.
func (f *fields) columns(r *rows, mapped map[string]string) []column {
	columns := make([]column, len(r.cells))
	var unused []string
	for i, written := range r.cells {
		columns[i].name, columns[i].rank = known(written)
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
			columns[i].name = "" // it tells less
		case first < i:
			f.note(r.at(i), "only the first counts", "a second column %s", c.name)
			columns[i].name = ""
		}
	}
	return columns
}

const mapHint = `if fika should use one: [people.columns] email = "its heading"`

// listed names a few of many.
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

// knownEmail are headings of addresses, for who has another.
func knownEmail() string { return "email, E-mail Address, Work Email, E-Mail, Courriel, E-post" }
