package values_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping/values"
)

func dateFormat(t testing.TB, layout string) values.DateFormat {
	t.Helper()
	f, err := values.ParseDateFormat(layout)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func parseDate(f values.DateFormat, raw string, tz *time.Location) (string, *values.Error) {
	return values.Date(raw, []values.DateFormat{f}, tz)
}

// layouts joins the layouts of formats.
func layouts(formats []values.DateFormat) string {
	var names []string
	for _, f := range formats {
		names = append(names, f.String())
	}
	return strings.Join(names, " | ")
}

func TestDateIsRead(t *testing.T) {
	for _, c := range []struct{ name, layout, raw, want string }{
		{"a date is midnight UTC", "YYYY-MM-DD", "2024-03-12", "2024-03-12T00:00:00.000Z"},
		{"also with a time zone for times", "DD/MM/YYYY", "12/03/2024", "2024-03-12T00:00:00.000Z"},
		{"a time without an offset is of the time zone", "YYYY-MM-DD", "2024-03-12 09:14:05", "2024-03-12T08:14:05.000Z"},
		{"in summer too", "YYYY-MM-DD", "2024-07-12 09:14", "2024-07-12T07:14:00.000Z"},
		{"a time with an offset is not", "YYYY-MM-DD", "2024-03-12T09:14:05.250-05:00", "2024-03-12T14:14:05.250Z"},
		{"an offset without a colon", "YYYY-MM-DD", "2024-03-12 09:14:05 +0530", "2024-03-12T03:44:05.000Z"},
		{"a time in UTC", "ISO 8601", "2024-03-12T09:14:00Z", "2024-03-12T09:14:00.000Z"},
		{"a time that the layout does not show is read", "MM/DD/YYYY", "3/12/2024 9:14 PM", "2024-03-12T20:14:00.000Z"},
		{"midnight in twelve hours", "MM/DD/YYYY", "3/12/2024, 12:05 a.m.", "2024-03-11T23:05:00.000Z"},
		{"noon in twelve hours", "MM/DD/YYYY h:mm A", "3/12/2024 12:05:09 PM", "2024-03-12T11:05:09.000Z"},
		{"a time with a point", "DD.MM.YYYY HH:mm", "12.03.2024 09.14", "2024-03-12T08:14:00.000Z"},
		{"a time that the layout shows may be missing", "DD.MM.YYYY HH:mm", "12.03.2024", "2024-03-12T00:00:00.000Z"},
		{"two digits or one", "DD/MM/YYYY", "1/2/2024", "2024-02-01T00:00:00.000Z"},
		{"a leap day", "DD/MM/YYYY", "29/02/2024", "2024-02-29T00:00:00.000Z"},
		{"a year of two digits before 50 is of this century", "M/D/YY", "5/9/49", "2049-05-09T00:00:00.000Z"},
		{"a year of two digits from 50 is of the last", "M/D/YY", "5/9/50", "1950-05-09T00:00:00.000Z"},
		{"YY takes four digits too", "M/D/YY", "5/9/1984", "1984-05-09T00:00:00.000Z"},
		{"layouts in lower case, as spreadsheets have them", "dd/mm/yyyy hh:mm", "12/03/2024", "2024-03-12T00:00:00.000Z"},
		{"without signs", "YYYYMMDD", "20240312", "2024-03-12T00:00:00.000Z"},
		{"without signs, the year last", "DDMMYYYY", "12032024", "2024-03-12T00:00:00.000Z"},
		{"without signs, with a time", "YYYYMMDDTHHmmssZ", "20240312T091405Z", "2024-03-12T09:14:05.000Z"},
		{"without signs, the time without seconds", "YYYYMMDDTHHmmZ", "20240312T0914Z", "2024-03-12T09:14:00.000Z"},
		{"without signs, a year of two digits", "YYMMDD", "240312", "2024-03-12T00:00:00.000Z"},
		{"an offset of hours behind a time without seconds", "YYYY-MM-DD", "2024-03-12 09:14-05", "2024-03-12T14:14:00.000Z"},
		{"run into its time", "YYYYMMDDHHmm", "202403120914", "2024-03-12T08:14:00.000Z"},
		{"signs of another script", "YYYY年M月D日", "2024年3月12日", "2024-03-12T00:00:00.000Z"},
		{"the month as a word", "D MMM YYYY", "12 Mar 2024", "2024-03-12T00:00:00.000Z"},
		{"with signs that the layout does not have", "D MMM YYYY", "12-Mar-2024", "2024-03-12T00:00:00.000Z"},
		{"long or short", "D MMM YYYY", "12 March 2024", "2024-03-12T00:00:00.000Z"},
		{"American", "MMM D, YYYY", "March 12th, 2024 09:14 UTC", "2024-03-12T09:14:00.000Z"},
		{"Spanish", "D [de] MMMM [de] YYYY", "12 de marzo de 2024", "2024-03-12T00:00:00.000Z"},
		{"Portuguese", "D de MMMM de YYYY", "12 de Março de 2024", "2024-03-12T00:00:00.000Z"},
		{"French", "D MMMM YYYY", "1er août 2024", "2024-08-01T00:00:00.000Z"},
		{"German", "D. MMMM YYYY", "12. März 2024", "2024-03-12T00:00:00.000Z"},
		{"Italian", "D MMMM YYYY", "12 Luglio 2024", "2024-07-12T00:00:00.000Z"},
		{"Dutch", "D MMMM YYYY", "12 mrt. 2024", "2024-03-12T00:00:00.000Z"},
		{"a weekday is read over", "ddd, D MMM YYYY HH:mm:ss Z", "Tue, 12 Mar 2024 09:14:05 +0000", "2024-03-12T09:14:05.000Z"},
		{"seconds since 1970", "X", "1710234845", "2024-03-12T09:14:05.000Z"},
		{"milliseconds since 1970", "x", "1710234845250", "2024-03-12T09:14:05.250Z"},
		{"a spreadsheet's count of days", "serial", "45363", "2024-03-12T00:00:00.000Z"},
		{"with a time", "serial", "45363.25", "2024-03-12T06:00:00.000Z"},
		{"counted from 1904", "serial1904", "43901", "2024-03-12T00:00:00.000Z"},
		{"Outlook's no date is blank", "M/D/YY", "0/0/00", ""},
		{"MySQL's no date is blank", "YYYY-MM-DD", "0000-00-00 00:00:00", ""},
		{".NET's no date is blank", "YYYY-MM-DD", "0001-01-01T00:00:00", ""},
		{"a blank cell is blank", "YYYY-MM-DD", "  ", ""},
		{"a spreadsheet's apostrophe goes", "YYYY-MM-DD", "'2024-03-12", "2024-03-12T00:00:00.000Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			berlin := time.FixedZone("", 3600)
			if tz, err := time.LoadLocation("Europe/Berlin"); err == nil {
				berlin = tz
			} else if strings.Contains(c.name, "summer") {
				t.Skip("no time zones here")
			}
			got, err := parseDate(dateFormat(t, c.layout), c.raw, berlin)
			if err != nil || got != c.want {
				t.Errorf("%s: %q = %q, %v; want %q", c.layout, c.raw, got, err, c.want)
			}
		})
	}
}

func TestDateIsRefused(t *testing.T) {
	for _, c := range []struct{ name, layout, raw, kind, says string }{
		{"a word", "YYYY-MM-DD", "yesterday", "date-format", "does not read as YYYY-MM-DD"},
		{"a month that is none", "YYYY-MM-DD", "2023-13-40", "date-invalid", "there is no month 13"},
		{"a day that is none", "YYYY-MM-DD", "2021-02-30", "date-invalid", "February 2021 has no day 30"},
		{"a leap day of a common year", "DD/MM/YYYY", "29/02/2100", "date-invalid", "no day 29"},
		{"day and month both impossible", "MM/DD/YYYY", "31/31/2020", "date-invalid", "no month 31"},
		{"the other order", "MM/DD/YYYY", "31/12/2020", "date-invalid", "no month 31"},
		{"a year before all contacts", "YYYY-MM-DD", "0202-03-12", "date-invalid", "the year is 202"},
		{"a year of two digits where four are said", "DD/MM/YYYY", "1/2/24", "date-format", `format: "DD/MM/YY"`},
		{"another sign between", "DD/MM/YYYY", "01.02.2024", "date-format", "DD/MM/YYYY"},
		{"a count of days", "DD/MM/YYYY", "45000", "date-serial", `format: "serial"`},
		{"something behind the date", "DD/MM/YYYY", "01/02/2024 or so", "date-format", ""},
		{"an hour that is none", "YYYY-MM-DD", "2024-03-12 25:00", "date-invalid", "not a time of day"},
		{"an afternoon hour that is none", "YYYY-MM-DD", "2024-03-12 13:00 PM", "date-invalid", "not a time of day"},
		{"a digit too many", "YYYYMMDD", "202403121", "date-format", ""},
		{"a time that breaks off", "YYYY-MM-DD", "2024-03-12 09:14:0", "date-format", ""},
		{"an offset that is none", "YYYY-MM-DD", "2024-03-12 09:14 +99", "date-format", ""},
		{"a month and a year only", "MMM D, YY", "March 2024", "date-format", ""},
		{"a month of no language", "D MMM YYYY", "12 Foo 2024", "date-format", ""},
		{"a serial of before there were any", "serial", "12", "date-invalid", ""},
		{"a word for a count", "X", "soon", "date-format", ""},
		{"a count out of reach", "X", "1e300", "date-invalid", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseDate(dateFormat(t, c.layout), c.raw, nil)
			if err == nil || err.Kind != c.kind || !strings.Contains(err.Message, c.says) {
				t.Errorf("%s: %q = %v, %v; want %s, %q", c.layout, c.raw, got, err, c.kind, c.says)
			}
		})
	}
}

func TestDateLayoutThatIsNotUnderstood(t *testing.T) {
	for _, c := range []struct{ name, layout, says string }{
		{"of Go", "2006-01-02", "YYYY"},
		{"of C", "%d/%m/%Y", "DD/MM/YYYY"},
		{"a letter that is no token", "DD/QQ/YYYY", `"QQ"`},
		{"without a year", "DD/MM", "year"},
		{"without a day", "MMMM YYYY", "day"},
		{"with two months", "MM/MMM/YYYY/DD", "month"},
		{"the time first", "HH:mm DD/MM/YYYY", "a time comes last"},
		{"nothing", "", "year"},
		{"a day of the year", "YYYY-DDD", `"DDD"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := values.ParseDateFormat(c.layout)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("ParseDateFormat(%q) = %s, %v; want an error that says %q", c.layout, f, err, c.says)
			}
		})
	}
}

func TestDateColumn(t *testing.T) {
	for _, c := range []struct {
		name   string
		column []string
		want   string // the layouts, or the kind of what is undecided
		lines  string
	}{
		{"an empty column reads as ISO", []string{"", "0/0/00"}, "YYYY-MM-DD", ""},
		{"dates and times of ISO are one", []string{"2024-03-12", "2024-03-12T09:14:00Z", "2024-03-12 09:14"}, "YYYY-MM-DD", ""},
		{"the generator's column", []string{"2024-03-12", "03/12/2024", "3/13/2024", "2024-03-12T09:14:00Z", "2023-13-40", "yesterday", "31/31/2020", "2021-02-30"}, "YYYY-MM-DD | MM/DD/YYYY", ""},
		{"a day over 12 puts the day first", []string{"03/04/2024", "13/04/2024"}, "DD/MM/YYYY", ""},
		{"a day over 12 puts the month first", []string{"03/04/2024", "04/13/2024"}, "MM/DD/YYYY", ""},
		{"a leap day may decide", []string{"03/02/2024", "2/29/24"}, "MM/DD/YY", ""},
		{"each sign has its order", []string{"13/04/2024", "04-13-2024", "2024/04/13"}, "YYYY/MM/DD | DD/MM/YYYY | MM-DD-YYYY", ""},
		{"words need no decision", []string{"12 Mar 2024", "March 12, 2024", "12-Mar-24", "2024-Mar-12"}, "D MMM YYYY | D MMM YY | MMM D, YYYY | YYYY MMM D", ""},
		{"dates that read the same both ways do", []string{"04/04/2024"}, "DD/MM/YYYY", ""},
		{"dates that read both ways ask", []string{"04/04/2024", "03/04/2024", "03/04/2024", "05/06/2024"}, "date-ambiguous", "3 5"},
		{"with points too", []string{"03.04.2024"}, "date-ambiguous", "2"},
		{"of two signs that ask the first does", []string{"03/04/2024", "05.06.2024"}, "date-ambiguous", "2"},
		{"another sign does not decide", []string{"03/04/2024", "13.04.2024"}, "date-ambiguous", "2"},
		{"dates that contradict name a line of each", []string{"03/04/2024", "13/04/2024", "04/13/2024", "04/14/2024"}, "date-contradiction", "3 4"},
		{"a broken date does not decide", []string{"03/04/2024", "13/04/20245", "30/02/2024"}, "date-ambiguous", "2"},
		{"counts of days ask", []string{"45363", "45364"}, "date-number", "2 3"},
		{"dates without signs that read one way only need none", []string{"20240312", "20231231"}, "YYYYMMDD", ""},
		{"with the year last, too", []string{"13112012", "01022013"}, "DDMMYYYY", ""},
		{"dates without signs ask", []string{"10112012"}, "date-number", "2"},
		{"beside counts of days, too", []string{"20240312", "45363"}, "date-number", "3"},
		{"numbers beside dates are errors of their rows", []string{"45363", "2024-03-12"}, "YYYY-MM-DD", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var column values.DateColumn
			for i, v := range c.column {
				column.Add("", i+2, v)
			}
			formats, undecided := column.Decide()
			checkDecision(t, layouts(formats), undecided, c.want, c.lines)
		})
	}
}

func TestTheFormatsToChooseFromReadTheOtherDatesToo(t *testing.T) {
	var column values.DateColumn
	for i, v := range []string{"2024-03-12", "03/04/2024", "March 12, 2024"} {
		column.Add("", i+2, v)
	}
	_, u := column.Decide()
	want := [][]string{{"YYYY-MM-DD", "MMM D, YYYY", "DD/MM/YYYY"}, {"YYYY-MM-DD", "MMM D, YYYY", "MM/DD/YYYY"}}
	if u == nil || !cmp.Equal(u.Formats, want) {
		t.Fatalf("undecided: %v; want %q", u, want)
	}
}

func TestWhatIsUndecidedHasExamplesWithTheirPlaces(t *testing.T) {
	var column values.DateColumn
	column.Add("a.csv", 2, "03/04/2024")
	column.Add("b.csv", 7, "05/04/2024")
	_, u := column.Decide()
	want := &values.Undecided{
		Kind: "date-ambiguous", What: "can be read in two ways", Formats: [][]string{{"DD/MM/YYYY"}, {"MM/DD/YYYY"}},
		Examples: []values.Example{{File: "a.csv", Line: 2, Value: "03/04/2024"}, {File: "b.csv", Line: 7, Value: "05/04/2024"}},
	}
	if diff := cmp.Diff(want, u); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestOfSeveralFormatsTheErrorIsTheOneThatSaysMost(t *testing.T) {
	formats := []values.DateFormat{dateFormat(t, "YYYY-MM-DD"), dateFormat(t, "MM/DD/YYYY")}
	for raw, want := range map[string]string{
		"2023-13-40": "is not a date: there is no month 13",
		"31/31/2020": "is not a date: there is no month 31",
		"yesterday":  "does not read as YYYY-MM-DD or MM/DD/YYYY",
	} {
		if _, err := values.Date(raw, formats, nil); err == nil || err.Message != want {
			t.Errorf("Date(%q): %v; want %s", raw, err, want)
		}
	}
}

// Whatever a column holds: each format that was decided can be written into a
// mapping file and read back, and no value reads as two different days.
func TestDecidedColumnsReadOneWay(t *testing.T) {
	value := rapid.Custom(func(t *rapid.T) string {
		a, b := rapid.IntRange(1, 32).Draw(t, "a"), rapid.IntRange(1, 13).Draw(t, "b")
		y := rapid.IntRange(1950, 2049).Draw(t, "y")
		return rapid.SampledFrom([]string{
			fmt.Sprintf("%d-%02d-%02d", y, b, a), fmt.Sprintf("%d/%d/%d", a, b, y), fmt.Sprintf("%d/%d/%02d", b, a, y%100),
			fmt.Sprintf("%02d.%02d.%d", a, b, y), fmt.Sprintf("%d %s %d", a, time.Month(min(b, 12)), y), fmt.Sprintf("%s %d, %d", time.Month(min(b, 12)), a, y),
		}).Draw(t, "value")
	})
	rapid.Check(t, func(t *rapid.T) {
		column := rapid.SliceOfN(value, 1, 8).Draw(t, "column")
		var c values.DateColumn
		for i, v := range column {
			c.Add("", i, v)
		}
		formats, u := c.Decide()
		if u != nil {
			return
		}
		for i, f := range formats {
			again, err := values.ParseDateFormat(f.String())
			if err != nil {
				t.Fatal(err)
			}
			formats[i] = again
		}
		for _, v := range column {
			var seen string
			for _, f := range formats {
				day, err := parseDate(f, v, nil)
				if err != nil {
					continue
				}
				if seen != "" && seen != day {
					t.Fatalf("%q reads as %s and as %s", v, seen, day)
				} else {
					seen = day
				}
			}
		}
	})
}

func TestDateWrittenIsReadBack(t *testing.T) {
	iso := dateFormat(t, "ISO")
	first := time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).UnixMilli()
	rapid.Check(t, func(t *rapid.T) {
		text := time.UnixMilli(rapid.Int64Range(first, last).Draw(t, "ms")).UTC().Format("2006-01-02T15:04:05.000Z")
		if got, err := parseDate(iso, text, time.FixedZone("", 7200)); err != nil || got != text {
			t.Fatalf("%s is read as %s, %v", text, got, err)
		}
	})
}

// Ten characters that are nearly a plain day, and the days that only some months have.
func TestAPlainDayIsReadAsEveryOther(t *testing.T) {
	iso := []values.DateFormat{dateFormat(t, "ISO")}
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(0, 9999).Draw(t, "year"), rapid.IntRange(0, 13).Draw(t, "month"), rapid.IntRange(0, 32).Draw(t, "day")))
		if rapid.Bool().Draw(t, "damaged") {
			raw[rapid.IntRange(0, 9).Draw(t, "at")] = rapid.SampledFrom([]byte("0-/ x+")).Draw(t, "by")
		}
		want, wantErr := values.Date(" "+string(raw), iso, nil) // no plain day
		got, err := values.Date(string(raw), iso, nil)
		if got != want || !reflect.DeepEqual(err, wantErr) {
			t.Fatalf("%s = %q, %v; want %q, %v", raw, got, err, want, wantErr)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, layout := range []string{"ISO", "MM/DD/YY", "D MMM YYYY", "YYYYMMDD", "serial", "X", "DD.MM.YYYY HH:mm", "YYYY年M月D日"} {
		for _, raw := range []string{"2024-03-12T09:14:00Z", "3/12/24", "12 de marzo de 2024", "20240312", "45363.5", "12.03.2024 9h14", "0/0/00"} {
			f.Add(layout, raw)
		}
	}
	f.Fuzz(func(t *testing.T, layout, raw string) {
		var column values.DateColumn
		column.Add("", 1, raw)
		column.Decide()
		format, err := values.ParseDateFormat(layout)
		if err != nil {
			return
		}
		if _, err := values.ParseDateFormat(format.String()); err != nil {
			t.Fatalf("the layout of %q: %v", layout, err)
		}
		date, refused := parseDate(format, raw, nil)
		if refused != nil || date == "" || date < "1000" || len(date) > len("9999-12-31T23:59:59.999Z") { // moved out by its offset
			return
		}
		if back, err := parseDate(dateFormat(t, "ISO"), date, nil); err != nil || back != date {
			t.Fatalf("%s: %q = %s, read back %s, %v", layout, raw, date, back, err)
		}
	})
}
