package invitation

import "strings"

// The lists below are in the languages of letters. They are not complete, and need not be: a
// title is only quoted to somebody who was in the meeting.

// unsaidWords are in no letter.
var unsaidWords = []string{"network", "netzwerk", "réseau", "nätverk", "pick your brain", "optimal", "optimum"}

// sensitiveWords make a meeting one that no letter mentions.
var sensitiveWords = strings.Fields(`
	pay raise bonus hr pip nda legal fired sick ill exit offer offers board union cuts urgent asap secret notice leave warning warnings
	personal private breach interview interviews hiring annual
	lohn prämie recht rechts dringend
	prime rh juridique paie augmentation départ
	lön akut facket`)

// sensitiveStems do so in any part of a word, because German and Swedish write compounds.
var sensitiveStems = strings.Fields(`
	salar compensat remunerat apprais assess evaluat disciplin grievance harass complain investigat lawsuit litigat terminat redundan layoff
	severance resign offboard restructur reorg acquisition merger confidential performance probation candidate recruit escalat incident
	medical therap burnout matern patern pregnan funeral bereave divorce farewell
	gehalt vergütung beurteil leistung abmahnung kündigung aufhebung vertraulich geheim privat persönlich bewerb vorstellungsgespräch
	mitarbeitergespräch jahresgespräch personal beschwerde untersuchung klage betriebsrat übernahme fusion umstruktur stellenabbau eskalation
	krank arzt therapie mutterschutz elternzeit schwanger beerdigung abschied probezeit
	salaire rémunér évaluat licenci avertissement confiden privé personnel recrut candidat entretien démission plainte enquête
	médic malad matern grossesse syndicat obsèques
	löne ersättning medarbetarsamtal utvecklingssamtal uppsägning varning konfident hemlig personlig intervju rekryter kandidat anställning
	klagomål utredning förvärv omorganis varsel läkare sjuk föräldra gravid begravning avsked fackl`)

// emptyWords say nothing about a meeting. A title of nothing else is not quoted.
var emptyWords = strings.Fields(`
	meeting meetings sync syncs call calls catch catchup check checkin weekly daily monthly biweekly quarterly standup stand coffee lunch dinner
	breakfast fika chat talk quick short team teams the and with for follow followup update updates status huddle touchpoint touch base connect
	discussion session review reviews event busy blocked block hold placeholder tbd test our their new next mon tue wed thu fri all hands
	besprechung termin treffen gespräch abstimmung kaffee mittagessen frühstück wöchentlich wöchentliche täglich monatlich jour fixe kurz kurze
	rücksprache austausch und mit für neu
	réunion point hebdo hebdomadaire café déjeuner appel suivi rapide équipe les des avec pour nouveau
	möte avstämning samtal veckomöte morgonmöte snabb kort och med för nytt video zoom`)

// emptyLabels say nothing about a person's work.
var emptyLabels = strings.Fields(`
	staff employee worker member user other others misc none unknown tbd na test general default department team
	mitarbeiter mitarbeiterin angestellter angestellte sonstige abteilung
	employé employée salarié salariée autre autres service
	medarbetare anställd övrigt avdelning of the and von der und de la et och`)

// passing are words of job titles that are about a state, not about the work.
var passing = strings.Fields(`
	external contractor consultant temp temporary former acting interim leave retired freelance freelancer vacant
	extern externe externer ehemalig ehemalige kommissarisch beurlaubt
	prestataire ancien ancienne intérimaire congé retraité
	konsult tidigare tillförordnad tjänstledig vikarie`)

// internWords and internStems, the beginnings of such words, are about interns and apprentices.
var (
	internWords = strings.Fields(`intern interns internship trainee apprentice azubi azubis werkstudent werkstudentin alternant alternante apprenti apprentie lärling`)
	internStems = strings.Fields(`praktik auszubildend stagiair`)
)
