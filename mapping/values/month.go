package values

// monthNumber gives the month that a word names in English, Spanish,
// Portuguese, French, German, Italian or Dutch, long or short; 0 for none. No
// word names two.
func monthNumber(word string) int {
	if len(word) < 3 {
		return 0
	}
	switch NormaliseName(word) {
	case "january", "jan", "enero", "ene", "janeiro", "janvier", "janv", "januar", "janner", "gennaio", "gen", "januari":
		return 1
	case "february", "feb", "febrero", "fevereiro", "fev", "fevrier", "fevr", "februar", "feber", "febbraio", "februari":
		return 2
	case "march", "mar", "marzo", "marco", "mars", "marz", "maerz", "mrz", "maart", "mrt":
		return 3
	case "april", "apr", "abril", "abr", "avril", "avr", "aprile":
		return 4
	case "may", "mayo", "maio", "mai", "maggio", "mag", "mei":
		return 5
	case "june", "jun", "junio", "junho", "juin", "juni", "giugno", "giu":
		return 6
	case "july", "jul", "julio", "julho", "juillet", "juil", "juli", "luglio", "lug":
		return 7
	case "august", "aug", "agosto", "ago", "aout", "augustus":
		return 8
	case "september", "sep", "sept", "septiembre", "setiembre", "set", "setembro", "septembre", "settembre":
		return 9
	case "october", "oct", "octubre", "outubro", "out", "octobre", "oktober", "okt", "ottobre", "ott":
		return 10
	case "november", "nov", "noviembre", "novembro", "novembre":
		return 11
	case "december", "dec", "diciembre", "dic", "dezembro", "dez", "decembre", "dezember", "dicembre":
		return 12
	}
	return 0
}
