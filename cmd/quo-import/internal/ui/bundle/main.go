// Command bundle makes static/app.js, the script of the page, from the sources in
// client: run it with go generate. Its test checks that the committed file is current.
// It is no part of the program.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1) //nolint:forbidigo // it is a program of its own
	}
}

// output is the bundle's path in the folder of package ui.
const output = "static/app.js"

func run(folder string) error {
	text, err := bundle(folder)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, output), text, 0o644) //nolint:gosec // it is a source file
}

// bundle returns the script. It has no source map and names no folder, so that it is
// the same on every machine.
func bundle(folder string) ([]byte, error) {
	client, err := filepath.Abs(filepath.Join(folder, "client"))
	if err != nil {
		return nil, err
	}
	preact := filepath.Join(client, "vendor", "preact")
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: client, EntryPoints: []string{"app.tsx"}, Outfile: "app.js",
		Bundle: true, Format: api.FormatESModule, Target: api.ES2022, LegalComments: api.LegalCommentsNone,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LineLimit: 160,
		JSX: api.JSXAutomatic, JSXImportSource: "preact",
		Alias: map[string]string{
			"preact":             filepath.Join(preact, "src", "index.js"),
			"preact/hooks":       filepath.Join(preact, "hooks", "src", "index.js"),
			"preact/jsx-runtime": filepath.Join(preact, "jsx-runtime", "src", "index.js"),
		},
		Banner: map[string]string{"js": "/* Made by go generate from ../client. Contains Preact, (c) 2015-present Jason Miller, MIT: ../client/vendor/preact/LICENSE */"},
	})
	var errs []error
	for _, m := range result.Errors {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		errs = append(errs, errors.New(where+m.Text))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return result.OutputFiles[0].Contents, nil
}
