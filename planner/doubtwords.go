package planner

import "strings"

// The words by which [Person.Doubt] knows what is not one colleague, in English, German,
// French and Swedish. A word that many people have as a name is not among them, unless
// groups or rooms have it more often.
var (
	// outsiderWords are said of people who work for another company.
	outsiderWords = set(`ext external externals contractor contractors freelance freelancer freelancers vendor
		extern externe externer externen dienstleister freiberufler leiharbeiter zeitarbeit
		prestataire prestataires intérimaire interimaire
		konsult konsulter inhyrd underkonsult`)

	// groupWords are parts of the names and addresses of groups.
	groupWords = set(`team teams all allstaff everyone everybody staff group groups distribution
		alle gruppe gruppen verteiler belegschaft
		équipe equipe groupe
		grupp sändlista sandlista`)

	// placeWords are parts of the names and addresses of rooms, and of things that are
	// booked like rooms.
	placeWords = set(`room rooms boardroom meetingroom meeting conference resource equipment projector printer
		raum räume raeume besprechung besprechungsraum besprechungszimmer konferenzraum sitzungszimmer sitzungsraum seminarraum ressource beamer drucker
		salle salles réunion reunion vidéoprojecteur imprimante
		konferensrum mötesrum motesrum sammanträdesrum grupprum resurs projektor skrivare`)

	// numberedPlaces are rooms if a number follows; alone they are names of people too.
	numberedPlaces = set(`zimmer saal büro buero office floor etage bureau rum sal vån`)

	// roleWords are parts of the names and addresses of mailboxes that several people
	// read.
	roleWords = set(`support helpdesk servicedesk postmaster hostmaster webmaster mailbox postfach reception secretariat newsletter
		kundenservice kundendienst sekretariat empfang poststelle
		accueil secrétariat
		kundtjänst kundtjanst receptionen`)

	// roleMailboxes are whole local parts. The first two lines are those of RFC 2142; the
	// others are as usual. People are called Jobs, Press or Root, so a part of a local part is
	// not enough.
	roleMailboxes = set(`info marketing sales support abuse noc security
		postmaster hostmaster usenet news webmaster www uucp ftp
		admin administrator root contact hello help helpdesk service servicedesk office mail hr it jobs careers recruiting
		press media pr legal privacy dpo compliance billing accounting finance payroll orders purchasing reception facilities travel events feedback
		notifications alerts bot system calendar newsletter
		kontakt buero büro personal presse vertrieb einkauf buchhaltung rechnung rechnungen datenschutz empfang kundenservice kundendienst bewerbung
		accueil ventes achats rh recrutement comptabilité comptabilite facturation juridique
		försäljning forsaljning inköp inkop ekonomi faktura kundtjänst kundtjanst rekrytering alla tous`)
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		s[word] = true
	}
	return s
}
