package api

import "time"

// NoteArgs write notes about a coffee or a person, all or none.
type NoteArgs struct {
	About string    `json:"about,omitempty"` // the ID of a coffee, a beginning of it, or a person
	Notes []NewNote `json:"notes,omitempty"`
	By    string    `json:"by,omitempty"` // the day on which a promise is due, as 2027-03-12
}

// NewNote is a note to write.
type NewNote struct {
	Kind NoteKind `json:"kind"`
	Text string   `json:"text"`
}

// NotesArgs choose notes; each field that is set narrows the choice.
type NotesArgs struct {
	Words  string    `json:"words,omitempty"` // all of them, or beginnings
	Person string    `json:"person,omitempty"`
	Topic  string    `json:"topic,omitempty"`
	Since  time.Time `json:"since,omitzero"`
	Open   bool      `json:"open,omitempty"` // promises that are not kept yet
}

// EditNoteArgs replace the text of a note.
type EditNoteArgs struct {
	ID   string `json:"id,omitempty"`
	Text string `json:"text,omitempty"`
}

// NoteIDArgs name a note.
type NoteIDArgs struct {
	ID string `json:"id,omitempty"`
}

// DoneArgs mark a promise as kept, or as open again.
type DoneArgs struct {
	ID   string `json:"id,omitempty"`
	Undo bool   `json:"undo,omitempty"`
}

// NoteKind says what a note is.
type NoteKind string

// The kinds of notes.
const (
	NoteLearned  NoteKind = "learned"
	NoteProblem  NoteKind = "problem"
	NoteSolved   NoteKind = "solved"
	NotePromise  NoteKind = "promise"
	NoteOwes     NoteKind = "owes"
	NoteReads    NoteKind = "reads"
	NoteGap      NoteKind = "gap"
	NoteFeedback NoteKind = "feedback"
)

// Notes are what the user wrote down: fika.notes/v1.
type Notes struct {
	Notes []Note `json:"notes"`
}

// Note is one line that the user wrote.
type Note struct {
	ID      string     `json:"id"` // N3
	At      time.Time  `json:"at"`
	Kind    NoteKind   `json:"kind"`
	Person  string     `json:"person"`
	Name    string     `json:"name"`
	Booking string     `json:"booking,omitempty"`
	Text    string     `json:"text"`
	Topics  []string   `json:"topics"`
	Due     string     `json:"due,omitempty"` // a day: of a promise
	Done    *time.Time `json:"done,omitempty"`
}

// Topics are what notes are about: fika.topics/v1.
type Topics struct {
	Topics []Topic `json:"topics"`
}

// Topic is one #word of notes.
type Topic struct {
	Topic       string    `json:"topic"`
	People      int       `json:"people"`
	Departments int       `json:"departments"` // that are known
	Newest      time.Time `json:"newest"`
}
