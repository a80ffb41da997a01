package plan

// examples are up to three of something, for a message.
func examples[T any](list []T, text func(T) string) string {
	out := ""
	for i, one := range list[:min(3, len(list))] {
		if i > 0 {
			out += ", "
		}
		out += text(one)
	}
	return out
}
