package xlsx

import (
	"slices"
	"strings"
)

// style is what a number format means for the value of a cell.
type style struct {
	kind styleKind
	mask string // of styleMask: placeholders (0 and #) and the signs between them
}

type styleKind byte

const (
	styleNumber styleKind = iota // the number is read as it is stored
	styleDate                    // a date, or a date with a time
	styleTime
	styleMask // digits and signs, such as 00000 or +0: read as shown, because zeros and signs are part of the value
)

// readStyles reads the part of number formats; a workbook may have none.
func readStyles(a *archive, name string) ([]style, error) {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if name == "" {
		return nil, nil
	}
	if err := a.decode(name, &sheet); err != nil {
		return nil, err
	}
	var styles []style
	own := map[int]style{}
	for _, f := range sheet.Formats {
		own[f.ID] = styleOf(f.Code)
	}
	for _, c := range sheet.Cells {
		s, ok := own[c.Format]
		if !ok {
			s = builtIn(c.Format)
		}
		styles = append(styles, s)
	}
	return styles, nil
}

// builtIn returns the style of a format that has a number but no code
// (ECMA-376-1, 18.8.30), including those of East Asia.
func builtIn(id int) style {
	switch {
	case 18 <= id && id <= 21, 45 <= id && id <= 47, 32 <= id && id <= 35:
		return style{kind: styleTime}
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 50 <= id && id <= 58:
		return style{kind: styleDate}
	}
	return style{}
}

// maxFormat is more bytes than a number format has: Excel takes 255 characters.
const maxFormat = 1000

// styleOf returns the style of a format by its first section, which is for positive numbers.
func styleOf(code string) style {
	if len(code) > maxFormat {
		return style{}
	}
	var mask, letters strings.Builder // the placeholders and signs; and what is neither quoted nor in brackets
	masked := true
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '"', '[':
			closing := map[byte]byte{'"': '"', '[': ']'}[c]
			end := strings.IndexByte(code[i+1:], closing)
			if end < 0 {
				return style{}
			}
			inside := code[i+1 : i+1+end]
			i += end + 1
			switch {
			case c == '"':
				mask.WriteString(inside)
				masked = masked && strings.Trim(inside, signs) == ""
			case strings.Trim(inside, "hmsHMS") == "":
				return style{} // a duration: a number
			default: // a colour or a language; a condition makes the format depend on the value
				masked = masked && !strings.ContainsAny(inside, "<>=")
			}
		case '\\':
			if i++; i < len(code) {
				mask.WriteByte(code[i])
				masked = masked && strings.IndexByte(signs, code[i]) >= 0
			}
		case '_', '*':
			i++ // a space as wide as, or filled with, the next character
		case '0', '#', ' ', '-', '(', ')', '+', '/':
			mask.WriteByte(c)
			letters.WriteByte(c)
		default:
			masked = false
			letters.WriteByte(c)
		}
	}
	return kindOf(strings.ToLower(letters.String()), mask.String(), masked)
}

// signs are the characters between the digits of phone numbers and ids.
const signs = " -()+/."

// kindOf returns the style of a format by what styleOf found in it.
func kindOf(letters, mask string, masked bool) style {
	switch {
	case strings.HasPrefix(letters, "general"), strings.Contains(letters, "@"):
		return style{}
	case strings.ContainsAny(letters, "yd"), strings.Contains(letters, "m") && !strings.ContainsAny(letters, "hs"):
		return style{kind: styleDate}
	case strings.ContainsAny(letters, "hs"):
		return style{kind: styleTime}
	case masked && (strings.Contains(mask, "00") || strings.Contains(mask, "0#") || strings.Contains(mask, "+")):
		return style{kind: styleMask, mask: mask}
	}
	return style{}
}

// fill writes digits into a mask, from the right. The leftmost placeholder
// takes all digits that are left; a 0 without a digit is 0, a # is nothing.
func fill(mask, digits string) string {
	var out []byte // from right to left
	first := strings.IndexAny(mask, "0#")
	for i := len(mask) - 1; i >= 0; i-- {
		switch c := mask[i]; {
		case c != '0' && c != '#':
			out = append(out, c)
		case digits == "" && c == '0':
			out = append(out, '0')
		case i == first:
			for digits != "" {
				out = append(out, digits[len(digits)-1])
				digits = digits[:len(digits)-1]
			}
		case digits != "":
			out = append(out, digits[len(digits)-1])
			digits = digits[:len(digits)-1]
		}
	}
	slices.Reverse(out)
	return string(out)
}
