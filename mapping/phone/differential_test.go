package phone

import (
	"flag"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
)

var (
	numbers = flag.Int("phone.n", 100_000, "how many numbers the automata and the library are compared over")
	seed    = flag.Uint64("phone.seed", 1, "which numbers those are")
)

// TestTheAutomataAnswerAsTheLibraryDoes is what the speed of this package rests on: the same number, extension
// and error, whatever is asked.
func TestTheAutomataAnswerAsTheLibraryDoes(t *testing.T) {
	n := *numbers
	if testing.Short() {
		n = min(n, 20_000)
	}
	const goroutines = 2
	var tally [goroutines]tally
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			s := newSampler(*seed<<8 + uint64(g))
			for turn := range n / goroutines {
				tally[g].compare(t, s, turn)
			}
		})
	}
	wg.Wait()
	sum := tally[0].plus(tally[1])
	t.Logf("%d numbers compared, %d of them valid, %d answered without the library: %d differences",
		sum.compared, sum.valid, sum.plain, sum.differences)
	if sum.plain < sum.compared/2 || sum.valid < sum.compared/4 {
		t.Error("too few of them to say anything")
	}
}

type tally struct{ compared, valid, plain, differences int }

func (a tally) plus(b tally) tally {
	return tally{a.compared + b.compared, a.valid + b.valid, a.plain + b.plain, a.differences + b.differences}
}

func (a *tally) compare(t *testing.T, s *sampler, turn int) {
	text, region := s.sample(turn)
	a.compared++
	got, gotErr := Parse(text, region)
	want, wantErr := parse(text, region, readByLibrary)
	if got != want || !reflect.DeepEqual(gotErr, wantErr) {
		if a.differences++; a.differences <= 20 {
			t.Errorf("%q in %q: %+v, %+v; the library says %+v, %+v", text, region, got, gotErr, want, wantErr)
		}
	}
	if wantErr == nil {
		a.valid++
	}
	if Valid(text, region) != (wantErr == nil) {
		t.Errorf("%q in %q: Valid is %t, and the error %v", text, region, wantErr != nil, wantErr)
	}
	cleaned, _ := clean(text)
	if _, ok := readPlain(strings.ReplaceAll(cleaned, "\n", " "), region); ok {
		a.plain++
	}
}

// TestEveryPlanIsReadPlainly finds a plan whose numbers all go to the library, which no comparison would.
func TestEveryPlanIsReadPlainly(t *testing.T) {
	s := newSampler(3)
	for _, m := range s.plans {
		plain := 0
		for range 20 {
			number := fmt.Sprintf("+%d%s", m.GetCountryCode(), s.walk(m.GetGeneralDesc().GetNationalNumberPattern()))
			if _, ok := readPlain(number, ""); ok {
				plain++
			}
		}
		if plain < 15 {
			t.Errorf("%s %d: only %d of 20 numbers are read without the library", m.GetId(), m.GetCountryCode(), plain)
		}
	}
}

// FuzzParse compares the two ways to read over any texts.
func FuzzParse(f *testing.F) {
	s := newSampler(4)
	for turn := range 2 * len(s.plans) {
		text, region := s.sample(turn)
		f.Add(text, region)
	}
	// What looks plain and is not: a plus or a dot out of its place, more digits than a number has.
	for _, text := range []string{
		"415+5550134", "4155550134+", "+1+4155550134", "++14155550134", "+ 1 415 555 0134", "(+44) 20 7946 0958", "-+14155550134",
		"4155550130.", "41555501.30", "415555013.0", "4155550134.000", "415.555.0130", "+1.4155550130.0", "...", "+", "()", "12", "",
		"0000000000000000000000000", "4155550134              ", "4155550134                            ",
	} {
		for _, region := range []string{"US", "GB", "", "AQ", "us"} {
			f.Add(text, region)
		}
	}
	// The library refuses a text of more than 250 bytes, even if a number ends it.
	for _, n := range []int{250, 251} {
		const number = "415 555 0134"
		f.Add(strings.Repeat("\"", n)+number, "US")
		f.Add(strings.Repeat("!", n-len(number))+number, "US")
		f.Add(strings.Repeat("K", n-len(number))+number, "US")
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		got, gotErr := Parse(text, region)
		want, wantErr := parse(text, region, readByLibrary)
		if got != want || !reflect.DeepEqual(gotErr, wantErr) {
			t.Errorf("%q in %q: %+v, %+v; the library says %+v, %+v", text, region, got, gotErr, want, wantErr)
		}
	})
}
