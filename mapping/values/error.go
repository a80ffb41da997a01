package values

// Error says what is wrong with one value.
type Error struct {
	Kind    string // stable, for counting and for programs: "email-no-at"
	Message string // goes after the value: `is not an email address: there is no "@"`
}

func (e *Error) Error() string { return e.Message }
