// Package quo is a client of version 1 of Quo's contacts API: the contacts, the
// catalogue of custom fields, the workspace's phone numbers, and the errors of
// the API.
//
// Start with New and Client, and with Classify for what to do about an error. A
// Contact is a whole contact: Client.Update sends all of it, because a PATCH
// deletes what it leaves out (docs/quo-api.md, rule 1).
//
// The package promises that values in a Contact are in their canonical form,
// that nothing the server sent is lost on the way back (values of unknown types
// are kept as they came), that every error body becomes an *APIError, and that
// the API key is in no error and no log. It neither retries nor limits the rate:
// the importer decides about retries, and Options.Before and Options.Observe
// are the hooks of a limiter.
//
// Files, bottom up: json.go, number.go, field.go, contact.go, canonical.go and
// source.go are values; wire.go is their JSON; errors.go, apierror.go and
// classify.go are the errors; transport.go, options.go, client.go, contacts.go
// and lookup.go are the client.
package quo
