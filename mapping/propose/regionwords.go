package propose

import (
	"regexp"
	"strings"
	"sync"
)

// What shows a country beside phone numbers. CA stands for itself in addresses, and is
// of the US here: numbers of both are written alike, and mean the same.

// states are the names and codes of the parts of countries that addresses are written
// with.
var states = map[string]string{
	"US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming" +
		"|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NU|Ontario|Quebec|Québec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick",
	"AU": "NSW|VIC|QLD|TAS|ACT|New South Wales|Victoria|Queensland|South Australia|Western Australia|Tasmania",
	"BR": "SP|RJ|MG|RS|BA|PE|CE|GO|DF|ES|São Paulo|Rio de Janeiro|Minas Gerais|Paraná|Santa Catarina|Bahia",
	"MX": "CDMX|Jalisco|Nuevo León|Ciudad de México|Puebla|Estado de México|Guanajuato|Veracruz|Yucatán",
	"DE": "Bayern|Baden-Württemberg|Hessen|Niedersachsen|Nordrhein-Westfalen|NRW|Sachsen|Thüringen|Rheinland-Pfalz|Brandenburg|Schleswig-Holstein|Saarland",
	"GB": "England|Scotland|Wales|Northern Ireland|Greater London|Kent|Essex|Surrey|Yorkshire|Lancashire|Cheshire|Hampshire|Devon|Norfolk|Suffolk|Sussex",
	"IN": "Maharashtra|Karnataka|Tamil Nadu|Gujarat|Delhi|Kerala|Telangana|Uttar Pradesh|West Bengal|Rajasthan|Punjab",
	"ES": "Andalucía|Cataluña|Comunidad de Madrid|Comunidad Valenciana|Galicia|País Vasco|Castilla y León",
	"ZA": "Gauteng|Western Cape|KwaZulu-Natal|Eastern Cape|Free State|Limpopo|Mpumalanga",
}

// stateCodes maps the names of states to their country; one of two countries is of none.
var stateCodes = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for country, names := range states {
		for name := range strings.SplitSeq(names, "|") {
			list := []string{name}
			if strings.ToUpper(name) == name { // codes, with spaces between
				list = strings.Fields(name)
			}
			for _, n := range list {
				n = strings.ToLower(n)
				if other, taken := codes[n]; taken && other != country {
					codes[n] = ""
					continue
				}
				codes[n] = country
			}
		}
	}
	return codes
})

// stateOf returns the country of a state, "" if it is none.
func stateOf(s string) string { return stateCodes()[strings.ToLower(s)] }

// maxPostalCode is more bytes than a text of any of postalCodes has.
const maxPostalCode = 20

// postalCodes are those whose shape shows their country.
var postalCodes = []struct {
	region string
	shape  *regexp.Regexp
}{
	{"US", regexp.MustCompile(`^\d{5}-\d{4}$|^[A-Z]\d[A-Z] ?\d[A-Z]\d$`)},
	{"GB", regexp.MustCompile(`^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$`)},
	{"NL", regexp.MustCompile(`^\d{4} ?[A-Z]{2}$`)},
	{"PL", regexp.MustCompile(`^\d{2}-\d{3}$`)},
	{"BR", regexp.MustCompile(`^\d{5}-\d{3}$`)},
	{"PT", regexp.MustCompile(`^\d{4}-\d{3}$`)},
	{"JP", regexp.MustCompile(`^〒?\d{3}-\d{4}$`)},
	{"SE", regexp.MustCompile(`^\d{3} \d{2}$`)},
	{"IE", regexp.MustCompile(`^[A-Z]\d[\dW] ?[A-Z\d]{4}$`)},
}

// speaking are the countries of a language that column names may be in.
var speaking = map[string][]string{
	"de": {"DE", "AT", "CH"}, "fr": {"FR", "BE", "CH"}, "es": {"ES", "MX", "US", "AR", "CO", "CL", "PE"}, "pt": {"PT", "BR"}, "it": {"IT", "CH"}, "nl": {"NL", "BE"},
	"pl": {"PL"}, "cs": {"CZ"}, "sk": {"SK"}, "hu": {"HU"}, "ro": {"RO"}, "bg": {"BG"}, "hr": {"HR", "BA", "RS"}, "sr": {"RS", "BA"}, "sl": {"SI"}, "uk": {"UA"}, "ru": {"RU", "KZ", "BY"},
	"el": {"GR", "CY"}, "tr": {"TR"}, "sv": {"SE"}, "no": {"NO"}, "da": {"DK"}, "fi": {"FI"}, "et": {"EE"}, "lv": {"LV"}, "lt": {"LT"}, "he": {"IL"}, "ar": {"SA", "AE", "EG", "JO", "LB", "MA"},
	"fa": {"IR"}, "hi": {"IN"}, "ja": {"JP"}, "zh": {"CN", "TW", "HK", "SG", "US"}, "ko": {"KR"}, "vi": {"VN"}, "id": {"ID", "MY"}, "th": {"TH"}, "ca": {"ES"}, "is": {"IS"}, "fil": {"PH"}, "sw": {"KE", "TZ"},
}

// encodedIn are the countries of an encoding of text that few others use.
var encodedIn = map[string][]string{
	"shift_jis": {"JP"}, "shift-jis": {"JP"}, "euc-jp": {"JP"}, "iso-2022-jp": {"JP"}, "euc-kr": {"KR"}, "gbk": {"CN"}, "gb18030": {"CN"}, "gb2312": {"CN"}, "big5": {"TW", "HK"},
	"windows-1250": {"PL", "CZ", "SK", "HU", "RO", "HR", "SI"}, "windows-1251": {"RU", "UA", "BG", "RS", "BY"}, "koi8-r": {"RU"}, "koi8-u": {"UA"}, "windows-1253": {"GR", "CY"}, "windows-1254": {"TR"},
	"windows-1255": {"IL"}, "windows-1256": {"SA", "AE", "EG"}, "windows-1257": {"LT", "LV", "EE"}, "windows-874": {"TH"}, "windows-1258": {"VN"},
}

// semicolonCountries write decimals with a comma, so that their spreadsheets write CSV
// with semicolons.
var semicolonCountries = []string{
	"FR", "ES", "PT", "NL", "BE", "DK", "NO", "SE", "PL", "BR", "DE", "AT", "CH", "IT", "CZ", "SK", "HU", "RO", "BG", "HR", "SI", "RS", "UA", "RU", "GR", "TR", "FI", "EE", "LV", "LT", "ZA", "AR", "CL", "CO",
}
