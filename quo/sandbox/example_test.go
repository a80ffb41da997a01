package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// A POST whose answer is lost was carried out: the second one is refused because
// the pair is taken.
func ExampleSandbox() {
	quo := sandbox.New(sandbox.Options{})
	quo.Queue(sandbox.Fault{Op: sandbox.Create, Reset: true, After: true})
	client := http.Client{Transport: quo.RoundTripper()}

	for range 2 {
		req, _ := http.NewRequest(http.MethodPost, "https://api.quo.com/v1/contacts",
			strings.NewReader(`{"externalId":"7","source":"acme","defaultFields":{"firstName":"Ada"}}`))
		req.Header.Set("Authorization", "any key")
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			fmt.Println(err)
			continue
		}
		resp.Body.Close()
		fmt.Println(resp.Status)
	}
	fmt.Println(len(quo.Contacts()), "contact,", len(quo.Unfired()), "faults unfired")
	// Output:
	// Post "https://api.quo.com/v1/contacts": read tcp: connection reset by peer
	// 409 Conflict
	// 1 contact, 0 faults unfired
}
