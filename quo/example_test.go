package quo_test

import (
	"context"
	"fmt"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// An existing contact is read, changed and sent back as a whole.
func ExampleClient_Update() {
	ctx := context.Background()
	server := sandbox.New(sandbox.Options{Key: "key"})
	client, err := quo.New(quo.Options{Key: "key", Transport: sandbox.Direct(server)})
	if err != nil {
		fmt.Println(err)
		return
	}
	ada := quo.Contact{FirstName: "Ada", Source: "acme-crm", ExternalID: "42"}
	if _, err := client.Create(ctx, ada); err != nil {
		fmt.Println(err, quo.Classify(err))
		return
	}
	found, err := client.Lookup(ctx, []string{"42"})
	if err != nil || len(found) == 0 {
		fmt.Println(found, err)
		return
	}
	contact := found[0]
	contact.Role = "CTO"
	contact, err = client.Update(ctx, contact.ID, contact)
	fmt.Println(contact.FullName(), contact.Role, err)

	_, err = client.Create(ctx, ada)
	fmt.Println(quo.Classify(err))
	// Output:
	// Ada CTO <nil>
	// conflict
}
