// What a user would write instead of quo-import, shared by papa.js and ndjson.js: the same checks of the same
// columns, with libphonenumber-js and its whole metadata.
const { parsePhoneNumberFromString } = require('libphonenumber-js/max');
const phone = (s, r) => { const n = parsePhoneNumberFromString(s, r); return n && n.isValid() ? n.number : null; };
const emailRE = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const p2 = (n) => (n < 10 ? '0' + n : '' + n);
const dim = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const okYMD = (y, m, d) => m >= 1 && m <= 12 && d >= 1 && d <= (m === 2 && (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0)) ? 29 : dim[m]);
function date(s) {
  let m;
  if ((m = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?$/.exec(s))) return okYMD(+m[1], +m[2], +m[3]) ? m[1] + '-' + m[2] + '-' + m[3] : null;
  if ((m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(s))) return okYMD(+m[3], +m[1], +m[2]) ? m[3] + '-' + p2(+m[1]) + '-' + p2(+m[2]) : null;
  return null;
}
const st = { rows: 0, bad: 0, phone: 0, email: 0, date: 0, name: 0, score: 0 };
function email(v, f, errs) {
  v = v.trim();
  if (v === '') return '';
  if (!emailRE.test(v)) { errs.push(f + ': invalid'); st.email++; return ''; }
  const at = v.lastIndexOf('@');
  return v.slice(0, at) + v.slice(at).toLowerCase();
}
function tel(v, region, f, errs) {
  if (v === '') return '';
  const e = phone(v, region);
  if (!e) { errs.push(f + ': invalid'); st.phone++; return ''; }
  return e;
}
// r is an object keyed by column name, as header mode gives
function processRow(r) {
  const errs = [];
  st.rows++;
  const o = { row: st.rows, id: r.id, first_name: r.first_name.trim(), last_name: r.last_name.trim(), company: r.company, job_title: r.job_title };
  if (o.first_name === '') { errs.push('first_name: required'); st.name++; }
  o.email = email(r.email, 'email', errs);
  o.email_2 = email(r.email_2, 'email_2', errs);
  const region = r.country || 'US';
  o.mobile = tel(r.mobile, region, 'mobile', errs);
  o.work_phone = tel(r.work_phone, region, 'work_phone', errs);
  o.country = r.country;
  o.signup_date = '';
  const d = r.signup_date.trim();
  if (d !== '') { const v = date(d); if (v === null) { errs.push('signup_date: invalid'); st.date++; } else o.signup_date = v; }
  const sc = Number(r.lead_score);
  if (Number.isInteger(sc) && sc >= 0 && sc <= 100) o.lead_score = sc; else { o.lead_score = 0; errs.push('lead_score: invalid'); st.score++; }
  o.tags = Array.isArray(r.tags) ? r.tags : r.tags === '' ? [] : r.tags.split(';');
  o.website = r.website;
  if (errs.length) { st.bad++; o.errors = errs; }
  return JSON.stringify(o) + '\n';
}
const fs = require('fs');
let buf = '', len = 0;
function emit(line) { buf += line; if (++len === 512) flush(); }
function flush() { if (buf) { let b = Buffer.from(buf), o = 0; while (o < b.length) { try { o += fs.writeSync(1, b, o); } catch (e) { if (e.code !== 'EAGAIN') throw e; } } } buf = ''; len = 0; }
function done() { flush(); process.stderr.write(Object.entries(st).map(([k, v]) => k + '=' + v).join(' ') + '\n'); }
module.exports = { processRow, emit, done };
