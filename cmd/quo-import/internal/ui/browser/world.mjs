// What the tests share: the programs, files to import, and a page.
//
// PROGRAM names the program (bin/quo-import by default), CHROMIUM the browser, SHOTS a
// folder for screenshots to look at.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const program = process.env.PROGRAM || join(root, 'bin/quo-import')
export const shots = process.env.SHOTS
export const key = 'test-key'

const folder = mkdtempSync(join(tmpdir(), 'quo-import-ui-'))
const children = new Set()
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] })

export async function end() {
  await browser.close()
  for (const c of children) c.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

// home makes a folder for one person: their programs keep everything in it.
let homes = 0
export function home() {
  const dir = join(folder, `home-${++homes}`)
  mkdirSync(dir)
  return dir
}

// run starts a program in a folder, and returns its first line of output.
async function run(dir, args) {
  const child = spawn(program, args, { cwd: dir, env: { PATH: process.env.PATH, HOME: dir, XDG_CONFIG_HOME: join(dir, '.config') } })
  children.add(child)
  let out = ''
  const line = await new Promise((resolve, reject) => {
    child.stdout.on('data', d => { out += d; if (out.includes('\n')) resolve(out.split('\n')[0]) })
    let errors = ''
    child.stderr.on('data', d => { errors += d })
    child.on('exit', code => { children.delete(child); reject(new Error(`${args.join(' ')} ended with ${code}: ${errors}`)) })
  })
  return { child, line, kill: signal => new Promise(done => { child.on('exit', done); child.kill(signal) }) }
}

// quo starts a stand-in for Quo, with these contacts and custom fields.
export async function quo({ contacts, fields } = {}) {
  const dir = home()
  if (fields) write(dir, 'fields.json', JSON.stringify(fields))
  const args = ['sandbox', '--addr', '127.0.0.1:0', '--rate', '-1', '--fields', fields ? 'fields.json' : join(root, 'samples/fields.json')]
  if (contacts) {
    writeFileSync(join(dir, 'contacts.json'), JSON.stringify({ data: contacts }))
    args.push('--contacts', 'contacts.json')
  }
  const { line } = await run(dir, args)
  const url = line.replace('listening on ', '')
  const page = async (token = '') => {
    const answer = await fetch(`${url}/v1/contacts?maxResults=50${token && `&pageToken=${token}`}`, { headers: { Authorization: key } }).then(r => r.json())
    return answer.nextPageToken ? [...answer.data, ...await page(answer.nextPageToken)] : answer.data
  }
  return { url, contacts: page }
}

// contents are contacts without what differs from one workspace to another, in order.
export const contents = list => list.map(c => {
  const plain = JSON.parse(JSON.stringify(c, (name, value) => ['id', 'createdAt', 'updatedAt'].includes(name) ? undefined : value))
  return JSON.stringify(plain)
}).sort()

// ui starts the page. Requests are sent as fast as the stand-in takes them, unless a rate is
// given.
export const ui = (dir, api, ...args) => run(dir, ['ui', '--no-open', '--base-url', api.url, ...args.includes('--rate') ? [] : ['--rate', '5000'], ...args])

// command runs an import at the command line, and returns its exit code and errors.
export function command(dir, api, ...args) {
  const r = spawnSync(program, [...args, '--base-url', api.url], { cwd: dir, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: dir, QUO_API_KEY: key } })
  return { code: r.status, text: r.stdout + r.stderr }
}

// visit opens a page as a person sees it. Whatever a page must not do fails the test.
export async function visit(address, { width = 1280, scheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  page.wrong = []
  page.on('console', m => { if (!m.text().includes('ERR_CONNECTION_REFUSED') && !m.text().includes('ERR_INCOMPLETE_CHUNKED')) page.wrong.push(m.text()) })
  page.on('pageerror', e => page.wrong.push(String(e)))
  page.on('dialog', d => { page.wrong.push(`dialog: ${d.message()}`); d.dismiss() })
  page.on('request', r => { if (!r.url().startsWith(address.replace(/\/open.*/, '')) && !r.url().startsWith('data:')) page.wrong.push(`request to ${r.url()}`) })
  await page.goto(address)
  page.at = title => page.getByRole('heading', { level: 1, name: title }).waitFor()
  page.press = name => page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  page.next = async title => {
    await page.press('Next')
    await page.at(title)
  }
  page.idle = () => page.waitForFunction(() => !document.querySelector('main > .working .spinner'))
  page.connect = async () => {
    await page.getByLabel('API key of your Quo workspace').fill(key)
    await page.press('Connect')
    await page.press('Compare with Quo')
    await page.at('The plan')
  }
  return page
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// violations returns what axe-core says against a page. The session of the page's own
// policy forbids scripts of others, so it is evaluated by the browser.
export async function violations(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`))
}

// tooWide returns what makes the page scroll sideways.
export const tooWide = page => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  const found = document.documentElement.scrollWidth > width ? [`page ${document.documentElement.scrollWidth} > ${width}`] : []
  for (const e of document.querySelectorAll('main *, header *')) {
    const box = e.getBoundingClientRect()
    if (box.width > 0 && box.right > width + 1 && !e.closest('.scroll, .copy, nav, .sheet-box, .facets')) found.push(`${e.tagName}.${e.getAttribute('class')} ${Math.round(box.right)}`)
  }
  return found
})

// Files.

export function write(dir, name, content) {
  const path = join(dir, name)
  writeFileSync(path, content)
  return path
}

const names = ['Maya', 'Ben', 'Ana', 'Ola', 'Uma', 'Ito', 'Zoë', 'Jörg', 'Nia', 'Lev']
const families = ['Okafor', 'Li', 'Díaz', 'Berg', 'Rao', 'Ken', 'Müller', "O'Neill", 'Sato', 'Novák']

// crm is a CRM's export of so many rows; the numbers of the first broken ones are no numbers.
export function crm(rows, broken = 0) {
  const lines = ['Customer ID,First Name,Last Name,Company,Mobile,Email,Country']
  for (let i = 0; i < rows; i++) {
    const number = i < broken ? `555-${String(i).padStart(4, '0')}` : `(${212 + i % 3}) 555-${String(i % 10000).padStart(4, '0')}`
    lines.push(`C-${10000 + i},${names[i % 10]},${families[Math.floor(i / 10) % 10]} ${i},Company ${i % 97},${number},p${i}@acme.example,US`)
  }
  return lines.join('\r\n') + '\r\n'
}

// german is a sheet as a German spreadsheet program saves it.
export function german(rows) {
  const lines = ['Kundennr;Vorname;Nachname;Firma;Telefon;E-Mail']
  for (let i = 0; i < rows; i++) {
    lines.push(`K${100 + i};${['Jürgen', 'Käthe', 'Björn'][i % 3]};${['Müller', 'Groß', 'Schäfer'][i % 3]};Bäckerei ${i};030 2312${String(5100 + i).padStart(4, '0')};kunde${i}@baeckerei.example`)
  }
  return Buffer.from(lines.join('\r\n') + '\r\n', 'latin1')
}

// workbook is a sheet with titles above its header.
export function workbook(rows, name = 'Customers') {
  const sheet = [['Customers of Acme'], ['exported on 28 November 2026'], [], ['ID', 'First name', 'Last name', 'Phone', 'Email']]
  for (let i = 0; i < rows; i++) sheet.push([`W${i}`, names[i % 10], families[i % 10], `+1415555${String(100 + i).padStart(4, '0')}`, `w${i}@acme.example`])
  const escape = s => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
  const rowsXML = sheet.map((cells, r) => `<row r="${r + 1}">${cells.map((c, i) => `<c r="${'ABCDEF'[i]}${r + 1}" t="inlineStr"><is><t>${escape(c)}</t></is></c>`).join('')}</row>`).join('')
  return zip({
    '[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels': '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="${escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rowsXML}</sheetData></worksheet>`,
  })
}

// zip packs texts without compression.
function zip(entries) {
  const parts = []
  const central = []
  let at = 0
  for (const [name, text] of Object.entries(entries)) {
    const data = Buffer.from(text)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt32LE(crc32(data), 10)
    header.writeUInt32LE(data.length, 14)
    header.writeUInt32LE(data.length, 18)
    header.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, Buffer.from(name), data])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), header, place, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const tail = Buffer.alloc(18)
  tail.writeUInt16LE(central.length, 4)
  tail.writeUInt16LE(central.length, 6)
  tail.writeUInt32LE(directory.length, 8)
  tail.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), tail])
}
