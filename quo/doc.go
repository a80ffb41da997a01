// Package quo is a client of Quo's contacts API, version 1: the contacts, the
// catalogue of custom fields, and the errors that the API answers with.
//
// Start with New and Client, and with Classify for what an error means. A Contact is the whole contact, as it was read or
// as it is to be; Client.Update sends it whole, because a PATCH deletes what it
// leaves out (QUO_API, "What bites" 1).
//
// The package promises that a value is in its canonical form once it is in a
// Contact, that nothing the server sent is lost on the way back (a custom
// field of a type that is not known here is kept as it came), that every body
// of an error becomes an *APIError, and that the API key is in no error and no
// log. It does not retry, and it knows nothing of rate limits but the hooks
// Options.Before and Options.Observe: what to do about an answer is for the
// importer to decide.
package quo
