// How fast the rows with problems are, with 100,000 of them, in Chromium on this machine:
// npm run sheet-speed. Times are wall clock, and mean something on an idle machine only.
import { launch, openSheet, start } from './sheetstart.mjs'

const n = +(process.env.ROWS || 100_000)
let text = 'ID,First Name,Last Name,Mobile,Email,Company,City\n'
for (let i = 1; i <= n; i++) text += `${i},First ${i},Last ${i},${i % 100 === 0 ? '415-55' : `(415) 555-${String(i % 10_000).padStart(4, '0')}`},person${i}${i % 100 === 0 ? '@' : '(at)'}example.com,Company ${i},Berlin\n`
const run = await start(text, 'large.csv')
const browser = await launch(['--enable-precise-memory-info', '--js-flags=--expose-gc'])
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(15_000)
  await openSheet(page, run.address)
  await page.waitForTimeout(2000)
  const heap = () => page.evaluate(() => { window.gc(); return performance.memory.usedJSHeapSize / 1e6 })
  const rows = []
  const row = (what, got, most, unit) => rows.push({ what, measured: `${got.toFixed(1)} ${unit}`, 'at most': `${most} ${unit}` })

  // changed resolves with the time until the count of all rows is another one.
  const changed = () => page.evaluate(() => new Promise(done => {
    const at = document.querySelector('.facet b')
    const before = at.textContent
    window.began = performance.now()
    new MutationObserver((_, o) => { if (at.textContent !== before) { o.disconnect(); requestAnimationFrame(() => done(performance.now() - window.began)) } }).observe(at, { characterData: true, childList: true, subtree: true })
  }))
  const times = []
  await page.locator('.sheet-box').focus()
  for (let i = 0; i < 15; i++) {
    await page.keyboard.type('person@example.com')
    const done = changed()
    await page.evaluate(() => addEventListener('keydown', () => { window.began = performance.now() }, { capture: true, once: true }))
    await page.keyboard.press('Enter')
    times.push(await done)
  }
  times.sort((a, b) => a - b)
  row('one edit → its row, the facets and the counts (median of 15)', times[7], 100, 'ms')
  row('the slowest of them', times[14], 100, 'ms')

  await page.getByRole('button', { name: 'Correct many' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What to do').selectOption('replace')
  await dialog.getByLabel('In the column').selectOption({ label: 'Mobile' })
  await dialog.getByRole('textbox', { name: 'Find' }).fill('415-55')
  await dialog.getByLabel('Whole cells only').check()
  await dialog.locator('tbody tr').first().waitFor()
  const done = changed()
  await page.evaluate(() => addEventListener('click', () => { window.began = performance.now() }, { capture: true, once: true }))
  await dialog.locator('.primary').click()
  row('a correction of 1,000 rows → applied, counts right', await done, 500, 'ms')
  await page.waitForTimeout(1500)

  const scroll = await page.evaluate(() => new Promise(done => {
    const box = document.querySelector('.sheet-box')
    box.scrollTop = 0
    const step = box.scrollHeight / 600
    const frames = []
    let last = 0
    const next = now => {
      if (last) frames.push(now - last)
      last = now
      box.scrollTop += step
      if (box.scrollTop + box.clientHeight < box.scrollHeight - 1) requestAnimationFrame(next)
      else done(frames)
    }
    requestAnimationFrame(next)
  }))
  await page.waitForTimeout(500)
  for (let i = 0; i < 150; i++) { await page.mouse.move(700, 600); await page.mouse.wheel(0, -400) }
  row(`scrolling through ${n.toLocaleString('en')} rows: frames over 50 ms, of ${scroll.length}`, scroll.filter(f => f > 50).length, 0, '')
  row('the longest of them', Math.max(...scroll), 50, 'ms')
  row('heap of the page', await heap(), 30, 'MB')
  console.table(rows)
} finally {
  await browser.close()
  await run.stop()
}
