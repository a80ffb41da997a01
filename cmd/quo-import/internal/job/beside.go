package job

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/atomicfile"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// A mapping with the answers of a conversation lies beside its input. Its first line
// says that this program wrote it, and for which name of an input: a mapping that
// somebody else put there is not taken unasked.
const (
	besideEnd  = ".mapping.yaml"
	besideMark = "# Answers for quo-import, version 1, for the input: "
)

// besidePath returns where the answers for a file are kept, "" for an input that is no
// file.
func besidePath(file string) string {
	if file == "-" || file == "" || strings.Contains(file, "://") {
		return ""
	}
	return file + besideEnd
}

// Beside returns the mapping file with the answers for an input; "" if there is none.
// If there is a file of that name that this program did not write for this input,
// foreign is its path.
func Beside(file string) (path, foreign string) {
	path = besidePath(file)
	if path == "" {
		return "", ""
	}
	f, err := rows.OpenFile(path)
	if err != nil {
		return "", ""
	}
	defer f.Close()
	if line, _ := bufio.NewReader(f).ReadString('\n'); strings.TrimRight(line, "\r\n") != besideMark+markName(file) {
		return "", path
	}
	return path, ""
}

// markName is how the mark calls an input: by its name without the folder, so that
// both can be moved together.
func markName(file string) string { return oneLine(filepath.Base(file)) }

// errNowhere is the error of answers that cannot be kept: there is no file to keep them
// beside.
var errNowhere = errors.New("the input is no file")

// Keep writes the mapping with the answers beside the first file, and returns its path.
// It replaces an earlier one, but no file that somebody else wrote. now is the time of
// the answers.
func (j *Job) Keep(now time.Time) (path string, err error) {
	file := j.opts.Files[0]
	path = besidePath(file)
	if path == "" {
		return "", errNowhere
	}
	if _, foreign := Beside(file); foreign != "" {
		return "", fmt.Errorf("%s is there already, and not of quo-import", foreign)
	}
	text, err := j.keptText(now)
	if err != nil {
		return "", err
	}
	return path, atomicfile.Write(path, text, 0o644)
}

// keptText is the file that Keep writes. It has names of columns, but no values.
func (j *Job) keptText(now time.Time) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s%s\n", besideMark, markName(j.opts.Files[0]))
	fmt.Fprintf(&b, "# Written on %s. The next import of this file takes it by itself;\n", now.Format("2 January 2006"))
	b.WriteString("# with --mapping none it does not. Change it as you like, but keep the first line.\n")
	answered := slices.DeleteFunc(slices.Clone(j.answered), func(id string) bool { return id == string(AboutAdopt) })
	if len(answered) > 0 {
		fmt.Fprintf(&b, "# Answered: %s. The rest was proposed from headers and values.\n", oneLine(strings.Join(answered, ", ")))
	}
	b.WriteByte('\n')
	m := *j.Mapping
	if j.assumed {
		m.Source = ""
	}
	// A person who chose phone-only or none has looked at the contacts of that day.
	if j.opts.Adopt == policy.AdoptPhone && m.Option("adopt") == "" {
		m.Options = append(slices.Clip(m.Options), mapping.Option{Name: "adopt", Value: string(policy.AdoptPhone)})
	}
	err := m.Write(&b)
	return b.Bytes(), err
}
