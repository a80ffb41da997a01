package values_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping/values"
)

func TestEmailIsRead(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"a plain address is kept", "maya@okafor.example", "maya@okafor.example"},
		{"a blank cell is blank", " \t", ""},
		{"space around goes", "  maya@okafor.example\u00a0", "maya@okafor.example"},
		{"the domain becomes lower-case, the local part is kept", "Maya.O@Okafor.EXAMPLE", "Maya.O@okafor.example"},
		{"plus and odd characters of a local part are kept", "o'brien+x_y=z@a-b.example.com", "o'brien+x_y=z@a-b.example.com"},
		{"a mailto link is unwrapped", "mailto:maya@okafor.example?subject=Hi", "maya@okafor.example"},
		{"a name before the address goes", `"Okafor, Maya" <maya@okafor.example>`, "maya@okafor.example"},
		{"a name that is an address goes", "maya@okafor.example <maya@okafor.example>", "maya@okafor.example"},
		{"angle brackets alone go", "<maya@okafor.example>", "maya@okafor.example"},
		{"quotes around go", "'maya@okafor.example'", "maya@okafor.example"},
		{"a spreadsheet's apostrophe goes", "'maya@okafor.example", "maya@okafor.example"},
		{"a separator left at the end goes", "maya@okafor.example;", "maya@okafor.example"},
		{"a zero-width space goes", "maya\u200b@okafor.example", "maya@okafor.example"},
		{"a domain of another script is kept in it", "info@MÜLLER.example", "info@müller.example"},
		{"a local part of another script is kept", "用户@例子.广告", "用户@例子.广告"},
		{"a domain in its ASCII form is kept", "info@xn--mller-kva.example", "info@xn--mller-kva.example"},
		{"a top domain may hold digits", "a@example.xn--p1ai", "a@example.xn--p1ai"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.Email(c.raw)
			if err != nil || got != c.want {
				t.Errorf("Email(%q) = %q, %v; want %q", c.raw, got, err, c.want)
			}
		})
	}
}

func TestEmailIsRefused(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, c := range []struct{ name, raw, kind string }{
		{"without an @", "maya.okafor.example", "email-no-at"},
		{"a word", "none", "email-no-at"},
		{"with two @", "maya@@okafor.example", "email-two-ats"},
		{"with an @ in the domain", "maya@okafor@example.com", "email-two-ats"},
		{"with space inside", "maya okafor@okafor.example", "email-space"},
		{"without a local part", "@okafor.example", "email-local"},
		{"without a domain", "maya@", "email-domain"},
		{"on a host without a dot", "maya@localhost", "email-domain"},
		{"with a dot at the end", "maya@okafor.example.", "email-domain"},
		{"with an empty label", "maya@okafor..example", "email-domain"},
		{"with a label that begins with a hyphen", "maya@-bad-.okafor.example", "email-domain"},
		{"with a top domain that ends with a hyphen", "maya@okafor.example-", "email-domain"},
		{"with a top domain of one letter", "maya@okafor.c", "email-domain"},
		{"on an address of a machine", "maya@192.0.2.1", "email-domain"},
		{"with a label of 64", "maya@" + long + ".example", "email-domain"},
		{"with a top domain of 64", "maya@okafor." + long, "email-domain"},
		{"with a local part of 65", long + "a@okafor.example", "email-too-long"},
		{"with a bracket inside", "may(a)@okafor.example", "email-local"},
		{"several with semicolons", "a@okafor.example; b@okafor.example", "email-several"},
		{"several with spaces", "a@okafor.example b@okafor.example", "email-several"},
		{"several with slashes", "a@okafor.example/b@okafor.example", "email-several"},
		{"several with names", "A <a@okafor.example>, B <b@okafor.example>", "email-several"},
		{"an internal address of Exchange", "/o=Corp/ou=Exchange/cn=Recipients/cn=bli", "email-exchange"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.Email(c.raw)
			if err == nil || err.Kind != c.kind {
				t.Fatalf("Email(%q) = %q, %v; want %s", c.raw, got, err, c.kind)
			}
			if strings.Contains(err.Message, c.raw) {
				t.Errorf("the message quotes the value: %s", err.Message)
			}
		})
	}
}

func TestSeveralEmailsAreAnsweredWithTheirSeparator(t *testing.T) {
	for raw, split := range map[string]string{
		"a@b.example, c@d.example":    `split: ","`,
		"a@b.example ::: c@d.example": `split: " ::: "`,
		"a@b.example|c@d.example":     `split: "|"`,
	} {
		if _, err := values.Email(raw); err == nil || !strings.Contains(err.Message, split) {
			t.Errorf("Email(%q): %v; want %s", raw, err, split)
		}
	}
}

func TestCanonicalEmailIgnoresCaseAndSpace(t *testing.T) {
	if got := values.CanonicalEmail(" Maya@Okafor.Example "); got != "maya@okafor.example" {
		t.Errorf("CanonicalEmail = %q", got)
	}
}

func TestEmailReadAgainIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringMatching(`[ '<]?[A-Za-zéß.+'-]{1,9}@[A-Za-zÜ0-9-]{1,6}(\.[A-Za-zİ-]{1,4}){1,3}[ ,;>.]?`).Draw(t, "raw")
		checkEmail(t, raw)
	})
}

func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"a@b.co", "Name <a@B.co>", "mailto:a@b.co?x", "a@b.co;c@d.co", "'é@ü.de'", "/o=x", "\xff@a.bc", "<a@b.cd>>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkEmail(t, raw) })
}

type fataler interface{ Fatalf(string, ...any) }

// checkEmail holds what is true of every text.
func checkEmail(t fataler, raw string) {
	once, err := values.Email(raw)
	if err != nil || once == "" {
		return
	}
	if twice, err := values.Email(once); err != nil || twice != once {
		t.Fatalf("Email(%q) = %q, read again %q, %v", raw, once, twice, err)
	}
	if strings.Count(once, "@") != 1 || strings.ContainsAny(once, " \t\r\n<>,;") {
		t.Fatalf("Email(%q) = %q is no address", raw, once)
	}
	if values.CanonicalEmail(values.CanonicalEmail(once)) != values.CanonicalEmail(once) {
		t.Fatalf("CanonicalEmail(%q) is not canonical", once)
	}
}
