package values

import (
	"fmt"
	"strings"
	"time"
)

// clock is a time of day, as it was written.
type clock struct {
	hour, minute, second, nanos int
	half                        byte // 'a' for AM, 'p' for PM, 0 for 24 hours
	zoned                       bool
	offset                      int // seconds east of UTC
}

// readClock reads the time that follows a date: "T09:14:05.123Z", " 9:14 PM",
// ", 09:14", " 09.14", "T0914", " 09:14:05 +02:00".
func readClock(s string) (c clock, ok bool) {
	s = strings.TrimLeft(s, " ,\u00A0\u202F")
	if s != "" && (s[0] == 'T' || s[0] == 't') {
		s = s[1:]
	}
	if c.hour, s, ok = readInt(s, 1, 2); !ok || s == "" {
		return c, false
	}
	between := s[:1]
	if isDigit(s[0]) {
		between = "" // 091405
	} else if strings.IndexByte(":.h", s[0]) < 0 {
		return c, false
	}
	if c.minute, s, ok = readInt(s[len(between):], 2, 2); !ok {
		return c, false
	}
	if rest, found := strings.CutPrefix(s, between); found && rest != "" && isDigit(rest[0]) {
		if c.second, s, ok = readInt(rest, 2, 2); !ok {
			return c, false
		}
		c.nanos, s = readFraction(s)
	}
	c.half, s = readHalf(s)
	c.offset, c.zoned, ok = readZone(strings.TrimLeft(s, " "))
	return c, ok
}

// readFraction reads ".123" or ",123" to the nanosecond.
func readFraction(s string) (nanos int, rest string) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s[1]) {
		return 0, s
	}
	s = s[1:]
	for unit := 100_000_000; s != "" && isDigit(s[0]); unit /= 10 {
		nanos += int(s[0]-'0') * unit
		s = s[1:]
	}
	return nanos, s
}

// readHalf reads AM or PM.
func readHalf(s string) (half byte, rest string) {
	t := strings.TrimLeft(s, " \u00A0\u202F")
	for _, mark := range [...]string{"am", "pm", "a.m.", "p.m."} {
		if len(t) >= len(mark) && strings.EqualFold(t[:len(mark)], mark) {
			return mark[0], t[len(mark):]
		}
	}
	return 0, s
}

// readZone reads an offset: "Z", "UTC", "+02:00", "+0200", "+02", or none.
func readZone(s string) (offset int, zoned, ok bool) {
	switch {
	case s == "":
		return 0, false, true
	case strings.EqualFold(s, "Z"), strings.EqualFold(s, "UTC"), strings.EqualFold(s, "GMT"):
		return 0, true, true
	case s[0] != '+' && s[0] != '-':
		return 0, false, false
	}
	hours, rest, ok := readInt(s[1:], 2, 2)
	minutes := 0
	if ok && rest != "" {
		minutes, rest, ok = readInt(strings.TrimPrefix(rest, ":"), 2, 2)
	}
	if !ok || rest != "" || hours > 14 || minutes > 59 {
		return 0, false, false
	}
	offset = hours*3600 + minutes*60
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true, true
}

// on returns the moment at which the clock shows that time on that day.
func (c *clock) on(d day, tz *time.Location) (time.Time, *Error) {
	hour := c.hour
	switch {
	case c.half != 0 && (hour < 1 || hour > 12), hour > 24, c.minute > 59, c.second > 60,
		hour == 24 && (c.minute > 0 || c.second > 0 || c.nanos > 0):
		return time.Time{}, &Error{kindDateInvalid, fmt.Sprintf("is not a time of day: %d:%02d:%02d", c.hour, c.minute, c.second)}
	case c.half == 'a' && hour == 12:
		hour = 0
	case c.half == 'p' && hour < 12:
		hour += 12
	}
	if tz == nil || c.zoned {
		tz = time.UTC
	}
	t := time.Date(d.year, time.Month(d.month), d.day, hour, c.minute, c.second, c.nanos, tz)
	return t.Add(-time.Duration(c.offset) * time.Second).UTC(), nil
}
