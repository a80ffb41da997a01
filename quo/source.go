package quo

import "strings"

// Sources that Quo itself writes start with these (docs/quo-api.md, "The contact").
const (
	integrationPrefix = "openphone"
	importPrefix      = "csv"
)

// Reserved reports whether the API refuses source in a request: openphone*,
// csv*, device, zapier, google-people and other (docs/quo-api.md, "The
// contact"). Case counts, as the documentation writes them in lower case.
func Reserved(source string) bool {
	switch source {
	case "device", "zapier", "google-people", "other":
		return true
	}
	return ReadOnlySource(source) || strings.HasPrefix(source, importPrefix)
}

// ReadOnlySource reports whether source is that of a native integration
// (openphone*). Its contacts are read-only (docs/quo-api.md, rule 10).
func ReadOnlySource(source string) bool { return strings.HasPrefix(source, integrationPrefix) }

// AppSource reports whether source is that of contacts which people made in
// the app ("") or imported there (csv*). They can be updated (docs/quo-api.md,
// rule 10), and no other importer keeps them.
func AppSource(source string) bool { return source == "" || strings.HasPrefix(source, importPrefix) }
