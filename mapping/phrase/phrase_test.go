package phrase_test

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/mapping/phrase"
)

func Example() {
	known := []string{"key", "region", "contact"}
	fmt.Println(phrase.Quote("a\tb"), len(phrase.Quote(strings.Repeat("x", 100))))
	fmt.Println(phrase.Either(known))
	fmt.Println("not known: kye" + phrase.DidYouMean("kye", known))
	fmt.Println("not known: zebra" + phrase.DidYouMean("zebra", known))
	fmt.Printf("%q\n", phrase.Near("zebra", known))
	// Output:
	// "a\tb" 85
	// key, region or contact
	// not known: kye (did you mean "key"?)
	// not known: zebra: it is key, region or contact
	// ""
}
