package demo

import (
	"bytes"
	"text/template"
)

// config returns the user's fika.toml. Its dates are around now, so that the file
// makes sense whenever the company is created.
func (in *inventor) config() []byte {
	var out bytes.Buffer
	err := template.Must(template.New("fika.toml").Parse(string(readData("fika.toml")))).Execute(&out, map[string]string{
		"LeaveEnds":  in.date(leaveEnds, 0).Format("2006-01-02"),
		"LaunchFrom": in.date(5, 0).Format("2006-01-02"),
		"LaunchTo":   in.date(5, 4).Format("2006-01-02"),
		"InAYear":    in.date(52, 0).Format("2006-01-02"),
	})
	if err != nil {
		panic(err) // a bug in the embedded file, which no input can cause
	}
	return out.Bytes()
}
