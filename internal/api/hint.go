package api

// Hint is advice on what to do next. The zero value is none.
type Hint struct {
	Text    string // for people
	Command string // the command in Text, if it can be typed as it is and helps in any case
}

// say returns a hint that no single command can follow.
func say(text string) Hint { return Hint{Text: text} }

// Run returns the hint to run command.
func Run(command string) Hint { return Hint{Text: command, Command: command} }
