// Package propose makes a mapping for a file that has none, and decides over
// the data what a mapping leaves open.
//
// Start with [Mapping]: from the header and the first rows it proposes the
// preset of a known export (presets/*.yaml, one file each), the API's own shape
// of JSON, or a mapping by the headers, as far as they are plain. A [Profile] is then shown every row
// and chooses the key column and the formats of dates and numbers. [Draft]
// writes the result for a person to edit, and [Region] suggests the country of
// numbers without a country code.
//
// Nothing is guessed silently: each column has a note, and what can be read in
// two ways is an error that names both. The package opens no file and calls no
// server.
package propose
