package people

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exportFormats are first lines of files as programs write them, each with one row and its
// meaning. The person is always Ana Ruiz. Source is where the headings are documented;
// "labels" are those on the program's own screens in that language, which its reports use.
var exportFormats = []struct {
	program, language, source string
	header, row               string
	want                      string
}{
	{"Google Contacts", "en", "contacts.google.com, export as Google CSV since 2024",
		"First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value",
		"Ana,,Ruiz,,,,,,,,Example,Lead,Sales,,,,* myContacts,Work,ana@example.com ::: a.ruiz@example.com,Home,ana@home.example,,",
		`ana@example.com aka="a.ruiz@example.com ana@home.example" name="Ana Ruiz" given="Ana" department="Sales" title="Lead"`},
	{"Google Contacts", "en", "contacts.google.com, export as Google CSV before 2024",
		"Name,Given Name,Additional Name,Family Name,Yomi Name,Location,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Organization 1 - Name,Organization 1 - Title",
		"Ana Ruiz,Ana,,Ruiz,,,,* myContacts,* Work,ana@example.com,,,Example,Lead",
		`ana@example.com name="Ana Ruiz" given="Ana" title="Lead"`},
	{"Google Workspace", "en", "admin.google.com, Users, Download users (support.google.com/a/answer/40057)",
		"First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,Building ID,Floor Name",
		"Ana,Ruiz,ana@example.com,****,,/,,Active,,ana@recovery.example,,a.ruiz@example.com,,,17,,Lead,bo@example.com,Sales,,,",
		`ana@example.com aka="a.ruiz@example.com" name="Ana Ruiz" given="Ana" department="Sales" title="Lead" manager="bo@example.com"`},
	{"Outlook", "en", "Outlook for Windows, Export to a file; outlook.com, Export contacts",
		"First Name,Middle Name,Last Name,Title,Suffix,Nickname,Location,E-mail Address,E-mail 2 Address,E-mail 3 Address,Company,Job Title,Department,Office Location,Manager's Name",
		"Ana,,Ruiz,Dr.,,,,ana@example.com,a.ruiz@example.com,,Example,Lead,Sales,Lisbon,Bo Ek",
		`ana@example.com aka="a.ruiz@example.com" name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon"`},
	{"Outlook", "en", "Outlook 2013 and before: Title alone is how a letter begins",
		"Title,First Name,Last Name,E-mail Address,E-mail Type,E-mail Display Name",
		"Ms.,Ana,Ruiz,ana@example.com,SMTP,Ana Ruiz (ana@example.com)",
		`ana@example.com name="Ana Ruiz" given="Ana"`},
	{"Outlook", "de", "Outlook für Windows, In Datei exportieren",
		"Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Büro;E-Mail-Adresse;E-Mail-Typ;E-Mail: Angezeigter Name;E-Mail 2: Adresse;E-Mail 2: Typ;Name des/r Vorgesetzten",
		"Frau;Ana;;Ruiz;;Example;Vertrieb;Leiterin;Lissabon;ana@example.com;SMTP;Ana Ruiz;a.ruiz@example.com;SMTP;Bo Ek",
		`ana@example.com aka="a.ruiz@example.com" name="Ana Ruiz" given="Ana" department="Vertrieb" title="Leiterin" site="Lissabon"`},
	{"Outlook", "fr", "labels of Outlook pour Windows",
		"Titre;Prénom;Deuxième prénom;Nom de famille;Société;Service;Poste;Bureau;Adresse de messagerie;Adresse de messagerie 2",
		"Mme;Ana;;Ruiz;Example;Ventes;Responsable;Lisbonne;ana@example.com;",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Ventes" title="Responsable" site="Lisbonne"`},
	{"Outlook", "sv", "labels of Outlook för Windows",
		"Titel;Förnamn;Mellannamn;Efternamn;Företag;Avdelning;Befattning;Kontor;E-postadress;E-postadress 2",
		";Ana;;Ruiz;Example;Försäljning;Chef;Lissabon;ana@example.com;a.ruiz@example.com",
		`ana@example.com aka="a.ruiz@example.com" name="Ana Ruiz" given="Ana" department="Försäljning" title="Chef" site="Lissabon"`},
	{"Microsoft 365", "en", "admin.microsoft.com, Active users, Export users",
		"Block credential,City,Country/Region,Department,Display name,Fax,First name,Last name,Licenses,Mobile Phone,Object Id,Office,Proxy addresses,Title,Usage location,User principal name,When created",
		"False,Lisbon,Portugal,Sales,Ana Ruiz,,Ana,Ruiz,E3,,17,Lisbon,SMTP:ana@example.com+smtp:a.ruiz@example.com+SIP:ana.sip@example.com,Lead,PT,ana@example.com,2026",
		`ana@example.com aka="a.ruiz@example.com" name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon"`},
	{"Microsoft Entra", "en", "entra.microsoft.com, Users, Download users: names of Graph properties",
		"userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,officeLocation,alternateEmailAddress",
		"ana@example.onmicrosoft.com,Ana Ruiz,Ruiz,ana@example.com,Ana,17,Member,Lead,Sales,Lisbon,",
		`ana@example.com aka="ana@example.onmicrosoft.com" name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon"`},
	{"Microsoft 365", "de", "labels of admin.microsoft.com",
		"Anzeigename,Vorname,Nachname,Benutzerprinzipalname,Abteilung,Position,Büro",
		"Ana Ruiz,Ana,Ruiz,ana@example.com,Vertrieb,Leiterin,Lissabon",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Vertrieb" title="Leiterin" site="Lissabon"`},
	{"Microsoft 365", "fr", "labels of admin.microsoft.com",
		"Nom d’affichage,Prénom,Nom,Nom d’utilisateur principal,Service,Fonction,Bureau",
		"Ana Ruiz,Ana,Ruiz,ana@example.com,Ventes,Responsable,Lisbonne",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Ventes" title="Responsable" site="Lisbonne"`},
	{"Microsoft 365", "sv", "labels of admin.microsoft.com",
		"Visningsnamn,Förnamn,Efternamn,Användarens huvudnamn,Avdelning,Befattning,Kontor",
		"Ana Ruiz,Ana,Ruiz,ana@example.com,Försäljning,Chef,Lissabon",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Försäljning" title="Chef" site="Lissabon"`},
	{"Workday", "en", "fields of custom reports, All Active Workers (help.merge.dev, article 8694660)",
		"Employee ID,Worker,Preferred Name,Legal First Name,Legal Name - Last Name,Email - Primary Work,Business Title,Supervisory Organization,Department,Location,Worker's Manager,Management Level",
		"17,Ana Ruiz,Ana Ruiz,Ana,Ruiz,ana@example.com,Lead,Sales (Bo Ek),Sales,Lisbon,Bo Ek,7",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon"`},
	{"BambooHR", "en", "BambooHR, Reports, Employee Directory",
		"Employee #,First Name,Preferred Name,Last Name,Work Email,Job Title,Department,Division,Location,Reporting to,Supervisor email",
		"17,Anastasia,Ana,Ruiz,ana@example.com,Lead,Sales,EMEA,Lisbon,Bo Ek,bo@example.com",
		`ana@example.com name="Anastasia Ruiz" given="Anastasia" greet="Ana" department="Sales" title="Lead" site="Lisbon" manager="bo@example.com"`},
	{"Personio", "en", "support.personio.de, article 211776305: system attributes",
		"First name,Last name,Email,Position,Department,Team,Office,Supervisor",
		"Ana,Ruiz,ana@example.com,Lead,Sales,South,Lisbon,bo@example.com",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon" manager="bo@example.com"`},
	{"Personio", "de", "support.personio.de, article 211776305: Systemattribute",
		"Vorname;Nachname;E-Mail;Position;Abteilung;Team;Standort;Vorgesetzter",
		"Ana;Ruiz;ana@example.com;Leiterin;Vertrieb;Süd;Lissabon;Bo Ek",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Vertrieb" title="Leiterin" site="Lissabon"`},
	{"Personio", "fr", "labels of Personio",
		"Prénom;Nom de famille;E-mail;Poste;Département;Bureau;Responsable",
		"Ana;Ruiz;ana@example.com;Responsable;Ventes;Lisbonne;Bo Ek",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Ventes" title="Responsable" site="Lisbonne"`},
	{"Personio", "sv", "labels of Personio",
		"Förnamn;Efternamn;E-post;Befattning;Avdelning;Kontor;Chef",
		"Ana;Ruiz;ana@example.com;Chef;Försäljning;Lissabon;Bo Ek",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Försäljning" title="Chef" site="Lissabon"`},
	{"SAP SuccessFactors", "en", "SAP KBA 2087504 and learning.sap.com, User Data File: keys, then labels",
		"STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,GENDER,EMAIL,MANAGER,HR,DEPARTMENT,JOBCODE,DIVISION,LOCATION,TIMEZONE,TITLE\nSTATUS,USERID,Username,First Name,Last Name,Gender,Email,Manager,Human Resource,Department,Job Code,Division,Location,Timezone,Title",
		"active,17,aruiz,Ana,Ruiz,F,ana@example.com,NO_MANAGER,NO_HR,Sales,L1,EMEA,Lisbon,Europe/Lisbon,Lead",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon" zone=Europe/Lisbon`},
	{"SAP SuccessFactors", "de", "labels of SuccessFactors",
		"Vorname;Nachname;Geschäftliche E-Mail;Abteilung;Stellenbezeichnung;Standort;Zeitzone",
		"Ana;Ruiz;ana@example.com;Vertrieb;Leiterin;Lissabon;Europe/Lisbon",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Vertrieb" title="Leiterin" site="Lissabon" zone=Europe/Lisbon`},
	{"SAP SuccessFactors", "fr", "labels of SuccessFactors",
		"Prénom;Nom;Adresse e-mail professionnelle;Département;Intitulé de poste;Lieu de travail;Fuseau horaire",
		"Ana;Ruiz;ana@example.com;Ventes;Responsable;Lisbonne;Europe/Lisbon",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Ventes" title="Responsable" site="Lisbonne" zone=Europe/Lisbon`},
	{"SAP SuccessFactors", "sv", "labels of SuccessFactors",
		"Förnamn;Efternamn;E-post arbete;Avdelning;Befattning;Arbetsplats;Tidszon",
		"Ana;Ruiz;ana@example.com;Försäljning;Chef;Lissabon;Europe/Lisbon",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Försäljning" title="Chef" site="Lissabon" zone=Europe/Lisbon`},
	{"a list of one's own", "de", "", "Name;Vorname;Mail;Abteilung", "Ruiz;Ana;ana@example.com;Vertrieb",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Vertrieb"`},
	{"a list of one's own", "fr", "", "Nom;Prenom;Courriel;Departement", "Ruiz;Ana;ana@example.com;Ventes",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Ventes"`},
	{"a list of one's own", "en", "", "First Name,Last Name,Work Email,Department,Job Title,Office Location,Manager Email", "Ana,Ruiz,ana@example.com,Sales,Lead,Lisbon,bo@example.com",
		`ana@example.com name="Ana Ruiz" given="Ana" department="Sales" title="Lead" site="Lisbon" manager="bo@example.com"`},
	{"a list of one's own", "en", "", "name,E-Mail,Work Email", "Ana Ruiz,ana@home.example,ana@example.com", `ana@example.com aka="ana@home.example" name="Ana Ruiz"`},
	{"copied from a web page", "en", "", "\u200bName,E\u00admail\u00a0Address,Depart\u200dment", "Ana\u00a0Ruiz,\u200eana@example.com,Sales\u200b",
		`ana@example.com name="Ana Ruiz" department="Sales"`},
	{"Excel", "en", "first line for Excel", "sep=;\nname;email", "Ana Ruiz;ana@example.com", `ana@example.com name="Ana Ruiz"`},
	{"Excel", "en", "first line for Excel, another character", "\"sep=|\"\r\nname|email", "Ana Ruiz|ana@example.com", `ana@example.com name="Ana Ruiz"`},
}

func TestExports(t *testing.T) {
	for i, e := range exportFormats {
		t.Run(fmt.Sprintf("%d %s %s", i, e.program, e.language), func(t *testing.T) {
			list, faults := CSV("people.csv", []byte(e.header+"\n"+e.row+"\n"), levels)
			if diff := cmp.Diff(e.want, strings.TrimSuffix(printed(list), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range faults {
				if !f.Note {
					t.Errorf("it costs somebody: %s", f)
				}
			}
		})
	}
}

// TestExportsHaveSources: each program has headings in every language that fika claims to
// read, with a source.
func TestExportsHaveSources(t *testing.T) {
	have := map[string]bool{}
	for _, e := range exportFormats {
		have[e.program+" "+e.language] = true
		if e.source == "" && !strings.HasPrefix(e.program, "a list") && !strings.HasPrefix(e.program, "copied") {
			t.Errorf("%s %s has no source", e.program, e.language)
		}
	}
	for _, want := range []string{"Google Contacts en", "Google Workspace en", "Outlook de", "Outlook fr", "Outlook sv", "Microsoft 365 de", "Microsoft 365 fr", "Microsoft 365 sv",
		"Workday en", "BambooHR en", "Personio de", "Personio fr", "Personio sv", "SAP SuccessFactors de", "SAP SuccessFactors fr", "SAP SuccessFactors sv"} {
		if !have[want] {
			t.Errorf("no %s", want)
		}
	}
}

// TestMappedColumns: what the user maps wins, in each file that has the heading.
func TestMappedColumns(t *testing.T) {
	dir := write(t, map[string]string{
		"a.csv": "Kontakt,E-Mail,Login,Team\nAna Ruiz,ana@home.example,ana@example.com,South\n",
		"b.csv": "name,email\nBo Ek,bo@example.com\n",
	})
	files := Files{CSV: []string{dir + "/a.csv", dir + "/b.csv"}, Columns: map[string]string{"email": "login", "name": "KONTAKT", "department": "Team", "site": "Ort"}}
	list, faults := Load(files, levels)
	want := `ana@example.com aka="ana@home.example" name="Ana Ruiz" department="South"` + "\nbo@example.com name=\"Bo Ek\"\n"
	if diff := cmp.Diff(want, printed(list)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(faults) != 1 || faults[0].Column != "site" || !faults[0].Note {
		t.Errorf("faults %+v, want one: no file has a column Ort", faults)
	}
}

// TestFaultsSayWhatTheyCost: a fault is a note exactly if it does not cost a person.
func TestNotesCostNobody(t *testing.T) {
	text := "name,email,employee_id,level,timezone,manager\nAna,ana@example.com,1,wizard,Mars/Olympus,bo at x@y\nBo,,2,,,\nCy,cy example,3,,,\nAna,ana@example.com,4,,,\n"
	_, faults := CSV("people.csv", []byte(text), levels)
	var costly, notes []int
	for _, f := range faults {
		if f.Note {
			notes = append(notes, f.Line)
		} else {
			costly = append(costly, f.Line)
		}
	}
	if diff := cmp.Diff([]int{3, 4, 5}, costly); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 2, 2, 2}, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
