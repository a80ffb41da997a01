package values

import (
	"errors"
	"fmt"
	"strings"
)

// compileLayout turns a layout into steps, up to the time, which it checks and
// drops.
func compileLayout(s string) ([]step, error) {
	var steps []step
	if strings.ContainsAny(s, "%|") || strings.Contains(s, "2006") {
		return nil, errors.New("is not understood: write it with YYYY, MM and DD, as DD/MM/YYYY")
	}
	for s != "" {
		if c := s[0]; !isLetter(c) && c != '[' {
			steps, s = appendLiteral(steps, s[:1]), s[1:]
			continue
		}
		if text, rest, ok := quotedLiteral(s); ok {
			steps, s = appendLiteral(steps, text), rest
			continue
		}
		if word, rest := cutWord(s); filler(word) {
			steps, s = appendLiteral(steps, word), rest
			continue
		}
		run := letterRun(s)
		if isClock(run[0]) {
			if err := checkClock(s); err != nil {
				return nil, err
			}
			break
		}
		p, err := datePart(run)
		if err != nil {
			return nil, err
		}
		s = s[len(run):]
		if p == dayOfMonth && strings.HasPrefix(s, "o") { // Do: 1st
			s = s[1:]
		}
		steps = append(steps, step{part: p})
	}
	return fixWidths(dropGap(steps)), checkParts(steps)
}

// dropGap drops the space between date and time.
func dropGap(steps []step) []step {
	if n := len(steps); n > 0 && steps[n-1].part == literal {
		if steps[n-1].text = strings.TrimRight(steps[n-1].text, " ,"); steps[n-1].text == "" {
			return steps[:n-1]
		}
	}
	return steps
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isClock says whether a letter of a layout begins the time.
func isClock(c byte) bool { return strings.IndexByte("THhkK", c) >= 0 }

func letterRun(s string) string {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return s[:n]
}

func quotedLiteral(s string) (text, rest string, ok bool) {
	if s[0] != '[' {
		return "", s, false
	}
	text, rest, ok = strings.Cut(s[1:], "]")
	if !ok {
		return s[:1], s[1:], true
	}
	return text, rest, true
}

func appendLiteral(steps []step, text string) []step {
	if n := len(steps); n > 0 && steps[n-1].part == literal {
		steps[n-1].text += text
		return steps
	}
	return append(steps, step{part: literal, text: text})
}

func datePart(run string) (part, error) {
	switch run {
	case "YYYY", "yyyy":
		return year, nil
	case "YY", "yy":
		return shortYear, nil
	case "MM", "M", "mm", "m": // before the time, m cannot be minutes
		return month, nil
	case "MMM", "MMMM", "mmm", "mmmm":
		return monthName, nil
	case "DD", "D", "dd", "d":
		return dayOfMonth, nil
	case "ddd", "dddd", "EEE", "EEEE":
		return weekday, nil
	}
	return literal, fmt.Errorf("is not understood at %q: write it with YYYY or YY, MM or MMM, and DD, as DD/MM/YYYY", run)
}

// checkClock checks the layout of the time. How a time is written says itself,
// so nothing of it is kept.
func checkClock(s string) error {
	for s != "" {
		if !isLetter(s[0]) {
			s = s[1:]
			continue
		}
		run := letterRun(s)
		if strings.IndexByte("THhkKmMsSAaZXx", run[0]) < 0 {
			return fmt.Errorf("is not understood at %q: a time comes last and is written HH:mm:ss, h:mm A, or with Z", run)
		}
		s = s[len(run):]
	}
	return nil
}

// checkParts wants year, month and day, each once.
func checkParts(steps []step) error {
	count := map[part]int{}
	for _, s := range steps {
		count[s.part]++
	}
	for _, p := range []struct {
		n    int
		name string
	}{
		{count[year] + count[shortYear], "year (YYYY)"},
		{count[month] + count[monthName], "month (MM)"},
		{count[dayOfMonth], "day (DD)"},
	} {
		if p.n != 1 {
			return fmt.Errorf("must name the %s once: as DD/MM/YYYY does", p.name)
		}
	}
	return nil
}

// fixWidths gives numbers without anything between them their width.
func fixWidths(steps []step) []step {
	number := func(i int) bool {
		return i >= 0 && i < len(steps) && steps[i].part != literal && steps[i].part != monthName && steps[i].part != weekday
	}
	for i := range steps {
		if !number(i) || !number(i-1) && !number(i+1) {
			continue
		}
		steps[i].exact = 2
		if steps[i].part == year {
			steps[i].exact = 4
		}
	}
	return steps
}
