// Package ratelimit keeps the requests of one API key within the server's
// limit, and leaves as little of the limit unused as it can.
//
// Start with New: call Limiter.Wait before each request and Limiter.Observe
// with each answer. The limiter spaces requests by the time since the last one
// was sent, learns the limit from the headers `ratelimit-policy` and
// `ratelimit`, and slows down after a 429.
//
// It promises that requests never leave faster than the lower of the header
// and Options.Rate allows (ten a second without either: docs/quo-api.md,
// "Basics"), that a 429 also holds back the requests that are waiting already,
// that none leaves before the time of its Retry-After (a long one ends Wait with
// a *BlockedError), and that two processes with one key each get a part. It
// neither sends nor retries: Attempts is for the code that does.
package ratelimit
