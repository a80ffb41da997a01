package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

func TestTheCommittedScriptIsCurrent(t *testing.T) {
	want, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", output))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("static/app.js is not what client makes: run go generate ./cmd/quo-import/internal/ui")
	}
}

// mostBytes is what a script may weigh on its way to a browser.
const mostBytes = 40_000

func TestTheScriptIsSmall(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", output))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(script); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if t.Logf("%d bytes gzipped", b.Len()); b.Len() > mostBytes {
		t.Errorf("the script has %d bytes gzipped, at most %d are allowed", b.Len(), mostBytes)
	}
}
