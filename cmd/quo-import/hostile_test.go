//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What a hostile or oversized file may cost: time of the processor, which a busy machine
// does not lengthen, and memory. The bounds are those of the largest files; these are
// smaller, so that the test is quick.
const (
	hostileTime   = 15 * time.Second
	hostileMemory = 400 << 20
	hostileOutput = 4 << 10 // bytes that are printed
)

// TestHostileFiles runs the real program on files, flags and a state that have no end, are
// far too large or make work out of proportion: each ends with a sentence.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	program, dir := buildProgram(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	table := func(columns, rows int, header, cell string) string {
		return "Name" + strings.Repeat(","+header, columns) + "\n" + strings.Repeat("Ana"+strings.Repeat(","+cell, columns)+"\n", rows)
	}
	write("ok.csv", "Name,Phone\nAna,415-201-4411\n")
	numbered := []byte("Name")
	for i := range 16383 {
		numbered = fmt.Appendf(numbered, ",c%d", i)
	}
	for i := range 60 {
		numbered = append(numbered, "\nAna"+strings.Repeat(fmt.Sprintf(",415-201-44%02d", i), 16383)...)
	}
	write("numbers.csv", string(numbered))
	write("digits.csv", table(16383, 60, "c", "20240503"))
	write("header.csv", "Name,"+strings.Repeat("x", 1<<20)+",Phone\nAna,1,415-201-4411\n")
	write("doubled.csv", strings.Repeat(strings.Repeat("x", 2000)+",", 40)+strings.Repeat("a,b,c,d,e,f,g,h,i,j,k,l,m,n,", 3)+"Name,Phone\n"+strings.Repeat(",", 82)+"Ana,415-201-4411\n")
	write("lists.json", manyLists(10_000))
	write("wide.yaml", "version: 1\nsource: x\nkey: Phone\ncontact:\n  firstName: Name\n  phoneNumbers: [Phone]\n  company: {expr: 'string(count(split(Name, \"\"), count(split(Name, \"\"), # == \"x\") > 0))'}\n")
	write("long.csv", "Name,Phone\n"+strings.Repeat("x", 1<<19)+",415-201-4411\n")
	write("torn.db", "")
	write("unpacks.csv.gz", zipped(t, "Name,Phone\n"+strings.Repeat("Ana,415-201-4411\n", 17<<18)))
	const styles = "<styleSheet>%s<cellXfs>%s</cellXfs></styleSheet>"
	write("format.xlsx", hostileBook(t, 1, "", fmt.Sprintf(styles, `<numFmts><numFmt numFmtId="164" formatCode="`+strings.Repeat("0", 1<<20)+`"/></numFmts>`, `<xf numFmtId="0"/><xf numFmtId="164"/>`)))
	write("styles.xlsx", hostileBook(t, 1, "", fmt.Sprintf(styles, "", strings.Repeat(`<xf numFmtId="0"/>`, 30<<20/18))))
	write("attributes.xlsx", hostileBook(t, 1, strings.Repeat("x", 60<<20), "<styleSheet/>"))
	write("sheets.xlsx", hostileBook(t, 1000, "", "<styleSheet/>"))
	if f, err := os.Create(at("sparse")); err != nil {
		t.Fatal(err)
	} else if err := f.Truncate(3 << 30); err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "import", at("ok.csv"), "--region", "US", "--source", "x", "--sandbox", "--yes", "--report", "none", "-s", at("good.db")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if whole, err := os.ReadFile(at("good.db")); err != nil {
		t.Fatal(err)
	} else {
		write("torn.db", string(whole[:len(whole)/2]))
	}

	for _, test := range []struct {
		args string // with files of the folder
		code int
		says string
	}{
		{"check numbers.csv", 2, "more than 500 columns feed phoneNumbers: name in a mapping those"},
		{"check digits.csv", 3, `the header has "c" 16383 times`},
		{"check doubled.csv", 0, "the header has 5 more names more than once"},
		{"check header.csv", 0, "x… (Quo has no such field"},
		{"check lists.json", 2, "and 9990 more; choose one, as in --json-path list"},
		{"check long.csv -m wide.yaml", 3, "the expression of the mapping fails"},
		{"check unpacks.csv.gz", 5, "it unpacks to more than 250 times its size"},
		{"check format.xlsx", 0, "to import 1"},
		{"check styles.xlsx", 0, "to import 1"},
		{"check attributes.xlsx", 0, "to import 1"},
		{"check sheets.xlsx", 0, "was read, of 1000"},
		{"check sparse", 5, "the file is empty"},
		{"check /dev/zero", 2, "it begins with 65536 zero bytes, and is no text"},
		{"check ok.csv --header-row -1", 2, `--header-row must be a number`},
		{"check ok.csv --fields sparse", 2, "is larger than 16777216 bytes: is it the right file?"},
		{"check ok.csv --fields /dev/zero", 2, "is larger than 16777216 bytes: is it the right file?"},
		{"check ok.csv -m sparse", 2, "this is not a mapping file"},
		{"check ok.csv -m /dev/zero", 2, "this is not a mapping file"},
		{"check ok.csv --fixes /dev/zero", 2, "is it the right file?"},
		{"import ok.csv --yes --api-key-file sparse", 2, "is it the right file?"},
		{"import ok.csv --yes --api-key-file /dev/zero", 2, "is it the right file?"},
		{"import ok.csv --yes --sandbox --workers 1000000000", 2, "--workers must be at most 256"},
		{"import ok.csv --yes --sandbox -s torn.db", 5, "damaged"},
	} {
		t.Run(test.args, func(t *testing.T) {
			args := append(strings.Fields(test.args), "--region", "US", "--source", "x", "--report", "none")
			if args[0] == "check" {
				args = args[:len(args)-2]
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // if it hangs
			defer cancel()
			cmd := exec.CommandContext(ctx, "measured", append([]string{program}, args...)...)
			cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "TMPDIR=" + dir, "MEASURED=" + at("measured")}
			out, _ := cmd.CombinedOutput() // the exit code says it
			var used time.Duration
			var most int64
			if text, err := os.ReadFile(at("measured")); err != nil {
				t.Fatal(err)
			} else if _, err := fmt.Sscan(string(text), &used, &most); err != nil {
				t.Fatal(err)
			}
			if code := cmd.ProcessState.ExitCode(); code != test.code || !strings.Contains(string(out), test.says) {
				t.Errorf("it ends with %d, and says %.600s", code, out)
			}
			if len(out) > hostileOutput {
				t.Errorf("it prints %d bytes", len(out))
			}
			if used > hostileTime {
				t.Errorf("it takes %v of the processor", used)
			}
			if most > hostileMemory {
				t.Errorf("it takes %d MiB", most>>20)
			}
		})
	}
}

// measured runs a command and writes what it used of processor and memory to the file
// $MEASURED. It is a process of its own because the memory of a parent counts for its child
// until that begins.
func measured() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	_ = cmd.Run() // the exit code says it
	p := cmd.ProcessState
	most := p.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		most <<= 10
	}
	text := fmt.Sprint(int64(p.UserTime()+p.SystemTime()), " ", most)
	if err := os.WriteFile(os.Getenv("MEASURED"), []byte(text), 0o600); err != nil {
		panic(err)
	}
	os.Exit(p.ExitCode())
}

func manyLists(n int) string {
	b := []byte(`{`)
	for i := range n {
		b = fmt.Appendf(b, `"list%d": [{"a": 1}],`, i)
	}
	return string(append(b, `"end": 1}`...))
}

func zipped(t *testing.T, text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hostileBook is a workbook whose sheets are all one part, with an attribute of the
// workbook and a part of styles.
func hostileBook(t *testing.T, sheets int, attribute, styles string) string {
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var names strings.Builder
	for i := range sheets {
		fmt.Fprintf(&names, `<sheet name="S%d" sheetId="%d" r:id="rId1"/>`, i, i+1)
	}
	text := func(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
	rows := "<row>" + text("Name") + text("Phone") + "</row>" + "<row>" + text("Ana") + `<c s="1"><v>4152014411</v></c></row>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="/xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="` + rel + `" x="` + attribute + `"><sheets>` + names.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/a.xml"/>` +
			`<Relationship Id="rId2" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/a.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
		{"xl/styles.xml", styles},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
