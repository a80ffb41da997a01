//go:build ignore

// Gen writes tables.bin from the metadata of the linked library.
package main

import (
	"log"
	"os"

	"github.com/quo-import/quo-import/mapping/phone/internal/compiler"
)

func main() {
	tables, err := compiler.Generate()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("tables.bin", tables, 0o644); err != nil {
		log.Fatal(err)
	}
}
