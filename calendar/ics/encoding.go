package ics

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// An encoding is how a file deviates from UTF-8 in lines that end in LF or CRLF
// (RFC 5545, 3.1 and 3.1.4).
type encoding struct {
	order  byteOrder // of UTF-16; nil for bytes as they are
	marked bool      // UTF-16 begins with a byte order mark
	cr     bool      // lines end in CR, as on the oldest Macs
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// decode returns the text of data with lines that end in LF.
func decode(data []byte) (string, encoding) {
	e := encoding{}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		e.order, e.marked, data = binary.LittleEndian, true, data[2:]
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		e.order, e.marked, data = binary.BigEndian, true, data[2:]
	case len(data) > 3 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		e.order = binary.LittleEndian
	case len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		e.order = binary.BigEndian
	}
	text := string(data)
	if e.order != nil {
		text = fromUTF16(data, e.order)
	}
	if e.cr = strings.Contains(text, "\r") && !strings.Contains(text, "\n"); e.cr {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, e
}

// fromUTF16 decodes what it can; half a character at the end becomes U+FFFD.
func fromUTF16(data []byte, order byteOrder) string {
	units := make([]uint16, 0, (len(data)+1)/2)
	for ; len(data) > 1; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	if len(data) > 0 {
		units = append(units, 0xfffd)
	}
	return string(utf16.Decode(units))
}

// plain reports whether the text equals the bytes of the file.
func (e encoding) plain() bool { return e == encoding{} }

// encode is the inverse of decode.
func (e encoding) encode(text []byte) []byte {
	if e.cr {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r"))
	}
	if e.order == nil {
		return text
	}
	var data []byte
	if e.marked {
		data = e.order.AppendUint16(data, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(string(text))) {
		data = e.order.AppendUint16(data, unit)
	}
	return data
}
