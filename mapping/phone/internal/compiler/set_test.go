package compiler

import (
	"encoding/binary"
	"regexp"
	"strconv"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"
)

// match runs an automaton as the phone package does.
func (s *Set) match(a State, digits string) (whole bool, end int, group bool) {
	end = -1
	for i, d := range digits {
		if says := s.nodes[a].out; says&matchHere != 0 {
			end, group = i, says&groupHere != 0
		}
		a = s.nodes[a].next[d-'0']
	}
	if says := s.nodes[a].out; says&matchEnd != 0 {
		return true, len(digits), says&groupEnd != 0
	}
	return false, end, group
}

// TestAnAutomatonMatchesWhatItsPatternDoes compares with regexp, over patterns that no numbering plan has yet and
// all short digits.
func TestAnAutomatonMatchesWhatItsPatternDoes(t *testing.T) {
	digits := []string{""}
	for i := 0; len(digits[i]) < 5; i++ {
		digits = append(digits, digits[i]+"0", digits[i]+"1", digits[i]+"2")
	}
	rapid.Check(t, func(t *rapid.T) {
		pattern := patterns(3).Draw(t, "pattern")
		s := NewSet()
		whole, err := s.Whole(pattern)
		if err != nil {
			t.Fatal(err)
		}
		prefix, err := s.Prefix(pattern)
		if err != nil {
			t.Fatal(err)
		}
		wholeWant, prefixWant := regexp.MustCompile(`^(?:`+pattern+`)$`), regexp.MustCompile(`^(?:`+pattern+`)`)
		for _, d := range digits {
			if got, _, _ := s.match(whole, d); got != wholeWant.MatchString(d) {
				t.Fatalf("all of %q: %v; regexp says otherwise", d, got)
			}
			end, group := -1, false
			if found := prefixWant.FindStringSubmatchIndex(d); found != nil {
				end, group = found[1], found[len(found)-2] >= 0
			}
			if _, gotEnd, gotGroup := s.match(prefix, d); gotEnd != end || gotGroup != group {
				t.Fatalf("the start of %q: %d, %v; regexp says %d, %v", d, gotEnd, gotGroup, end, group)
			}
		}
	})
}

// patterns makes up expressions of the kind that numbering plans are written in.
func patterns(depth int) *rapid.Generator[string] {
	leaves := rapid.SampledFrom([]string{"0", "1", "2", "12", "[0-2]", "[13]", `\d`, `\d{2}`, `\d{1,3}`, "", "00", "(1)$", "1|12", "(0)|01"})
	if depth == 0 {
		return leaves
	}
	part := patterns(depth - 1)
	return rapid.OneOf(
		leaves,
		rapid.Custom(func(t *rapid.T) string { return part.Draw(t, "a") + part.Draw(t, "b") }),
		rapid.Custom(func(t *rapid.T) string { return "(?:" + part.Draw(t, "a") + "|" + part.Draw(t, "b") + ")" }),
		rapid.Custom(func(t *rapid.T) string { return "(" + part.Draw(t, "a") + ")" }),
		rapid.Custom(func(t *rapid.T) string { return "(?:" + part.Draw(t, "a") + ")?" }),
		rapid.Custom(func(t *rapid.T) string { return "(" + part.Draw(t, "a") + ")?" }),
	)
}

func TestAPatternWithoutALongestMatchIsRefused(t *testing.T) {
	for _, pattern := range []string{`1\d*`, `\bx`, `(`} {
		if _, err := NewSet().Prefix(pattern); err == nil {
			t.Errorf("%s was compiled", pattern)
		}
	}
}

func description(pattern string, lengths ...int32) *phonenumbers.PhoneNumberDesc {
	return &phonenumbers.PhoneNumberDesc{NationalNumberPattern: &pattern, PossibleLength: lengths}
}

// TestTheFirstRegionWithItsLeadingDigitsDecides is a rule of GetRegionCodeForNumber that no two regions of today's
// metadata disagree about.
func TestTheFirstRegionWithItsLeadingDigitsDecides(t *testing.T) {
	region := func(leading, numbers string, lengths ...int32) *phonenumbers.PhoneMetadata {
		m := &phonenumbers.PhoneMetadata{GeneralDesc: description(`\d{1,9}`), FixedLine: description(numbers, lengths...)}
		if leading != "" {
			m.LeadingDigits = &leading
		}
		return m
	}
	w := &World{Set: NewSet()}
	valid, err := w.valid([]*phonenumbers.PhoneMetadata{
		region("", `1\d{2,4}`, 3, 5),
		region("2", `2[0-4]\d`),
		region("", `2\d{3}|30\d`),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, digits string
		want         bool
	}{
		{"a number of the first region", "123", true},
		{"of a length that its pattern has and its lengths do not", "1234", false},
		{"a number of the second", "234", true},
		{"with the leading digits of the second, and valid in the third only", "2345", false},
		{"a number of the third", "301", true},
		{"a number of none", "401", false},
		{"leading digits alone", "2", false},
		{"nothing", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, _, _ := w.Set.match(valid, tc.digits); got != tc.want {
				t.Errorf("%q is valid: %v", tc.digits, got)
			}
		})
	}
}

func TestPackWritesEveryStateOnce(t *testing.T) {
	w, err := Compile()
	if err != nil {
		t.Fatal(err)
	}
	packed, number := w.Set.Pack(w.roots())
	for state := 1; len(packed) > 0; state++ {
		if state >= len(number) {
			t.Fatalf("%s bytes more than %d states have", strconv.Itoa(len(packed)), len(number))
		}
		n := int(packed[0] >> 4)
		packed = packed[1:]
		for range n {
			back, size := binary.Uvarint(packed[2:])
			if back == 0 || int(back) > state {
				t.Fatalf("state %d leads %d back", state, back)
			}
			packed = packed[2+size:]
		}
	}
}
