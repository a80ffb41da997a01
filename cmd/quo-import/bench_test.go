package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkCheck checks 50,000 rows of the generator, with a mapping and without. The
// program is compiled with its profile (make profile).
func BenchmarkCheck(b *testing.B) {
	file := filepath.Join(b.TempDir(), "contacts.csv")
	if out, err := exec.CommandContext(b.Context(), "go", "run", "../bench", "generate", file, "50000").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	takeBallast()
	b.Cleanup(dropBallast)
	state := filepath.Join(b.TempDir(), "none.db")
	b.Run("mapping", func(b *testing.B) {
		benchmarkMain(b, "check", file, "-s", state, "-m", "../bench/mapping.yaml", "--fields", "../bench/fields.json")
	})
	b.Run("no mapping", func(b *testing.B) { benchmarkMain(b, "check", file, "-s", state) })
}

// benchmarkMain runs a command that rejects rows. What it prints is discarded.
func benchmarkMain(b *testing.B, args ...string) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	stdout, stderr := os.Stdout, os.Stderr
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	os.Stdout, os.Stderr = null, null
	b.ReportAllocs()
	for b.Loop() {
		if code := Main(args); code != exitRows {
			b.Fatalf("exit code %d", code)
		}
	}
}
