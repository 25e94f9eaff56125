// Package googletest is a fake Google for tests: an in-memory server that behaves like
// Google Calendar, its sign-in and its directory, including faults.
//
// It runs on a loopback socket as an [net/http.Handler], and without sockets through
// [Server.Transport], so that whole programs can run in a testing/synctest bubble. It
// shares no code with fika, so it cannot repeat a mistake of the client.
//
// A [Server] has [Account] values, which are the people and rooms of one
// organisation, and [Calendar] values that they own. Tests change them through
// methods, as a person would in a browser, and make requests fail with
// [Server.Inject]. [Server.Requests] and [Server.Mails] record what happened.
// Everything uses the clock given to [New], and ids, tokens and etags are numbered,
// so that runs are repeatable.
//
// # Behaviours
//
// They come from Google's guides, its discovery documents and reports of users. Where
// those are silent, the behaviour is a [Settings] value or the one that is harder for
// clients. TestBehaviours shows each under its number.
//
// Sign-in:
//
//  1. The authorization page answers a bad request itself and never redirects it.
//  2. The user can deny access.
//  3. The user can grant a part of the scopes.
//  4. A code is valid once, for ten minutes, and only for its redirect address, client
//     and challenge.
//  5. PKCE works with S256 and plain.
//  6. The client secret is required.
//  7. The token response has the documented fields.
//  8. A refresh works with and without rotation of the refresh token.
//  9. Grants end by revocation, after seven days of testing, with the 101st grant, by
//     invalid_rapt, and with the account.
//  10. The token endpoint can fail.
//  11. The revocation endpoint revokes a grant.
//  12. Access tokens expire by the server's clock.
//  13. HTTP Basic can be rejected.
//
// Requests:
//
//  14. Requests without a valid token are rejected.
//  15. Each method requires its scopes.
//  16. Roles limit what a caller sees, also of private events.
//  17. Errors have Google's envelope; the front end sends HTML.
//  18. The parameters fields and prettyPrint, and gzip, are supported.
//  19. Ids may be "primary" and may be escaped.
//  20. Default values are omitted.
//  21. Every change changes the etag and updated.
//  22. Times are shown in the requested zone.
//
// Lists:
//
//  23. Windows exclude both bounds; days are in the calendar's zone.
//  24. Pages have a maximum size, and may be empty although more follow.
//  25. Only the last page has a sync token.
//  26. Changes during paging are in the next delta.
//  27. Some parameters cannot be combined with a sync token.
//  28. Other parameters must not change.
//  29. A delta lists deleted events as tombstones.
//  30. A delta ignores the window of the first listing.
//  31. The deletion of a series is listed for the instances of six months.
//  32. Sync tokens expire by age, by sharing, on demand, and between pages.
//  33. Full listings have no tombstones.
//  34. Series are expanded with their exceptions; instances have stable ids.
//  35. Lists can be ordered.
//  36. Lists can be filtered.
//  37. The calendar list has its own sync tokens.
//
// Writes:
//
//  38. An id can be used once; existing and deleted ones are answered with 409.
//  39. Invalid events are rejected.
//  40. PATCH merges and PUT replaces.
//  41. Moving an event resets the answers of its guests.
//  42. If-Match is checked.
//  43. Deleted events are in the trash, and their ids stay taken.
//  44. sendUpdates decides who gets mail.
//  45. Conferences are pending, then succeed or fail.
//  46. Extended properties are private to a copy or shared.
//  47. Guests have copies and answer on them; some see an invitation only after that.
//  48. Rooms accept or decline automatically.
//  49. People edit events in a browser.
//  50. There are special event types; time away can decline automatically.
//
// Busy times and faults:
//
//  51. An error of one calendar is reported with an empty list, in a 200.
//  52. Bounds are required, adjacent periods are merged, and zones are respected.
//  53. Transparent and declined events are not busy.
//  54. Reads can lag behind writes.
//  55. Faults apply before or after the commit; there are quotas and Retry-After.
//  56. Requests are logged, with the largest number of concurrent ones.
//  57. Clocks can differ, and ids are numbered.
//
// Special cases:
//
//  58. Accounts can have aliases.
//  59. Events can be moved between calendars.
//  60. A guest, a zone or a conference can be rejected.
//  61. Responses can be meaningless: null, an empty object, endless pages, or none.
//  62. The server can replace ids and drop properties.
//
// # What is missing
//
// The API methods that fika does not call: calendars, acl, settings, colors,
// channels, and of events import, quickAdd and watch. Groups in free/busy, service
// accounts and the device flow. In 9, the limit of tokens across clients. In 16,
// writerWithoutPrivateAccess is a writer who sees private events as busy and may
// still change them. In 18, responses are JSON whatever alt says. In 36, q searches
// the title, the description and the location. In 40, fields that the generated types
// do not have are dropped. In 46, the limits on number and total size. In 47,
// guestsCanModify and the limit of 200 guests, beyond which answers are not
// propagated. In 48, automatic answers only check the first instance of a series.
package googletest
