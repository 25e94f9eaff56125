package remote

import "fmt"

// maxPages is far more than any calendar needs.
const maxPages = 1000

// EachPage calls turn for each page of a list: with the token "" for the first page,
// then with the token that the previous call returned, until that is "". A repeated
// token, or more than maxPages pages, is an error.
func (s Service) EachPage(turn func(token string) (next string, err error)) error {
	seen := map[string]bool{}
	for token := ""; len(seen) < maxPages; {
		seen[token] = true
		next, err := turn(token)
		if err != nil || next == "" {
			return err
		}
		if seen[next] {
			return s.Fault(Unknown, "a page of the list links to itself as the next page")
		}
		token = next
	}
	return s.Fault(Unknown, fmt.Sprintf("the list has more than %d pages", maxPages))
}
