// The page in a real browser, with real files, against a stand-in for Quo: the whole way,
// by mouse, by keyboard and on a narrow screen; what is imported is what the command line
// imports; nothing is lost when the page or the program is killed.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { command, contents, crm, end, german, home, key, quo, shots, tooWide, ui, violations, visit, workbook, write } from './world.mjs'

after(end)

const files = {
  "a CRM's export with 1,100 broken cells in one column": { name: 'crm.csv', content: crm(2000, 1100), flags: ['--source', 'crm'], rejected: 1100, created: 900 },
  'a German sheet': { name: 'kunden.csv', content: german(60), flags: ['--source', 'kunden', '--region', 'DE'], rejected: 0, created: 60 },
  'a workbook with title rows': { name: 'customers.xlsx', content: workbook(60), flags: ['--source', 'customers'], rejected: 0, created: 60 },
}

for (const [what, file] of Object.entries(files)) {
  test(`${what}: from drop to imported rows, as the command line imports them, and undone`, async () => {
    const [dir, elsewhere, api, other] = [home(), home(), await quo(), await quo()]
    const server = await ui(dir, api)
    const page = await visit(server.line)
    await page.at('Import contacts into Quo')
    assert.match(await page.locator('.lede').innerText(), /Nothing leaves it .* nothing is written to Quo before you approve the plan/)
    await page.locator('input[type=file]').setInputFiles(write(dir, file.name, file.content))
    await page.at(file.name)
    await page.press('Next')
    await page.locator('h1', { hasText: /Questions|Columns/ }).waitFor()
    if (await page.locator('h1').innerText() === 'Questions') await page.next('Columns')
    await page.next('What would be imported')
    await page.connect()
    await page.idle()
    const shown = await page.locator('.legend').innerText()
    assert.match(shown, new RegExp(`${file.created}\\s+to create`))
    if (file.rejected) assert.match(await page.locator('.groups').innerText(), /1,100\s+Mobile/)
    assert.equal((await api.contacts()).length, 0, 'a plan has written')
    await page.press(`Write ${file.created} contacts to Quo`)
    await page.at('Done')

    const r = command(elsewhere, other, 'import', write(elsewhere, file.name, file.content), '--yes', '--report', 'none', '--rate', '10000', ...file.flags)
    assert.equal(r.code, file.rejected ? 3 : 0, r.text)
    const [ours, theirs] = [contents(await api.contacts()), contents(await other.contacts())]
    assert.equal(ours.length, file.created)
    assert.deepEqual(ours, theirs)

    await page.press('Undo this import')
    await page.press(`Delete ${file.created}`)
    await page.at('Undone')
    assert.equal((await api.contacts()).length, 0)
    assert.deepEqual(page.wrong, [])
    await page.context().close()
    await server.kill('SIGTERM')
  })
}

test('a second import changes three rows, and the plan shows them before and after', async () => {
  const [dir, api] = [home(), await quo()]
  const path = write(dir, 'crm.csv', crm(30))
  const server = await ui(dir, api, path)
  const page = await visit(server.line)
  await page.press('Next')
  await page.at('Questions')
  await page.next('Columns')
  await page.next('What would be imported')
  await page.connect()
  await page.press('Write 30 contacts to Quo')
  await page.at('Done')
  write(dir, 'crm.csv', crm(30).replace('Company 3,', 'Another 3,').replace('Company 4,', 'Another 4,').replace('p5@', 'five@'))
  await page.press('Compare again')
  await page.at('The plan')
  await page.idle()
  const cards = page.locator('#changes ~ .cards .card')
  assert.equal(await cards.count(), 3)
  assert.match(await cards.first().innerText(), /Company\s+before:\s+Company 3\s+→\s+after:\s+Another 3/)
  await page.press('Write 3 contacts to Quo')
  await page.at('Done')
  assert.match(await page.locator('.legend').innerText(), /3\s+updated\s+27\s+unchanged/)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('a reload keeps the place, and two pages see the same', async () => {
  const [dir, api] = [home(), await quo()]
  const server = await ui(dir, api, write(dir, 'crm.csv', crm(30)))
  const page = await visit(server.line)
  await page.press('Next')
  await page.at('Questions')
  await page.getByRole('textbox').last().fill('acme')
  await page.next('Columns')
  await page.getByLabel('Field for Company').selectOption('role')
  await page.locator('.column', { hasText: 'Company' }).getByText('your choice').waitFor()
  await page.reload()
  await page.at('Columns')
  assert.equal(await page.getByLabel('Field for Company').inputValue(), 'role')
  await page.route('**/api/view', async route => { // as after a start with a large file, whose rows are still being read
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...await answer.json(), columns: undefined, busy: 'Reading' } })
  })
  await page.reload()
  await page.at('crm.csv')
  await page.unroute('**/api/view')
  await page.evaluate(() => fetch('/api/column', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"column":"Company","field":"role"}' }))
  await page.at('Columns')
  const second = await page.context().newPage()
  await second.goto(page.url())
  await second.getByRole('heading', { level: 1, name: 'Columns' }).waitFor()
  await second.getByLabel('Field for Company').selectOption('company')
  await page.waitForFunction(() => document.querySelector('[aria-label="Field for Company"]').value === 'company')
  await page.goBack()
  await page.at('Questions')
  assert.equal(await page.getByRole('textbox').last().inputValue(), 'acme')
  await page.context().close()
})

test('kill -9 in the middle of the choices and of the run: nothing is lost, nothing is there twice', async () => {
  const [dir, api] = [home(), await quo()]
  const path = write(dir, 'crm.csv', crm(120))
  let server = await ui(dir, api, path, '--rate', '40')
  let page = await visit(server.line)
  await page.press('Next')
  await page.next('Columns')
  await page.getByLabel('Field for Company').selectOption('role')
  await page.locator('.column', { hasText: 'Company' }).getByText('your choice').waitFor()
  await server.kill('SIGKILL')
  await page.getByText('quo-import does not answer').waitFor()
  await page.context().close()

  server = await ui(dir, api, path, '--rate', '40')
  page = await visit(server.line)
  await page.at('Columns')
  assert.equal(await page.getByLabel('Field for Company').inputValue(), 'role')
  await page.next('What would be imported')
  await page.connect()
  await page.press('Write 120 contacts to Quo')
  await page.at('Importing')
  await page.waitForFunction(() => Number(document.querySelector('.big')?.textContent) >= 20)
  await server.kill('SIGKILL')
  await page.context().close()
  const before = (await api.contacts()).length
  assert.ok(before >= 20 && before < 120, `${before} contacts when it was killed`)

  server = await ui(dir, api, path)
  page = await visit(server.line)
  await page.at('Interrupted')
  await page.press('Compare again')
  await page.at('What would be imported')
  await page.connect()
  await page.idle()
  await page.getByRole('button', { name: /^Write/ }).click()
  await page.at('Done')
  const list = await api.contacts()
  assert.equal(list.length, 120)
  assert.equal(new Set(list.map(c => c.externalId)).size, 120)
  assert.ok(list.every(c => c.defaultFields.role?.startsWith('Company')), 'the choice of the column was lost')
  await page.context().close()
})

test('kill -9 in the middle of the rows to correct: the page is where it was, and every correction is there and imported', async () => {
  const [dir, api] = [home(), await quo()]
  const path = write(dir, 'crm.csv', crm(30, 4))
  let server = await ui(dir, api, path)
  let page = await visit(server.line)
  const left = n => page.locator('.facet b').first().filter({ hasText: new RegExp(`^${n}$`) }).waitFor()
  const fixes = async () => (await page.evaluate(() => fetch('/api/sheet/fixes').then(r => r.text()))).trim().split('\n').slice(1)
  await page.press('Next')
  await page.next('Columns')
  await page.getByRole('link', { name: 'Rows to correct' }).click()
  await page.at('Rows to correct')
  await page.locator('.sheet-box .active').waitFor()
  await page.locator('.sheet-box').focus()
  for (let i = 0; i < 3; i++) {
    await page.keyboard.type(`(415) 555-010${i}`)
    await page.keyboard.press('Enter')
    await left(3 - i)
  }
  await page.keyboard.type('(415) 555-01') // of the fourth nothing was said to be kept
  const kept = await fixes()
  assert.equal(kept.length, 3)
  await server.kill('SIGKILL')
  await page.context().close()

  server = await ui(dir, api, path)
  page = await visit(server.line)
  await page.at('Rows to correct')
  await left(1)
  assert.deepEqual(await fixes(), kept)
  await page.locator('.sheet-box .active').waitFor()
  await page.locator('.sheet-box').focus()
  await page.keyboard.type('(415) 555-0103')
  await page.keyboard.press('Enter')
  await left(0)
  await page.press('See the plan')
  await page.at('What would be imported')
  await page.connect()
  await page.idle()
  await page.press('Write 30 contacts to Quo')
  await page.at('Done')
  const list = await api.contacts()
  assert.equal(list.length, 30)
  const numbers = list.flatMap(c => c.defaultFields.phoneNumbers.map(n => n.value))
  for (let i = 0; i < 4; i++) assert.ok(numbers.includes(`+1415555010${i}`), `the correction of row ${i + 1} was not imported: ${numbers}`)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('a run is paused, continued, stopped and resumed; closing the page does not stop it', async () => {
  const [dir, api] = [home(), await quo()]
  const server = await ui(dir, api, write(dir, 'crm.csv', crm(150)), '--rate', '40')
  let page = await visit(server.line)
  await page.press('Next')
  await page.next('Columns')
  await page.next('What would be imported')
  await page.connect()
  await page.press('Write 150 contacts to Quo')
  await page.at('Importing')
  await page.waitForFunction(() => Number(document.querySelector('.big')?.textContent) >= 10)
  await page.press('Pause')
  await page.at('Paused')
  let paused = -1
  for (let now; (now = (await api.contacts()).length) !== paused; paused = now) await page.waitForTimeout(300) // what was in flight
  await page.waitForTimeout(700)
  assert.equal((await api.contacts()).length, paused, 'a paused run writes')
  assert.ok(paused < 150)
  assert.match(await page.locator('main').innerText(), /close this page: it stays paused/)
  await looksRightInAll(page, 'd-running')
  await page.press('Continue')
  await page.at('Importing')
  await page.waitForFunction(n => Number(document.querySelector('.big')?.textContent) > n, paused)
  await page.press('Stop')
  await page.at('Stopped')
  await looksRightInAll(page, 'e-stopped')
  const stopped = (await api.contacts()).length
  assert.ok((await page.locator('main').innerText()).includes(`${150 - stopped} rows were not reached: they are not in Quo yet.`))
  assert.ok(stopped > paused && stopped < 150)
  await page.press('Compare again')
  await page.at('The plan')
  await page.idle()
  await page.getByRole('button', { name: /^Write/ }).click()
  await page.at('Importing')
  const context = page.context()
  const at = page.url()
  await page.close()
  page = await context.newPage()
  await page.goto(at)
  await page.getByRole('heading', { level: 1, name: 'Done' }).waitFor({ timeout: 15000 })
  assert.equal((await api.contacts()).length, 150)
  await context.close()
})

test('with the keyboard alone', async () => {
  const [dir, api] = [home(), await quo()]
  const path = write(dir, 'crm.csv', crm(20))
  const server = await ui(dir, api)
  const page = await visit(server.line)
  await page.at('Import contacts into Quo')
  // tab presses Tab until the focus is where it is wanted, and sees that it is visible.
  const tab = async wanted => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab')
      const found = await page.evaluate(() => {
        const e = document.activeElement
        const named = e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || ''
        const ring = e.matches('input[type=file]') ? getComputedStyle(e.parentElement) : getComputedStyle(e)
        return { name: named.trim(), ring: ring.outlineStyle }
      })
      assert.notEqual(found.ring, 'none', `the focus on ${found.name} is not visible`)
      if (found.name.startsWith(wanted)) return
    }
    assert.fail(`the keyboard does not reach ${wanted}`)
  }
  await tab('Choose a file')
  // A key that comes while the page draws itself anew is lost: a person presses it again.
  const chosen = page.waitForEvent('filechooser')
  let chooser
  for (let i = 0; i < 5 && !chooser; i++) {
    await page.keyboard.press('Enter')
    chooser = await Promise.race([chosen, page.waitForTimeout(1500)])
  }
  assert.ok(chooser, 'Enter on the file opens no dialog')
  await chooser.setFiles(path)
  await page.at('crm.csv')
  await page.idle()
  await tab('Next')
  await page.keyboard.press('Enter')
  await page.at('Questions')
  await tab('Next')
  await page.keyboard.press('Enter')
  await page.at('Columns')
  await tab('Field for Company')
  await page.keyboard.press('ArrowDown')
  await page.locator('.column', { hasText: 'Company' }).getByText('your choice').waitFor()
  await page.idle()
  await tab('Next')
  await page.keyboard.press('Enter')
  await page.at('What would be imported')
  await tab('API key')
  await page.keyboard.type(key)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Compare with Quo' }).waitFor()
  await page.idle()
  await tab('Compare with Quo')
  await page.keyboard.press('Enter')
  await page.at('The plan')
  await page.idle()
  await tab('Write 20')
  await page.keyboard.press('Enter')
  await page.at('Done')
  assert.equal((await api.contacts()).length, 20)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

const attack = '<img src=x onerror=alert(1)><script>alert(2)</script>'

test('script in a cell, a header, the name of the file and of a list is text', async () => {
  const [dir, api] = [home(), await quo()]
  const server = await ui(dir, api)
  const page = await visit(server.line)
  const quoted = `"${attack}"`
  await page.locator('input[type=file]').setInputFiles({ name: `${attack}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`ID,Name,Phone,${quoted},Email\n1,${quoted},+14155550134,${quoted},${quoted}\n2,Ben,${quoted},x,y@z.example\n`) })
  await page.getByRole('button', { name: 'Next' }).waitFor()
  await page.press('Next')
  await page.locator('h1', { hasText: /Questions|Columns/ }).waitFor()
  if (await page.locator('h1').innerText() === 'Questions') {
    await page.getByRole('textbox').last().fill('attack')
    await page.next('Columns')
  }
  assert.match(await page.locator('.columns').innerText(), /onerror=alert/)
  await page.next('What would be imported')
  await page.idle()
  await page.getByRole('button', { name: 'Examples' }).first().click()
  await page.connect()
  assert.equal(await page.locator('img[src="x"], main script').count(), 0)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('script in the name of a sheet and of a custom field is text', async () => {
  const [dir, api] = [home(), await quo({ fields: [{ name: attack, key: '66a1f0c27d3b4e0012c4a109', type: 'string' }] })]
  const server = await ui(dir, api, write(dir, 'customers.xlsx', workbook(5, attack)))
  const page = await visit(server.line)
  const option = async list => (await list.locator('option').allTextContents()).filter(o => o.includes('onerror'))
  await page.at('customers.xlsx')
  await page.idle()
  assert.deepEqual(await option(page.getByLabel('Sheet')), [attack])
  await page.press('Next')
  await page.locator('h1', { hasText: /Questions|Columns/ }).waitFor()
  if (await page.locator('h1').innerText() === 'Questions') await page.next('Columns')
  await page.getByLabel('API key of your Quo workspace').fill(key)
  await page.press('Connect')
  const field = page.getByLabel('Field for Email')
  await field.locator('option', { hasText: 'onerror' }).waitFor({ state: 'attached' })
  assert.deepEqual(await option(field), [attack])
  await field.selectOption({ label: attack })
  await page.locator('.column', { hasText: 'Email' }).getByText('your choice').waitFor()
  await page.next('What would be imported')
  await page.press('Compare with Quo')
  await page.at('The plan')
  await page.idle()
  assert.ok((await page.locator('main').innerText()).includes(attack), 'the name of the field is not shown as it is')
  await page.press('Write 5 contacts to Quo')
  await page.at('Done')
  assert.ok((await api.contacts()).every(c => c.customFields.some(f => f.name === attack && f.value)))
  await page.getByRole('link', { name: 'History' }).click()
  await page.locator('.past > li').first().waitFor()
  assert.equal(await page.locator('img[src="x"], main script').count(), 0)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

// A page of another port of the same computer: its requests carry the cookie, because a
// cookie knows no ports.
test('another site cannot frame the page, read it, or change anything', async () => {
  const [dir, api] = [home(), await quo()]
  const server = await ui(dir, api, write(dir, 'crm.csv', crm(20)))
  const page = await visit(server.line)
  await page.at('crm.csv')
  await page.idle()
  const base = server.line.replace(/\/open.*/, '')
  const before = await page.evaluate(() => fetch('/api/view').then(r => r.text()))
  const evil = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(`<title>evil</title><iframe id=frame src="${base}/"></iframe><form method=post action="${base}/api/session" enctype="text/plain"><input name='{"id":"' value='"}'></form>`))
  await new Promise(done => evil.listen(0, '127.0.0.1', done))
  const other = await page.context().newPage()
  await other.goto(`http://127.0.0.1:${evil.address().port}/`)
  assert.equal(await other.evaluate(() => document.getElementById('frame').contentDocument), null)
  assert.ok(!other.frames().some(f => f.url().startsWith(base)), 'the page is in a frame')
  const got = await other.evaluate(async base => {
    const tries = {}
    const attempt = async (name, work) => { tries[name] = await work().then(r => typeof r === 'string' ? r : `${r.type} ${r.status}`, () => 'refused') }
    await attempt('read', () => fetch(`${base}/api/view`, { credentials: 'include' }).then(r => r.text()))
    await attempt('read without asking', () => fetch(`${base}/api/view`, { credentials: 'include', mode: 'no-cors' }))
    await attempt('change', () => fetch(`${base}/api/session`, { method: 'POST', credentials: 'include', body: '{"id":""}', headers: { 'Content-Type': 'application/json' } }))
    await attempt('change without asking', () => fetch(`${base}/api/session`, { method: 'POST', credentials: 'include', mode: 'no-cors', body: '{"id":""}' }))
    await attempt('script', () => new Promise((ok, no) => { const e = document.createElement('script'); e.src = `${base}/static/app.js`; e.onload = () => ok('ran'); e.onerror = no; document.body.append(e) }))
    return tries
  }, base)
  assert.deepEqual(got, { 'read': 'refused', 'read without asking': 'refused', 'change': 'refused', 'change without asking': 'refused', 'script': 'refused' })
  await Promise.all([other.waitForNavigation(), other.evaluate(() => document.forms[0].submit())])
  assert.match(await other.locator('body').innerText(), /came from another site/)
  assert.equal(await page.evaluate(() => fetch('/api/view').then(r => r.text())), before)
  evil.closeAllConnections()
  evil.close()
  await page.context().close()
})

test('a trial that Quo refuses says why, and does not say that it is in Quo', async () => {
  const [dir, api] = [home(), await quo()]
  const readOnly = createServer(async (asked, answer) => {
    if (asked.method === 'POST') return answer.writeHead(403, { 'Content-Type': 'application/json' }).end('{"message":"this key only reads"}')
    const got = await fetch(api.url + asked.url, { headers: { Authorization: asked.headers.authorization } })
    answer.writeHead(got.status, { 'Content-Type': 'application/json' }).end(await got.text())
  })
  await new Promise(done => readOnly.listen(0, '127.0.0.1', done))
  const server = await ui(dir, { url: `http://127.0.0.1:${readOnly.address().port}` }, write(dir, 'crm.csv', crm(20)))
  const page = await visit(server.line)
  await page.press('Next')
  await page.next('Columns')
  await page.next('What would be imported')
  await page.connect()
  await page.press('Import 5 first')
  await page.at('Stopped')
  const told = await page.locator('main').innerText()
  assert.match(told, /0 contacts were written before it stopped/)
  assert.match(told, /this key only reads/)
  await page.context().close()
  readOnly.closeAllConnections()
  readOnly.close()
})

// Each screen, in each look: no violation, nothing wider than the window.
const looks = [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark'], [1920, 'light']]

async function looksRight(page, name, width, scheme) {
  await page.idle()
  if (shots) await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true })
  assert.deepEqual(await violations(page), [], name)
  assert.deepEqual(await tooWide(page), [], name)
}

// The screens of a run, which does not wait until it was looked at from all sides.
async function looksRightInAll(page, name) {
  for (const [width, scheme] of looks) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: scheme })
    await looksRight(page, name, width, scheme)
  }
}

for (const [width, scheme] of looks) {
  test(`every screen, ${width} px, ${scheme}: fits, and axe-core has nothing against it`, async () => {
    const [dir, api] = [home(), await quo({ contacts: [{ defaultFields: { firstName: 'Maya', lastName: 'Okafor 0', phoneNumbers: [{ name: 'm', value: '+12125550000' }] } }] })]
    const server = await ui(dir, api)
    const page = await visit(server.line, { width, scheme })
    const look = name => looksRight(page, name, width, scheme)
    await page.at('Import contacts into Quo')
    await look('1-start')
    await page.locator('input[type=file]').setInputFiles(write(dir, 'crm.csv', crm(40).replace('(213) 555-0001', '555-0001').replace('p3@acme', 'p3.acme')))
    await page.at('crm.csv')
    await look('2-file')
    await page.press('Next')
    await page.at('Questions')
    await look('3-questions')
    await page.next('Columns')
    await look('4-columns')
    await page.goto(server.line.replace(/open.*/, '#/problems'))
    await page.at('Rows to correct')
    await look('4b-problems')
    await page.goto(server.line.replace(/open.*/, '#/plan'))
    await page.at('What would be imported')
    await page.idle()
    await page.getByRole('button', { name: 'Examples' }).first().click()
    await look('5-before')
    await page.connect()
    await look('6-stopped')
    await page.getByRole('link', { name: 'Look at the contacts' }).click()
    await page.at('Already in Quo')
    await look('7-pairs')
    await page.press('Compare again with this')
    await page.at('The plan')
    await look('8-plan')
    await page.press('Import 5 first')
    await page.at(/first 5 contacts/)
    await look('9-trial')
    await page.press('Go on with the rest')
    await page.at('The plan')
    await page.idle()
    await page.getByRole('button', { name: /^Write/ }).click()
    await page.at('Done')
    await page.press('Run it every night')
    await look('a-done')
    await page.goto(server.line.replace(/open.*/, '#/history'))
    await page.at('History')
    await page.locator('.past > li').first().waitFor()
    await look('b-history')
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await page.getByRole('button', { name: /^(Delete|Restore)/ }).waitFor()
    await look('c-undo')
    await page.press('Cancel')
    assert.deepEqual(page.wrong, [])
    await page.context().close()
    await server.kill('SIGTERM')
    assert.ok(readdirSync(dir).includes('quo-import.db'), 'the state is where the command line looks for it')
  })
}
