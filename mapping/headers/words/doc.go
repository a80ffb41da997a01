// Package words is the vocabulary by which headers are understood: the words of
// forty languages, as data. A line of a *.txt file, one file a language, lists the
// words for one thing; README.md describes the files.
//
// Start with [Phrases], which splits a header into known phrases. What a phrase
// means is up to the caller: the package returns the head of its line. [Values]
// returns the words of cells that the files list, such as salutations.
//
// The files are read once; all functions may be called concurrently.
package words
