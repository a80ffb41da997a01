"""What a user would write instead of quo-import: csv or NDJSON and phonenumbers, one JSON line a row."""
import csv, json, re, sys
from datetime import datetime
import phonenumbers
EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\Z")
st = dict(rows=0, bad=0, phone=0, email=0, date=0, name=0, score=0)

def email(v, f, errs):
    v = v.strip()
    if not v:
        return ''
    if not EMAIL.match(v):
        errs.append(f + ': invalid'); st['email'] += 1
        return ''
    a, _, d = v.rpartition('@')
    return a + '@' + d.lower()

def tel(v, region, f, errs):
    if not v:
        return ''
    try:
        n = phonenumbers.parse(v, region)
        if phonenumbers.is_valid_number(n):
            return phonenumbers.format_number(n, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    errs.append(f + ': invalid'); st['phone'] += 1
    return ''

def date(s):
    try:
        if '/' in s:
            return datetime.strptime(s, '%m/%d/%Y').date().isoformat()
        return datetime.fromisoformat(s.replace('Z', '+00:00')).date().isoformat()
    except ValueError:
        return None

def process(r):
    errs = []
    st['rows'] += 1
    o = {'row': st['rows'], 'id': r['id'], 'first_name': r['first_name'].strip(), 'last_name': r['last_name'].strip(), 'company': r['company'], 'job_title': r['job_title']}
    if not o['first_name']:
        errs.append('first_name: required'); st['name'] += 1
    o['email'] = email(r['email'], 'email', errs)
    o['email_2'] = email(r['email_2'], 'email_2', errs)
    region = r['country'] or 'US'
    o['mobile'] = tel(r['mobile'], region, 'mobile', errs)
    o['work_phone'] = tel(r['work_phone'], region, 'work_phone', errs)
    o['country'] = r['country']
    o['signup_date'] = ''
    d = r['signup_date'].strip()
    if d:
        v = date(d)
        if v is None:
            errs.append('signup_date: invalid'); st['date'] += 1
        else:
            o['signup_date'] = v
    try:
        sc = int(r['lead_score'])
        if not 0 <= sc <= 100:
            raise ValueError
        o['lead_score'] = sc
    except ValueError:
        o['lead_score'] = 0; errs.append('lead_score: invalid'); st['score'] += 1
    t = r['tags']
    o['tags'] = t if isinstance(t, list) else t.split(';') if t else []
    o['website'] = r['website']
    if errs:
        st['bad'] += 1
        o['errors'] = errs
    return o

def rows(path):
    if path.endswith('.ndjson'):
        with open(path, encoding='utf-8') as f:
            for l in f:
                yield json.loads(l)
    else:
        with open(path, newline='', encoding='utf-8') as f:
            yield from csv.DictReader(f)

w = sys.stdout.write
for r in rows(sys.argv[1]):
    w(json.dumps(process(r), ensure_ascii=False) + '\n')
print(' '.join(f'{k}={v}' for k, v in st.items()), file=sys.stderr)
