// Package googletest is a fake Google for tests: an in-memory server that behaves like
// Google Calendar, its sign-in and its directory, including faults.
//
// It runs on a loopback socket as an [http.Handler], and without sockets through
// [Server.Transport], so that whole programs fit into a testing/synctest bubble.
// Nothing in it knows fika: it cannot agree with a mistake of the client.
//
// A [Server] holds [Account] values, which are the people and rooms of one
// organisation, and the [Calendar] values that they own. Tests change them by
// their methods, as a person does with the mouse, and make the server fail with
// [Server.Inject]. What happened is read from [Server.Requests] and
// [Server.Mails]. Everything follows the clock given to [New], and ids, tokens
// and etags are counted, so that a run can be repeated.
//
// # Behaviours
//
// They come from Google's guides, its discovery documents, and reports of users;
// where those are silent the choice is a [Settings] value or the one that is
// harder on a client. TestBehaviours shows each under its number.
//
// Sign-in: 1 the authorization page, which answers a bad request itself and
// never redirects it; 2 denial; 3 a part of the scopes granted; 4 codes that are
// good once, for ten minutes, for their redirect address, client and challenge;
// 5 PKCE, S256 and plain; 6 the client secret; 7 the token answer; 8 refresh
// with and without rotation; 9 revocation, seven days of testing, eviction by
// the 101st token, invalid_rapt, deleted accounts; 10 a token endpoint that
// breaks; 11 /revoke; 12 access tokens that expire by the server's clock;
// 13 HTTP Basic refused.
//
// Requests: 14 answers to those without a good token; 15 the scopes of each
// method; 16 roles and private events; 17 the error envelope, HTML from the
// front end; 18 fields, prettyPrint and gzip; 19 the alias "primary" and escaped
// ids; 20 default values left out; 21 etags and updated; 22 time zones.
//
// Lists: 23 exclusive windows, days in the calendar's zone; 24 page sizes and
// empty pages; 25 the sync token on the last page alone; 26 changes while
// paging; 27 parameters that a sync token excludes; 28 changed parameters;
// 29 tombstones; 30 deltas that leave the window; 31 a deleted series that shows
// for six months; 32 tokens that die of age, of sharing, by hand, between pages;
// 33 full lists without tombstones; 34 expansion, exceptions, stable ids of
// instances; 35 ordering; 36 filters; 37 the calendar list and its own tokens.
//
// Writes: 38 ids, and 409 for living and deleted ones; 39 broken events; 40 PATCH
// and PUT; 41 moves that reset the answers of guests; 42 If-Match; 43 deletion,
// trash and burnt ids; 44 sendUpdates and mails; 45 conferences that are pending
// and then come about or fail; 46 extended properties; 47 the copies of guests,
// their answers, wary guests; 48 rooms; 49 what people do by hand; 50 event
// types, and time away that declines by itself.
//
// Busy times and faults: 51 errors beside an empty list, in a 200; 52 required
// bounds, joined blocks, zones; 53 what counts as busy; 54 reads that lag behind
// writes; 55 faults before and after the commit, quotas, Retry-After; 56 the log
// of requests and the greatest number at one time; 57 clocks and counted ids.
//
// Oddities: 58 further addresses of an account; 59 events that move between two
// calendars; 60 refusals of a guest, a zone, a conference; 61 answers that mean
// nothing: null, an empty object, pages without end, no answer at all; 62 a
// server that chooses the ids and loses the properties.
//
// # What is missing
//
// The API methods that fika does not call: calendars, acl, settings, colors,
// channels, and of events import, quickAdd and watch. Groups in free/busy,
// service accounts and the device flow. Of 9, the limit of tokens across
// clients. Of 16, writerWithoutPrivateAccess is a writer who sees
// private events as busy, and may still change them. Of 18, answers are JSON
// whatever alt says. Of 36, q reads the title, the description and the location.
// Of 40, fields that the generated types do not know are not kept. Of 46, the
// limits of number and total size. Of 47, guestsCanModify and the limit of 200
// guests, beyond which answers do not propagate. Of 48, those who answer by
// themselves look at the first instance of a series alone.
package googletest
