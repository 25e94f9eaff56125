package planner

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordKind is what a word is a sign of. A word can be of several kinds.
type wordKind uint8

const (
	outsiderWord wordKind = 1 << iota
	groupWord
	placeWord
	numberedPlace
	roleWord
	roleMailbox
)

// The words by which [Person.Doubt] knows what is not one colleague, in English, German,
// French and Swedish. A word that many people have as a name is not among them, unless
// groups or rooms have it more often.
var doubtWords = kinds(map[wordKind]string{
	// Said of people who work for another company.
	outsiderWord: `ext external externals contractor contractors freelance freelancer freelancers vendor
		extern externe externer externen dienstleister freiberufler leiharbeiter zeitarbeit
		prestataire prestataires intérimaire interimaire
		konsult konsulter inhyrd underkonsult`,

	// Parts of the names and addresses of groups.
	groupWord: `team teams all allstaff everyone everybody staff group groups distribution
		alle gruppe gruppen verteiler belegschaft
		équipe equipe groupe
		grupp sändlista sandlista`,

	// Parts of the names and addresses of rooms, and of things that are
	// booked like rooms.
	placeWord: `room rooms boardroom meetingroom meeting conference resource equipment projector printer
		raum räume raeume besprechung besprechungsraum besprechungszimmer konferenzraum sitzungszimmer sitzungsraum seminarraum ressource beamer drucker
		salle salles réunion reunion vidéoprojecteur imprimante
		konferensrum mötesrum motesrum sammanträdesrum grupprum resurs projektor skrivare`,

	// Rooms if a number follows; alone they are names of people too.
	numberedPlace: `zimmer saal büro buero office floor etage bureau rum sal vån`,

	// Parts of the names and addresses of mailboxes that several people
	// read.
	roleWord: `support helpdesk servicedesk postmaster hostmaster webmaster mailbox postfach reception secretariat newsletter
		kundenservice kundendienst sekretariat empfang poststelle
		accueil secrétariat
		kundtjänst kundtjanst receptionen`,

	// Whole local parts. The first two lines are those of RFC 2142; the
	// others are as usual. People are called Jobs, Press or Root, so a part of a local part is
	// not enough.
	roleMailbox: `info marketing sales support abuse noc security
		postmaster hostmaster usenet news webmaster www uucp ftp
		admin administrator root contact hello help helpdesk service servicedesk office mail hr it jobs careers recruiting
		press media pr legal privacy dpo compliance billing accounting finance payroll orders purchasing reception facilities travel events feedback
		notifications alerts bot system calendar newsletter
		kontakt buero büro personal presse vertrieb einkauf buchhaltung rechnung rechnungen datenschutz empfang kundenservice kundendienst bewerbung
		accueil ventes achats rh recrutement comptabilité comptabilite facturation juridique
		försäljning forsaljning inköp inkop ekonomi faktura kundtjänst kundtjanst rekrytering alla tous`,
})

// kinds returns the kinds of each word of lists, which separate words by space.
func kinds(lists map[wordKind]string) map[string]wordKind {
	of := map[string]wordKind{}
	for kind, words := range lists {
		for word := range strings.FieldsSeq(words) {
			of[word] |= kind
		}
	}
	return of
}

// kindOf returns the kinds of a word in any case. It needs no memory of its own.
func kindOf(word string) wordKind {
	var memory [64]byte
	return doubtWords[string(appendLower(memory[:0], word))]
}

// appendLower appends text in lower case.
func appendLower(to []byte, text string) []byte {
	for _, r := range text {
		to = utf8.AppendRune(to, unicode.ToLower(r))
	}
	return to
}

func set(words string) map[string]bool {
	s := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}
