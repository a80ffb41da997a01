// Package ratelimit keeps all requests of one API key within the server's
// limit, and leaves none of it unused.
//
// Start with New: Limiter.Wait is called before each request, Limiter.Observe
// with each answer. The limiter paces requests by the gap since the last one
// that was really sent, learns the limit from the headers `ratelimit-policy`
// and `ratelimit`, and gives way when the server says 429.
//
// It promises that requests never leave faster than the lower of the header
// and Options.Rate allows (without either: ten a second, QUO_API "Basics"),
// that a 429 holds back those that wait already, and that two processes with
// one key both get their part. It does not send, and it does not send again:
// Backoff says how long whoever does should wait.
package ratelimit
