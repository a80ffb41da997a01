package mapping

import "github.com/quo-import/quo-import/quo"

// CompileOptions are the flags that bear on what a row becomes, and what is
// known of the workspace.
type CompileOptions struct {
	// Catalogue are the workspace's custom fields. nil if they are not known:
	// then a custom field is taken on trust, with a note.
	Catalogue []quo.CustomField
	Region    string // --region: replaces the mapping's default; "none" for no region
	Blank     string // --blank: "keep" or "clear"; "" for the mapping's option, else keep
	// AllowMissing takes a column that the file does not have for blank, with a
	// note: for the further files of an import whose mapping was proposed from
	// the first.
	AllowMissing bool
	OnInvalid    string // --on-invalid: "reject" or "drop"; "" for the mapping's option, else reject
}
