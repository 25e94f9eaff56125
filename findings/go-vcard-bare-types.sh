#!/usr/bin/env bash
# go-vcard v0.0.0-20260618161152-d854b7e0e2d3 reads the value of a vCard 2.1 line with bare types as a parameter.
#
# A vCard 2.1 may write types without TYPE=, as Outlook does: EMAIL;PREF;INTERNET:ana@example.com (vCard 2.1, 2.1.2 and
# 2.4.2). One would expect Decode to read the address, or to fail on a version that it does not know. It returns a nil
# error and an EMAIL with an empty value; the address has become a parameter called INTERNET. So a list of contacts loses
# people silently. Seen, for that line and for the same with TYPE=:
#     error: <nil>, EMAIL: "", INTERNET: [ana@example.com]
#     error: <nil>, EMAIL: "ana@example.com", INTERNET: []
# What fika does about it: internal/people/oldproperty.go names the types before go-vcard sees the line (TestVCardSpellings).
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/emersion/go-vcard"
)

func main() {
	for _, email := range []string{"EMAIL;PREF;INTERNET:ana@example.com", "EMAIL;TYPE=PREF;TYPE=INTERNET:ana@example.com"} {
		text := "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Ruiz;Ana\r\n" + email + "\r\nEND:VCARD\r\n"
		card, err := vcard.NewDecoder(strings.NewReader(text)).Decode()
		field := card[vcard.FieldEmail][0]
		fmt.Printf("error: %v, EMAIL: %q, INTERNET: %v\n", err, field.Value, field.Params["INTERNET"])
	}
}
GO
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/emersion/go-vcard@v0.0.0-20260618161152-d854b7e0e2d3 >/dev/null 2>&1
got=$(go run .)
want='error: <nil>, EMAIL: "", INTERNET: [ana@example.com]
error: <nil>, EMAIL: "ana@example.com", INTERNET: []'
echo "$got"
[ "$got" = "$want" ] || { echo "this has changed; it was:"; echo "$want"; exit 1; }
