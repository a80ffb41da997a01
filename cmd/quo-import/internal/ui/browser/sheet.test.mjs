// The rows with problems, in Chromium: editing with the keyboard alone, corrections of many
// rows, the way to a spreadsheet and back, what an attacker writes into cells, and axe.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { launch, openSheet, start } from './sheetstart.mjs'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
const contacts = `ID,First Name,Last Name,Mobile,Email,"${evil.replace(/"/g, '""')}"
1,Maya,Okafor,(415) 555-0134,maya@okafor.example,a
2,Ben,Li,n/b,ben@li.example,b
3,Ana,Diaz,555-0136,ana@diaz.example,c
4,Ola,Berg,n/b,ola.berg.example,d
5,Uma,"${evil.replace(/"/g, '""')}",n/b,uma@rao.example,e
6,Ito,Ken,(415) 555-0139,ito@ken.example,f
7,Zoe,Kim,(415) 555-0140,zoe@kim.example,g
8,Leo,Roy,(415) 555-0141,leo@roy.example,h
9,Pia,Fox,(415) 555-0142,pia@fox.example,i
`

let browser, run, page
const errors = []
before(async () => {
  browser = await launch()
  run = await start(contacts)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true })
  page = await context.newPage()
  page.on('pageerror', e => errors.push(e.message))
  page.on('console', m => { if (m.type() === 'error') errors.push(m.text()) })
  await openSheet(page, run.address)
})
after(async () => { await browser?.close(); await run?.stop() })

const problems = () => page.locator('.facet b').first().innerText()
const fixes = async () => (await page.evaluate(() => fetch('/api/sheet/fixes').then(r => r.text()))).trim().split('\n').slice(1)
const until = async (what, wanted, says) => {
  let got
  for (let i = 0; i < 100; i++) { if ((got = await what()) === wanted) return; await page.waitForTimeout(50) }
  assert.equal(got, wanted, says)
}
const bar = () => page.locator('#cell-said').innerText()
const cell = (row, column) => page.locator(`#cell-${row}-${column}`)

test('the chosen cell is in sight as a whole, in a narrow window, too', async () => {
  await page.setViewportSize({ width: 700, height: 900 })
  await page.reload()
  await cell(0, 3).waitFor()
  // hidden is how much of the chosen cell is cut at the edge or under the line's number.
  const hidden = () => page.evaluate(() => {
    const box = document.querySelector('.sheet-box')
    const active = box.querySelector('.active').getBoundingClientRect()
    const left = box.querySelector('.head .at').getBoundingClientRect().right
    return `${Math.max(0, Math.ceil(left - active.left - 1))} px left, ${Math.max(0, Math.ceil(active.right - box.getBoundingClientRect().left - box.clientLeft - box.clientWidth - 1))} px right`
  })
  const chosen = () => page.locator('.sheet-box .active').getAttribute('id')
  await until(chosen, 'cell-0-3')
  await until(hidden, '0 px left, 0 px right', 'the first cell that is wrong')
  await page.locator('.sheet-box').focus()
  for (const [key, id] of [['ArrowLeft', 'cell-0-2'], ['ArrowLeft', 'cell-0-1'], ['ArrowLeft', 'cell-0-0'], ['End', 'cell-0-4'], ['Tab', 'cell-1-0'], ['Control+End', 'cell-3-4'], ['Control+Home', 'cell-0-0']]) {
    await page.keyboard.press(key)
    await until(chosen, id, key)
    await until(hidden, '0 px left, 0 px right', key)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.reload()
  await cell(0, 3).waitFor()
})

test('a cell is corrected with the keyboard alone, and says what it becomes while it is typed', async () => {
  await page.locator('.sheet-box').focus()
  await until(bar, 'is not a phone number', 'the first cell that is wrong is chosen')
  await page.keyboard.type('415-555')
  await until(bar, 'is too short for a US number')
  await page.keyboard.type('-0135')
  await until(bar, '→ +14155550135')
  await page.keyboard.press('Enter')
  await until(problems, '3', 'one row less')
  assert.deepEqual(await fixes(), ['2,3,,Mobile,n/b,415-555-0135'], 'it is on disk')
  await page.keyboard.press('Control+z')
  await until(problems, '4')
  await page.keyboard.press('Control+y')
  await until(problems, '3')
})

test('Escape leaves a cell as it was, and then the sheet', async () => {
  await page.locator('.sheet-box').focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('F2')
  await page.keyboard.type('x')
  await page.keyboard.press('Escape')
  await until(problems, '3')
  await page.keyboard.press('Escape')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'See the plan')
})

test('Tab goes on, to the next row, too', async () => {
  await page.locator('.sheet-box').focus()
  await page.keyboard.press('Control+Home')
  for (let i = 0; i < 7; i++) await page.keyboard.press('Tab')
  assert.match(await page.locator('.sheet-box').getAttribute('aria-activedescendant'), /^cell-1-/)
})

test('a block from a spreadsheet program is pasted, and undone at once', async () => {
  await page.locator('.sheet-box').focus()
  await page.keyboard.press('Control+Home')
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.evaluate(() => navigator.clipboard.writeText('415-555-0136\tana@diaz.example\n"415-555-0137"\tola@berg.example\n'))
  await page.keyboard.press('Control+v')
  await until(problems, '1')
  await page.keyboard.press('Control+z')
  await until(problems, '3')
})

test('rows that were corrected stay where they are until another list is chosen', async () => {
  assert.equal(await page.locator('.sheet-box').getAttribute('aria-rowcount'), '5')
  await page.locator('.facet', { hasText: 'Mobile' }).first().click()
  await until(() => page.locator('.sheet-box').getAttribute('aria-rowcount'), '4')
})

test('many rows are corrected after a preview', async () => {
  await page.getByRole('button', { name: 'Correct many' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What to do').selectOption('drop')
  await until(() => dialog.locator('.bulk-preview p').innerText(), '3 cells change: 2 rows are rescued, 1 row of these still has a problem')
  assert.equal(await dialog.locator('tbody tr').count(), 3)
  await dialog.getByRole('button', { name: 'Change 3 cells' }).click()
  await until(problems, '1')
})

test('what is left is downloaded, corrected elsewhere, and taken back', async () => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download for Excel' }).click()])
  assert.equal(file.suggestedFilename(), 'rejected.xlsx')
  assert.equal(fs.readFileSync(await file.path()).subarray(0, 2).toString(), 'PK')
  const corrected = path.join(run.folder, 'corrected.csv')
  fs.writeFileSync(corrected, 'ID,Email,quo_import_line\n4,ola@berg.example,5\n44,x@y.example,77\n')
  await page.locator('.upload input').setInputFiles(corrected)
  await until(problems, '0')
  assert.match(await page.locator('.sheet-said').innerText(), /1 row of 2 corrected; 1 not found here: line 3 has the key "44"/)
})

test('the plan has the corrections', async () => {
  await page.getByRole('button', { name: 'See the plan' }).click()
  await page.locator('.legend').waitFor()
  await until(async () => /rejected/.test(await page.locator('.legend').innerText()), false, 'nothing is rejected')
  await page.evaluate(() => { location.hash = '#/problems' })
})

test('a second page sees a correction', async () => {
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.locator('.facets').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await other.locator('.facet b', { hasText: /^1$/ }).first().waitFor()
  await other.close()
})

test('a reload loses nothing', async () => {
  await page.reload()
  await page.locator('.facets').waitFor()
  await until(problems, '1')
  assert.equal((await fixes()).length, 4)
})

test('what stands in cells and headers is text', async () => {
  await page.locator('.check', { hasText: 'All columns' }).click().catch(() => {})
  assert.equal(await page.evaluate(() => window.hit), undefined)
  assert.equal(await page.locator('.sheet-box img, .sheet-box script').count(), 0)
  assert.ok((await page.locator('.line.head').innerText()).includes('<img src=x'))
})

for (const scheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing at ${width} px, ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      for (const open of [false, true]) {
        if (open) await page.getByRole('button', { name: 'Correct many' }).click()
        await page.waitForTimeout(400)
        if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `sheet-${scheme}-${width}${open ? '-bulk' : ''}.png`) })
        if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(fs.readFileSync(axe, 'utf8'))
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
        assert.deepEqual(found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 3).join(' | ')}`), [])
        if (open) await page.keyboard.press('Escape')
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page does not scroll sideways')
    })
  }
}

test('no script failed', () => assert.deepEqual(errors, []))
