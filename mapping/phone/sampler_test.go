package phone

import (
	"math/rand/v2"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// sampler makes up what people write: numbers of every plan of the library, valid and broken, in every style.
type sampler struct {
	*rand.Rand
	plans   []*phonenumbers.PhoneMetadata
	regions []string
}

func newSampler(seed uint64) *sampler {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		panic(err)
	}
	s := &sampler{Rand: rand.New(rand.NewPCG(seed, 1)), plans: collection.GetMetadata()}
	for _, m := range s.plans {
		s.regions = append(s.regions, m.GetId())
	}
	return s
}

// sample returns a text and the region it was found in. The plans take turns, so that none is left out.
func (s *sampler) sample(turn int) (text, region string) {
	m := s.plans[turn%len(s.plans)]
	national := s.national(m)
	if s.chance(3) {
		national = s.broken(national)
	}
	region = s.region(m)
	text = s.prefixed(m, region, national)
	if s.chance(12) {
		text = s.strange(text, m)
	}
	return text, region
}

func (s *sampler) chance(oneIn int) bool { return s.IntN(oneIn) == 0 }

func pick[T any](s *sampler, from ...T) T { return from[s.IntN(len(from))] }

// region returns the plan's own region half of the time, else another one, or none.
func (s *sampler) region(m *phonenumbers.PhoneMetadata) string {
	switch s.IntN(20) {
	case 0:
		return ""
	case 1:
		return pick(s, "AQ", "ZZ", "us", "001", "USA")
	case 2, 3, 4:
		return pick(s, s.regions...)
	case 5, 6, 7:
		return pick(s, phonenumbers.GetRegionCodesForCountryCode(int(m.GetCountryCode()))...)
	default:
		return m.GetId()
	}
}

// national returns the digits of a number of the plan: an example, a walk through one of its patterns, or noise.
func (s *sampler) national(m *phonenumbers.PhoneMetadata) string {
	d := pick(s, m.GetFixedLine(), m.GetMobile(), m.GetTollFree(), m.GetPremiumRate(), m.GetSharedCost(),
		m.GetPersonalNumber(), m.GetVoip(), m.GetPager(), m.GetUan(), m.GetVoicemail(), m.GetGeneralDesc())
	switch {
	case s.chance(20):
		return s.digits(s.IntN(22))
	case s.chance(8) && d.GetExampleNumber() != "":
		return d.GetExampleNumber()
	case d.GetNationalNumberPattern() == "" || d.GetNationalNumberPattern() == "NA":
		d = m.GetGeneralDesc()
	}
	return s.walk(d.GetNationalNumberPattern())
}

func (s *sampler) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + s.IntN(10))
	}
	return string(b)
}

// broken changes a digit, or the length.
func (s *sampler) broken(number string) string {
	if number == "" {
		return s.digits(3)
	}
	i := s.IntN(len(number))
	switch s.IntN(5) {
	case 0:
		return number[:i] + s.digits(1) + number[i+1:]
	case 1:
		return number[:i] + number[i+1:]
	case 2:
		return number[:i] + s.digits(1+s.IntN(3)) + number[i:]
	case 3:
		return number[:i]
	default:
		return number + s.digits(1+s.IntN(8))
	}
}

// prefixed puts a prefix before the number, and punctuation into it.
func (s *sampler) prefixed(m *phonenumbers.PhoneMetadata, region, national string) string {
	code := strconv.Itoa(int(m.GetCountryCode()))
	trunk := s.walk(m.GetNationalPrefixForParsing())
	switch s.IntN(12) {
	case 0, 1:
		return s.punctuated("+"+code, national)
	case 2:
		return s.punctuated("+"+code, trunk+national)
	case 3:
		return s.punctuated("+"+code+" (0)", national)
	case 4:
		return s.punctuated(s.abroad(region)+code, national)
	case 5:
		return s.punctuated(code, national)
	case 6:
		return s.punctuated(code+trunk, national)
	case 7, 8:
		return s.punctuated(trunk, national)
	case 9:
		return s.punctuated(pick(s, "0", "1", "8", "00", "+", "+0", "+00", "++", code+code), national)
	default:
		return s.punctuated("", national)
	}
}

// abroad returns a prefix that leads abroad from the region.
func (s *sampler) abroad(region string) string {
	for _, m := range s.plans {
		if m.GetId() == region && !s.chance(4) {
			return s.walk(m.GetInternationalPrefix())
		}
	}
	return pick(s, "00", "011", "810", "+")
}

func (s *sampler) punctuated(prefix, national string) string {
	var b strings.Builder
	b.WriteString(pick(s, "", "", "", "", "(", " ", "tel:", "Tel. "))
	b.WriteString(prefix)
	gap := pick(s, "", "", " ", "-", ".", "/", " - ", ") ")
	b.WriteString(gap)
	for i, c := range national {
		if i > 0 && gap != "" && s.chance(3) {
			b.WriteString(gap)
		}
		b.WriteRune(c)
	}
	if s.chance(6) {
		b.WriteString(s.extension())
	}
	return b.String()
}

func (s *sampler) extension() string {
	return pick(s, " x", "x", " X ", " ext ", " ext. ", " Ext. ", ", ext ", ",ext:", " extn ", " extension ", " EXTENSION", " #", "#",
		";ext=", " xtn ", " exten ", " extensio ", " e ", " доб. ", " anexo ", " int ", ",", ",,", ";", " / x", " - ", "-", "~", " ext", " #x", " poste ") +
		s.digits(s.IntN(12)) + pick(s, "", "", "", "", "", "#", " ", ".", ")")
}

// strange does to a text what keyboards, address books and spreadsheets do.
func (s *sampler) strange(text string, m *phonenumbers.PhoneMetadata) string {
	switch s.IntN(14) {
	case 0:
		return pick(s, "'", `"`, `="`, "`", "“") + text + pick(s, `"`, ",", ";", " |", "!", "”", "'")
	case 1:
		return "\u202a" + text + "\u202c"
	case 2:
		return strings.ReplaceAll(text, " ", pick(s, "\u00a0", "\u202f", "\t", "\n", "\r\n", "  "))
	case 3:
		return text + pick(s, " / ", "/", "; ", ", ", " or ", "\n", " ", " & ", "|", " y ") + s.prefixed(m, "", s.national(m))
	case 4:
		return text + pick(s, ".0", ".00", ",0", ",000", "E9", "e+10", ".5E+09")
	case 5:
		return text + pick(s, " home", " cell", " (mobile)", " w", " ab", " GO", "FLOWERS", " Büro")
	case 6:
		return pick(s, "home: ", "N/A", "call ", "m ", "1 ", "#", "(1) ", "*", "Телефон ", ";", ";phone-context=+1", "x;phone-context=1;", "tel:;phone-context=+49;") + text
	case 7:
		return wide.Replace(text)
	case 8:
		return arabic.Replace(text)
	case 9:
		return strings.ReplaceAll(text, "-", pick(s, "–", "‑", "−", "·", "_"))
	case 10:
		if text == "" {
			return "x"
		}
		i := s.IntN(len(text))
		return text[:i] + string(rune(s.IntN(128))) + text[i:]
	case 11:
		return text + pick(s, ";phone-context=+1", ";phone-context=example.com", ";isub=12", ";phone-context=", ";ext=5")
	case 12:
		return pick(s, "", "-", "N/A", "n.a.", "+", "++", "x", "()", "#REF!", "1", "12", "+1", "+ 1", "1.", "?", strings.Repeat("x", 251), strings.Repeat("1", 251))
	default:
		return text + text
	}
}

var (
	wide   = strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "+", "＋")
	arabic = strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "۴", "5", "۵")
)

// walk makes up digits that a pattern of the metadata matches.
func (s *sampler) walk(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	s.step(&b, re)
	return b.String()
}

func (s *sampler) step(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		i := 2 * s.IntN(len(re.Rune)/2)
		b.WriteRune(re.Rune[i] + rune(s.IntN(int(re.Rune[i+1]-re.Rune[i])+1)))
	case syntax.OpAlternate:
		s.step(b, pick(s, re.Sub...))
	case syntax.OpQuest:
		if s.chance(2) {
			s.step(b, re.Sub[0])
		}
	case syntax.OpRepeat:
		for range re.Min + s.IntN(re.Max-re.Min+1) {
			s.step(b, re.Sub[0])
		}
	default: // a group, a sequence, the end of the text
		for _, sub := range re.Sub {
			s.step(b, sub)
		}
	}
}
