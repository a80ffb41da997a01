package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// columns are those of a usual export. mapping.yaml maps all but the last.
var columns = []string{
	"id", "first_name", "last_name", "company", "job_title", "email", "email_2",
	"mobile", "work_phone", "country", "signup_date", "lead_score", "tags", "website",
}

var (
	firstNames = strings.Fields("James Mary Robert Patricia Linda David Elizabeth Carlos José María Zoë Łukasz Søren Björn François Siân Niamh Priya Arjun João Raúl 美咲 太郎 Дмитрий Ольга Ahmed فاطمة Noah Olivia Liam Ava")
	lastNames  = strings.Fields("Smith Johnson Williams Brown Garcia López Wilson Moore Lee Müller Schröder Weiß Dubois Lefèvre O'Brien García-Márquez Kowalski Nguyễn Patel Silva Araújo Núñez 田中 Иванова Haddad Clarke Wright Walker Young")
	companies  = []string{"Acme Corp", "Smith, Jones & Co", "Globex", "Initech LLC", "Umbrella, Inc.", "Pied Piper", "Müller & Söhne GmbH", "Société Générale d'Îles", `The "Rocket" Company`, "Contoso, Ltd.", "Águas do Sul S.A.", "Blue Yonder"}
	titles     = []string{"Software Engineer", "VP, Sales", "VP Sales,\nEMEA", "Account Executive", "CEO", "Head of Operations, North America", "Office Manager", "Consultant", "Founder & CEO", "", `Chief "People" Officer`}
	domains    = strings.Fields("gmail.com yahoo.com outlook.com example.com acme-corp.com globex.co.uk mueller-soehne.de societe.fr koala.com.au aguas.com.br mail.contoso.com")
	tags       = []string{"vip", "newsletter", "trial", "partner", "churn-risk", "webinar 2024", "EMEA", "enterprise", "do-not-call", "événement"}
	badEmails  = []string{"%s@", "%s.example.com", "a b%s@example.com", "%s@@example.com", "%s@localhost", "%s@-bad-.com"}
	badDates   = []string{"2023-13-40", "yesterday", "31/31/2020", "2021-02-30"}
)

// generator makes contacts. The same seed and number make the same one in every
// format.
type generator struct {
	seed   uint64
	faults bool // in about 8 % of the rows
}

// contact returns the cells of contact i, in the order of columns.
func (g generator) contact(i int) []string {
	r := random{rand.New(rand.NewPCG(g.seed, uint64(i)*0x9E3779B97F4A7C15+1))}
	first, last := pick(r, firstNames), pick(r, lastNames)
	at := "@" + pick(r, domains)
	local := ascii(first) + "." + ascii(last)
	c := pickCountry(r)
	row := []string{
		fmt.Sprintf("C%011d", i+1), first, last, pick(r, companies), pick(r, titles),
		fmt.Sprintf("%s%d%s", local, i%9973, at), "", "", "", c.code,
		date(r), strconv.Itoa(r.IntN(101)), tagList(r), "",
	}
	known := r.chance(80) // else numbers of other countries than the default have their country code
	if !known {
		row[9] = ""
	}
	if r.chance(30) {
		row[6] = fmt.Sprintf("%s.%d%s", ascii(last), r.IntN(1000), at)
	}
	if r.chance(95) {
		row[7] = c.number(r, known)
	}
	if r.chance(60) {
		row[8] = c.number(r, known)
		if r.chance(15) {
			row[8] += pick(r, []string{" x", " ext ", " ext. ", ", ext ", " extension ", "x", " #"}) + strconv.Itoa(10+r.IntN(9990))
		}
	}
	if r.chance(70) {
		row[13] = "https://www." + at[1:] + "/u/" + local
	}
	switch { // as people fill in forms
	case r.chance(10):
		row[5] = strings.ToUpper(row[5][:1]) + row[5][1:]
	case r.chance(3):
		row[5] = " " + row[5] + " "
	}
	if g.faults {
		spoil(r, row, local)
	}
	return row
}

// spoil damages about 8 % of the rows.
func spoil(r random, row []string, local string) {
	if r.chance(2) {
		row[5] = fmt.Sprintf(pick(r, badEmails), local)
	}
	if r.chance(1) {
		row[10] = pick(r, badDates)
	}
	if row[7] != "" && r.chance(3) {
		row[7] = badNumber(r)
	}
	if row[8] != "" && r.chance(3) {
		row[8] = badNumber(r)
	}
}

// date returns a date in one of the formats that one column of an old CRM mixes.
func date(r random) string {
	y, m, d := 2015+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28)
	switch n := r.IntN(100); {
	case n < 60:
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case n < 85:
		return fmt.Sprintf("%02d/%02d/%04d", m, d, y)
	case n < 95:
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d, r.IntN(24), r.IntN(60), r.IntN(60))
	}
	return ""
}

func tagList(r random) string {
	list := make([]string, r.IntN(5))
	for i := range list {
		list[i] = pick(r, tags)
	}
	return strings.Join(list, ";")
}

// ascii returns a name as in an email address.
func ascii(name string) string {
	plain := strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' {
			return c
		}
		return -1
	}, strings.ToLower(name))
	if plain == "" {
		return "user"
	}
	return plain
}

type random struct{ *rand.Rand }

func (r random) chance(percent int) bool { return r.IntN(100) < percent }

func pick[T any](r random, list []T) T { return list[r.IntN(len(list))] }
