package jobs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping/document"
)

// missing marks what was not found in a folder.
const missing = "FIXME"

// Init returns a jobs file with a job for each folder, whose paths are relative to the
// folder of the file.
func Init(base string, folders []string) ([]byte, error) {
	list := &yaml.Node{Kind: yaml.MappingNode}
	seen := map[string]bool{}
	for _, folder := range folders {
		folder = filepath.Clean(folder)
		names, err := filesOf(folder)
		if err != nil {
			return nil, err
		}
		abs, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		name := jobName(filepath.Base(abs))
		if seen[name] {
			return nil, fmt.Errorf("two folders would be the job %s", name)
		}
		seen[name] = true
		if rel, err := filepath.Rel(base, folder); err == nil {
			folder = rel
		}
		document.Put(list, name, jobNode(folder, names))
	}
	root := &yaml.Node{Kind: yaml.MappingNode}
	document.Put(root, "version", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: "1"})
	document.Put(root, "jobs", list)
	var b bytes.Buffer
	b.WriteString("# Imports that run side by side: quo-import jobs run (docs/jobs.md).\n")
	text, err := yaml.Dump(root, yaml.WithLineWidth(-1))
	b.Write(text)
	return b.Bytes(), err
}

// filesOf returns the names of the files of a folder.
func filesOf(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func jobNode(folder string, names []string) *yaml.Node {
	find := func(comment string, fits func(string) bool) *yaml.Node {
		for _, n := range names {
			if fits(n) {
				return document.ScalarNode(filepath.ToSlash(filepath.Join(folder, n)))
			}
		}
		n := document.ScalarNode(missing)
		n.LineComment = "# " + comment
		return n
	}
	var files []string
	for _, n := range names {
		if formats.IsNamed(n) {
			files = append(files, filepath.ToSlash(filepath.Join(folder, n)))
		}
	}
	o := &yaml.Node{Kind: yaml.MappingNode}
	if input := document.TextsNode(files); input != nil {
		document.Put(o, "files", input)
	} else {
		document.Put(o, "files", find("no file to import was found: a path, a list, or {newest: PATTERN}", func(string) bool { return false }))
	}
	document.Put(o, "mapping", find("no mapping was found: quo-import map FILE -o mapping.yaml", func(n string) bool {
		return n == "mapping.yaml" || n == "mapping.yml"
	}))
	state := document.ScalarNode(filepath.ToSlash(filepath.Join(folder, "quo-import.db"))) // made by the first run
	for _, n := range names {
		if filepath.Ext(n) == ".db" {
			state = document.ScalarNode(filepath.ToSlash(filepath.Join(folder, n)))
		}
	}
	document.Put(o, "state", state)
	key := &yaml.Node{Kind: yaml.MappingNode}
	document.Put(key, "file", find("no file of a key was found: {file: PATH}, {env: VARIABLE} or {command: COMMAND}", func(n string) bool {
		return n == "api-key" || n == "key"
	}))
	document.Put(o, "key", key)
	return o
}

// jobName makes a name of a job of the name of a folder.
func jobName(s string) string {
	s = strings.Map(func(r rune) rune {
		if inName(r) {
			return r
		}
		return '-'
	}, s)
	if strings.Trim(s, ".") == "" {
		return "job"
	}
	return s
}
