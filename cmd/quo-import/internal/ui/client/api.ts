// Requests to the server, and what it sends.
import type { View, Run } from './model'

// Problem is what the server says is wrong, for a person.
export class Problem extends Error {}

async function answer(response: Response) {
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Problem(body.problem || 'The program did not understand this page: reload it.')
  return body
}

const away = () => {
  throw new Problem('quo-import does not answer: it was ended. Start it again with the same file; nothing is lost.')
}

export const get = <T>(path: string): Promise<T> => fetch(path).then(answer, away)

export const post = <T>(path: string, body: unknown = {}): Promise<T> =>
  fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then(answer, away)

// sendFile sends a file as it is, and returns the answer.
export const sendFile = <T>(path: string, file: globalThis.File): Promise<T> =>
  fetch(`${path}?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file }).then(answer, away)

// upload sends a file as it is, and reports the share that was sent.
export function upload(file: globalThis.File, sent: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/file?name=' + encodeURIComponent(file.name))
    request.upload.onprogress = e => e.lengthComputable && sent(e.loaded / e.total)
    request.onload = () => {
      if (request.status === 200) return resolve()
      let why = ''
      try { why = JSON.parse(request.responseText).problem } catch { /* not ours */ }
      reject(new Problem(why || 'The file could not be sent.'))
    }
    request.onerror = () => reject(new Problem('The file could not be sent: quo-import was ended, or the file is too large.'))
    request.send(file)
  })
}

export interface Listener {
  view: () => void // load the view again
  run: (run: Run) => void // how far a run is
  connected: (yes: boolean) => void
}

// listen hears what happens, until the page is closed. The browser connects again by itself.
export function listen(to: Listener) {
  const source = new EventSource('/api/events')
  source.addEventListener('view', to.view)
  source.addEventListener('run', e => to.run(JSON.parse((e as MessageEvent).data)))
  source.addEventListener('sheet', e => dispatchEvent(new CustomEvent('sheet', { detail: +(e as MessageEvent).data })))
  source.onopen = () => to.connected(true)
  source.onerror = () => to.connected(false)
}

export const loadView = () => get<View>('/api/view')
