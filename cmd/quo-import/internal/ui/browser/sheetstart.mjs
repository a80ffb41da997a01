// Starts the program and a browser, for the tests and measurements of the rows to correct.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'

const program = process.env.PROGRAM || path.resolve(import.meta.dirname, '../../../../../bin/quo-import')
const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(p => p && fs.existsSync(p))

// start starts the program with a file, and returns its address, its folder and its end.
export async function start(text, name = 'contacts.csv') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quo-import-sheet-'))
  fs.writeFileSync(path.join(folder, name), text)
  const home = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder }
  const child = spawn(program, ['ui', name, '--sandbox', '--no-open'], { cwd: folder, env: { ...process.env, ...home } })
  const address = await new Promise((resolve, reject) => {
    let said = ''
    const hear = data => { said += data; const found = said.match(/http:\/\/127\S+/); if (found) resolve(found[0]) }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`the program ended with ${code}: ${said}`)))
  })
  return { address, folder, stop: () => new Promise(done => { child.removeAllListeners('exit'); child.on('exit', () => { fs.rmSync(folder, { recursive: true, force: true }); done() }); child.kill('SIGINT') }) }
}

export const launch = (args = []) => chromium.launch({ executablePath: browsers, args: ['--no-sandbox', ...args] })

// openSheet answers the questions with what is proposed, and shows the rows to correct.
export async function openSheet(page, address) {
  await page.goto(address)
  const tab = page.locator('nav a', { hasText: 'Rows to correct' })
  await page.locator('nav a', { hasText: 'Questions' }).click()
  const next = page.locator('main button.primary', { hasText: 'Next' })
  await page.locator('h1', { hasText: 'Questions' }).waitFor()
  for (let tries = 0; tries < 900 && !await tab.count(); tries++) {
    if (await page.locator('h1').innerText() === 'Questions' && await next.isEnabled()) await next.click().catch(() => {})
    await page.waitForTimeout(100)
  }
  await page.evaluate(() => { location.hash = '#/problems' })
  await page.locator('[role=gridcell]').first().waitFor({ timeout: 120_000 })
}
