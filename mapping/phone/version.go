package phone

import "fmt"

// rules counts the changes of this package's own rules that change an answer.
const rules = 1

// MetadataVersion names what the answers of this package depend on: its rules and the numbering plans of the
// linked library. It goes into the hashes of rows, so that a release with newer plans reads every number again.
func MetadataVersion() string { return fmt.Sprintf("phone rules %d, plans %s", rules, planFingerprint) }
