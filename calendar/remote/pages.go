package remote

import "fmt"

// maxPages is far beyond what anybody's calendars fill.
const maxPages = 1000

// EachPage follows a list from page to page: turn asks for the page of a token, ""
// for the first, and returns the token of the next, "" after the last. A token
// that comes again, or a list that goes on and on, is no list.
func (s Service) EachPage(turn func(token string) (next string, err error)) error {
	seen := map[string]bool{}
	for token := ""; len(seen) < maxPages; {
		seen[token] = true
		next, err := turn(token)
		if err != nil || next == "" {
			return err
		}
		if seen[next] {
			return s.Fault(Unknown, "a page of the list names itself as the next one")
		}
		token = next
	}
	return s.Fault(Unknown, fmt.Sprintf("the list has more than %d pages", maxPages))
}
