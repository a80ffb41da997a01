package term

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestTextsOfFilesAreSafe(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë 美咲":               "Zoë 美咲",
		"two\nlines":           "two\nlines",
		"\x1b[2Jgone\ttab\x00": `\u001b[2Jgone\u0009tab\u0000`,
		"a\u202eb\u2069":       `a\u202eb\u2069`,
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWordsAreQuotedForAShell(t *testing.T) {
	words := []string{"quo-import", "check", "my contacts.csv", "", "it's", "$HOME", "a=b,c"}
	if got, want := CommandLine(words), `quo-import check 'my contacts.csv' '' 'it'\''s' '$HOME' a=b,c`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestList(t *testing.T) {
	var b bytes.Buffer
	l := NewList(&b, "KEY", "TEXT")
	l.Row("C-1001", "two\nlines")
	l.Row("C-2", "\x07")
	if err := l.Close(); err != nil || b.String() != "KEY     TEXT\nC-1001  two lines\nC-2     \\u0007\n" {
		t.Errorf("%v: got %q", err, b.String())
	}
	l = NewList(closedPipe{})
	for range 3000 {
		l.Row(strings.Repeat("x", 10))
	}
	if l.Close() == nil {
		t.Error("an error of writing is lost")
	}
}

func TestOnlyYesIsYes(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, "Y\n": true, "yes\n": true, " Yes \n": true, "\n": false, "no\n": false, "yesterday\n": false, "": false} {
		var b bytes.Buffer
		io := Streams{In: strings.NewReader(answer), Err: &b}
		if got, err := io.Confirm(t.Context(), "Write?"); got != want || err != nil || strings.TrimRight(b.String(), "\n") != "Write? [y/N] " {
			t.Errorf("%q: got %v, printed %q", answer, got, b.String())
		}
	}
}

func TestWhatDeletesTakesTheNumberOnly(t *testing.T) {
	for answer, want := range map[string]bool{"1318\n": true, "1,318\n": true, "y\n": false, "yes\n": false, "\n": false, "318\n": false, "": false} {
		var b bytes.Buffer
		io := Streams{In: strings.NewReader(answer), Err: &b}
		if got, err := io.ConfirmNumber(t.Context(), "Delete these 1,318 contacts from Quo?", 1318); got != want || err != nil || !strings.HasPrefix(b.String(), "Delete these 1,318 contacts from Quo? Type 1318: ") {
			t.Errorf("%q: got %v, %v, printed %q", answer, got, err, b.String())
		}
	}
}

// A line of several is read for its question alone.
func TestEachQuestionReadsItsOwnLine(t *testing.T) {
	io := Streams{In: strings.NewReader("DE\n  crm \nlast"), Err: new(bytes.Buffer)}
	for _, want := range []string{"DE", "crm", "last"} {
		if got, err := io.Ask(t.Context(), "?"); got != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if _, err := io.Ask(t.Context(), "?"); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("after the last line: %v", err)
	}
}

func TestACommandLineIsShownWithoutThePasswordOfADatabase(t *testing.T) {
	for word, want := range map[string]string{
		"postgres://ada:s3cret@db/quo?state=x":             "postgres://ada:PASSWORD@db/quo?state=x",
		"--state=postgresql://ada:a@b:c/?d@db/quo?state=x": "--state=postgresql://ada:PASSWORD@db/quo?state=x",
		"postgres://db/quo?password=s3cret&state=x":        "postgres://db/quo?password=PASSWORD&state=x",
		"postgres://ada@db/quo?sslpassword=s3cret":         "postgres://ada@db/quo?sslpassword=PASSWORD",
		"postgres.csv": "postgres.csv",
	} {
		if got := withoutPassword(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}
