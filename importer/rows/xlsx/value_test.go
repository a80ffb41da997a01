package xlsx

import "testing"

func TestStyleOf(t *testing.T) {
	for code, want := range map[string]style{
		"General": {}, "0": {}, "0.00": {}, "#,##0": {}, "@": {}, "[h]:mm": {}, `0" €"`: {}, `0" pcs"`: {}, "(###) ###-####": {},
		"yyyy-mm-dd": {kind: styleDate}, `[$-409]d\-mmm\-yy;@`: {kind: styleDate}, "mmm": {kind: styleDate}, `dd"."mm"."yyyy hh:mm`: {kind: styleDate}, "h:mm AM/PM": {kind: styleTime}, "mm:ss": {kind: styleTime},
		"00000": {kind: styleMask, mask: "00000"}, "000-00-0000": {kind: styleMask, mask: "000-00-0000"}, `"+"0`: {kind: styleMask, mask: "+0"}, `+#`: {kind: styleMask, mask: "+#"},
		`00\.00\.00`: {kind: styleMask, mask: "00.00.00"}, "[Red]0000": {kind: styleMask, mask: "0000"}, `[<100]000;0`: {},
	} {
		if got := styleOf(code); got != want {
			t.Errorf("%s: %+v, not %+v", code, got, want)
		}
	}
	for _, c := range []struct{ mask, digits, want string }{
		{"00000", "2134", "02134"}, {"00000", "123456", "123456"}, {"000-00-0000", "123456789", "123-45-6789"}, {"+#", "49301234", "+49301234"}, {"0# ## ## ## ##", "612345678", "06 12 34 56 78"},
	} {
		if got := fill(c.mask, c.digits); got != c.want {
			t.Errorf("%s in %s: %s, not %s", c.digits, c.mask, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	for serial, want := range map[float64]string{0: "", 1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 45363: "2024-03-12", 45363.384722222225: "2024-03-12T09:14:00", 45363.9999999: "2024-03-13"} {
		if got, ok := dateText(serial, false, false); got != want || !ok {
			t.Errorf("%v: %s, not %s", serial, got, want)
		}
	}
}
