//go:build ignore

// Gen writes automata.bin and tables_gen.go from the metadata of the linked library.
package main

import (
	"log"
	"os"

	"github.com/quo-import/quo-import/mapping/phone/internal/compiler"
)

func main() {
	automata, source, err := compiler.Generate()
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range map[string][]byte{"automata.bin": automata, "tables_gen.go": source} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
