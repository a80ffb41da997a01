package quo

// A CustomField is one entry of the workspace's catalogue of custom fields.
// Its key is often a 24-digit hex id, so people call fields by their name.
type CustomField struct {
	Name string    `json:"name"`
	Key  string    `json:"key"`
	Type FieldType `json:"type"`
}

// FieldType is the type of a custom field.
type FieldType string

// The types that the API documents. Others may come; their values are kept
// and sent back as they are.
const (
	Address     FieldType = "address"
	Boolean     FieldType = "boolean"
	Date        FieldType = "date"
	MultiSelect FieldType = "multi-select"
	Number      FieldType = "number"
	String      FieldType = "string"
	URL         FieldType = "url"
)
