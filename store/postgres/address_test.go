package postgres

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestAnAddressIsShownWithoutUserAndPassword(t *testing.T) {
	t.Setenv("PGHOST", "env.example")
	t.Setenv("PGDATABASE", "fromenv")
	for text, want := range map[string]string{
		"postgres://ada:s3cret@db.example/quo?state=acme":                       "postgres://db.example/quo?state=acme",
		"postgresql://ada:s3cret@db.example:6432/quo?sslmode=require&state=a.b": "postgres://db.example:6432/quo?state=a.b",
		"postgres://ada:s3#cret@db.example/quo?state=acme":                      "postgres://db.example/quo?state=acme",
		"postgres://?state=acme":                                                "postgres://env.example/fromenv?state=acme",
		"postgres:///quo?host=/run/postgresql&state=acme":                       "postgres:///quo?host=/run/postgresql&state=acme",
		"postgres:///quo?host=/run/postgresql&port=6432&state=acme":             "postgres:///quo?host=/run/postgresql&port=6432&state=acme",
		"postgres://ada@[::1]/quo?state=café&password=s3cret&lease=1m":          "postgres://[::1]/quo?state=café",
	} {
		a, err := ParseAddress(text)
		if err != nil || a.String() != want {
			t.Errorf("%s: %v, %v", text, a, err)
			continue
		}
		if again, err := ParseAddress(want); err != nil || again.String() != want {
			t.Errorf("%s is not an address: %v, %v", want, again, err)
		}
	}
	a, err := ParseAddress("postgres://db.example/quo?state=x&lease=1m&pool_max_conns=9")
	if err != nil || a.lease != time.Minute || a.config.MaxConns != 9 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAnAddressThatIsWrongIsExplainedWithoutItsPassword(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGDATABASE", "PGUSER", "PGPORT"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for text, want := range map[string]string{
		"postgres://ada:s3cret@db.example/quo":                                  "which state?",
		"postgres://ada:s3cret@db.example/quo?state=":                           "which state?",
		"postgres://ada:s3cret@db.example/quo?state=a&state=b":                  "twice",
		"postgres://ada:s3cret@db.example/quo?state=-a":                         "the name of a state",
		"postgres://ada:s3cret@db.example/quo?state=" + strings.Repeat("a", 64): "the name of a state",
		"postgres://ada:s3cret@db.example/quo?state=a/b":                        "the name of a state",
		"postgres://ada:s3cret@db.example/quo?state=a&lease=5":                  "lease=5",
		"postgres://ada:s3cret@db.example/quo?state=a&lease=1h":                 "lease=1h",
		"postgres://ada:s3cret@db.example/quo?state=a&sslmode=perhaps":          "sslmode",
		"postgres://ada:s3/cret@db.example/quo?state=a":                         "%XX",
		"postgres://ada:s3cret@db.example:port/quo?state=a":                     "%XX",
		"postgres://ada:s3%cret@db.example/quo?state=a":                         "%XX",
		"postgres://ada:s3?cret@db.example/quo?state=a":                         "%XX",
		"postgres://ada@db.example/quo?state=a&password=s3cret;&x=%zz":          "%XX",
	} {
		_, err := ParseAddress(text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3") || strings.Contains(err.Error(), "cret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
