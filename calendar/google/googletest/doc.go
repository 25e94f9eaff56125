// Package googletest is the far end of Google's wire: an in-memory server that
// behaves as Google Calendar, its sign-in and the directory do, faults included.
//
// It runs on a loopback socket as an [http.Handler], and without sockets through
// [Server.Transport], so that whole programs fit into a testing/synctest bubble.
// Nothing in it knows fika: it cannot agree with a mistake of the client.
//
// A [Server] holds [Account] values, which are the people and rooms of one
// organisation, and the [Calendar] values that they own. Tests move the far end
// by the methods of those, as a person does with the mouse, and make it fail
// with [Server.Inject]. What happened is read from [Server.Requests] and
// [Server.Mails]. Everything follows the clock given to [New], and ids, tokens
// and etags are counted, so that a run can be repeated.
package googletest
