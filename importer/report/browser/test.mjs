// The report's page in a real browser: its texts, that it fits, that it requests
// nothing, in light and dark, on paper. The pages are the golden ones of
// ../page/testdata, which the Go tests check.
//
// CHROMIUM names the browser; SHOTS a folder for screenshots to look at.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const pages = ['check', 'import']
const widths = [360, 800, 1440]
const schemes = ['light', 'dark']
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync']

const profile = mkdtempSync(join(tmpdir(), 'quo-import-browser-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: flags,
})
after(async () => {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
})

const address = name => pathToFileURL(fileURLToPath(new URL(`../page/testdata/${name}.html`, import.meta.url))).href

// open returns the page with its requests and its console messages.
async function open(name, width = 1440, scheme = 'light') {
  const page = await context.newPage()
  const requests = []
  const messages = []
  page.on('request', r => requests.push(r.url()))
  page.on('console', m => messages.push(m.text()))
  page.on('pageerror', e => messages.push(String(e)))
  page.on('dialog', d => { messages.push(`dialog: ${d.message()}`); d.dismiss() })
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await page.goto(address(name))
  return { page, requests, messages }
}

for (const name of pages) {
  for (const width of widths) {
    for (const scheme of schemes) {
      test(`${name}, ${width} px, ${scheme}: fits, requests nothing, is readable`, async () => {
        const { page, requests, messages } = await open(name, width, scheme)
        assert.deepEqual(requests, [address(name)], 'requests')
        assert.deepEqual(messages, [], 'console')
        assert.deepEqual(await page.evaluate(tooWide), [], 'wider than the window')
        assert.deepEqual(await page.evaluate(tooFaint), [], 'contrast under 4.5')
        if (width === 1440) assert.deepEqual(await page.evaluate(cut), [], 'a table that must be scrolled to be seen')
        if (process.env.SHOTS) {
          await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}-${scheme}.png`), fullPage: true })
        }
        await page.close()
      })
    }
  }

  test(`${name}: has the structure that screen readers need`, async () => {
    const { page } = await open(name)
    assert.deepEqual(await page.evaluate(structure), [])
    await page.close()
  })

  test(`${name}: the keyboard reaches every link and every table that scrolls, and the focus is visible`, async () => {
    const { page } = await open(name, 360)
    const want = await page.locator('a, input, [tabindex="0"]').count()
    const reached = new Set()
    for (let i = 0; i < want; i++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const e = document.activeElement
        return { id: [...document.querySelectorAll('*')].indexOf(e), outline: getComputedStyle(e).outlineStyle }
      })
      assert.notEqual(at.outline, 'none', 'the focus is not visible')
      reached.add(at.id)
    }
    assert.equal(reached.size, want)
    await page.close()
  })

  test(`${name}: prints`, async () => {
    const { page } = await open(name, 1440, 'dark')
    const pdf = await page.pdf({ format: 'A4' })
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const [paper, nav] = await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('nav')).display])
    assert.equal(paper, 'rgb(255, 255, 255)', 'ink is not spent on a dark page')
    assert.equal(nav, 'none')
    await page.setViewportSize({ width: 718, height: 1000 }) // A4 between its margins, at 96 dpi
    assert.deepEqual(await page.evaluate(tooWide), [], 'wider than the paper')
    await page.close()
  })
}

test('the check: the worst column comes first, and cells are text', async () => {
  const { page } = await open('check')
  assert.match(await page.locator('h1').innerText(), /10,348 of 10,412 rows ready/)
  assert.match(await page.locator('header').innerText(), /contacts\.csv · 23 November 2026, 07:13 UTC · Northwind Roofing[^]*quo-import import 'my contacts\.csv' -m acme\.yaml/)
  assert.match(await page.locator('#fixes tbody tr').first().innerText(), /61\s+only because of Mobile: write the numbers with their area code, or pass --on-invalid drop/)
  const problems = page.locator('#problems .stacks tbody tr')
  assert.match(await problems.first().innerText(), /^Mobile\s+61\s+0\.6%\s+no area code\s+52\s+damaged by a spreadsheet\s+6\s+not a number\s+3\s*$/)
  const parts = await problems.first().locator('.stack rect').evaluateAll(list => list.map(r => r.getBoundingClientRect().width))
  assert.ok(parts.length === 3 && parts.every(w => w >= 4) && parts[0] > 5 * parts[1], `the parts of the bar are ${parts} wide`)
  assert.match(await page.locator('#problems').innerText(), /<script>alert\(1\)<\/script>/)
  assert.equal(await page.locator('#contacts .card').count(), 2)
  assert.match(await page.locator('#contacts .card').first().innerText(), /Maya Okafor[^]*\+14155550134[^]*2022-03-14/)
  assert.match(await page.locator('#contacts .card').last().innerText(), /no number: invisible in the Quo app/)
  assert.match(await page.locator('#columns tr', { hasText: 'Mobile' }).innerText(), /\(415\) 555-0134 → \+14155550134/)
  assert.equal(await page.locator('#requests').count(), 0, 'a check has no chart')
  await page.close()
})

test('a phone shows the same: what is wrong, the bars, and each row with its bad cell', async () => {
  const { page } = await open('check', 360)
  const inside = async what => {
    const box = await page.locator(what).first().boundingBox()
    assert.ok(box && box.x >= 0 && box.x + box.width <= 361 && box.height > 3, `${what} is at ${JSON.stringify(box)}`)
  }
  for (const what of ['h1', '.where', '.next code', '#fixes tbody td', '#problems .stack', '#problems .kinds ul', '#rejected .bad', '#rejected .why', '#find', '#columns .how', '#columns .field', '#columns .sample']) {
    await inside(what)
  }
  const row = page.locator('#rejected tbody tr').first()
  assert.match(await row.locator('.bad').evaluate(e => getComputedStyle(e, '::before').content), /E-Mail/, 'a cell is called like its column')
  assert.equal(await page.locator('#rejected thead').isVisible(), false)
  await page.close()
})

test('typing finds rows, with words in any order, and says how many', async () => {
  const { page, messages } = await open('check')
  const rows = page.locator('#rejected tbody tr:visible')
  assert.equal(await rows.count(), 64)
  await page.locator('#find').fill('KEINE c-201')
  assert.equal(await rows.count(), 1)
  assert.equal(await page.locator('#found').innerText(), '1 of 64')
  await page.locator('#find').fill('')
  assert.equal(await rows.count(), 64)
  assert.deepEqual(messages, [])
  await page.close()
})

test('the import: requests against the limit, and failures with the answers of the server', async () => {
  const { page } = await open('import')
  assert.match(await page.locator('#requests svg').getAttribute('aria-label'), /The limit is 10 a second/)
  const box = await page.locator('#requests .line').boundingBox()
  assert.ok(box.width > 600 && box.height > 20, `the line is ${box.width} by ${box.height}`)
  assert.equal(await page.locator('#failures tbody tr').count(), 3)
  assert.match(await page.locator('#failures tbody tr').first().innerText(), /32\s+400\s+.*custom field Plan: the value is too long\s+line\s5000/)
  const bar = await page.locator('.bar rect').evaluateAll(list => list.map(r => r.getBoundingClientRect().width))
  assert.ok(bar.every(w => w >= 5), `a part of the bar is not visible: ${bar}`)
  await page.close()
})

// tooWide finds what makes the page scroll sideways. Tables scroll in boxes of
// their own, and what is in them does not count.
function tooWide() {
  const width = document.documentElement.clientWidth
  const found = document.documentElement.scrollWidth > width ? [`page ${document.documentElement.scrollWidth}`] : []
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect()
    const scrolls = e.closest('.scroll') && getComputedStyle(e.closest('.scroll')).overflowX === 'auto'
    if (box.right > width + 1 && (!scrolls || e.matches('.scroll'))) found.push(`${e.tagName}.${e.getAttribute('class')} ${box.right}`)
  }
  return found
}

// cut finds tables that are wider than the box that they scroll in.
function cut() {
  return [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => `${e.getAttribute('aria-labelledby')} ${e.scrollWidth} of ${e.clientWidth}`)
}

// tooFaint finds texts with a contrast under 4.5 (WCAG 2, 1.4.3). The dots for
// "none" in a grid are not there to be read.
function tooFaint() {
  const parse = c => c.match(/[\d.]+/g).map(Number)
  const light = c => c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor)
      if (c.length < 4 || c[3] === 1) return c
    }
    return [255, 255, 255]
  }
  const found = new Set()
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement
    if (!n.data.trim() || e.matches('.none')) continue
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x)
    const contrast = (a + 0.05) / (b + 0.05)
    if (contrast < 4.5) found.add(`${e.tagName}.${e.className} ${contrast.toFixed(2)} ${n.data.trim().slice(0, 20)}`)
  }
  return [...found]
}

// structure finds problems for screen readers.
function structure() {
  const found = []
  const check = (ok, what) => ok || found.push(what)
  check(document.documentElement.lang === 'en', 'no language')
  for (const tag of ['header', 'nav', 'main', 'footer', 'h1']) {
    check(document.querySelectorAll(`body > ${tag}, header > ${tag}`).length === 1, `not one ${tag}`)
  }
  let level = 0
  for (const h of document.querySelectorAll('h1, h2, h3, h4')) {
    const is = Number(h.tagName[1])
    check(is <= level + 1, `${h.tagName} after H${level}: ${h.textContent}`)
    level = is
  }
  for (const svg of document.querySelectorAll('svg')) {
    check(svg.getAttribute('aria-hidden') === 'true' || svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label'), 'an svg without words')
  }
  for (const th of document.querySelectorAll('th')) check(th.scope, `a th without scope: ${th.textContent}`)
  for (const tr of document.querySelectorAll('tbody tr')) check(tr.querySelector('th[scope=row]'), 'a row without its header')
  for (const s of document.querySelectorAll('section, [role=region], nav')) {
    const label = s.getAttribute('aria-label') || document.getElementById(s.getAttribute('aria-labelledby'))?.textContent
    check(label, `${s.tagName} without a name`)
  }
  for (const a of document.querySelectorAll('a[href^="#"]')) check(document.querySelector(a.getAttribute('href')), `${a.href} leads nowhere`)
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id)
  check(new Set(ids).size === ids.length, 'an id twice')
  return found
}
