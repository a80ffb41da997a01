import { useRef, useState } from 'preact/hooks'
import { upload } from '../api'
import type { File, Read, Session } from '../model'
import { Chip, Foot, Heading, Notice, Scroll, Skeleton, count, useBusy } from '../parts'
import type { ScreenProps } from '../screens'

const encodings: [string, string][] = [
  ['utf-8', 'UTF-8'], ['utf-16le', 'UTF-16 LE'], ['utf-16be', 'UTF-16 BE'], ['windows-1252', 'Western (1252)'], ['windows-1250', 'Central European (1250)'],
  ['windows-1251', 'Cyrillic (1251)'], ['windows-1253', 'Greek (1253)'], ['windows-1254', 'Turkish (1254)'], ['iso-8859-15', 'Western (8859-15)'],
  ['macintosh', 'Mac Roman'], ['shift_jis', 'Japanese (Shift JIS)'], ['gb18030', 'Chinese (GB 18030)'], ['big5', 'Chinese (Big5)'], ['euc-kr', 'Korean (EUC-KR)'],
]
const delimiters: [string, string][] = [[',', 'comma ,'], [';', 'semicolon ;'], ['tab', 'tab'], ['|', 'bar |']]
const delimiterName = (d: string) => d === '\t' ? 'tab' : d === ';' ? 'semicolon' : d === ',' ? 'comma' : d

const size = (bytes: number) => bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const lede = 'The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written to Quo before you approve the plan.'

// FileScreen takes the file, and shows how it is read.
export function FileScreen({ view, go, act, reload }: ScreenProps) {
  const [busy, problem, run] = useBusy()
  const [share, setShare] = useState(-1)
  const take = (file: globalThis.File | undefined) => file && run(async () => {
    setShare(0)
    try {
      await upload(file, setShare)
      await reload()
    } finally {
      setShare(-1)
    }
  })
  const change = (read: Read) => run(() => act('/api/read', read))
  if (!view.session) {
    return <>
      <Heading lede={lede}>Import contacts into Quo</Heading>
      {problem && <Notice kind="bad">{problem}</Notice>}
      <Drop formats={view.formats} share={share} busy={busy} take={take} />
      {view.recent.length > 0 && <section aria-labelledby="recent">
        <h2 id="recent">Continue</h2>
        <ul class="recent">
          {view.recent.map(r => <li key={r.id}>
            <button type="button" class="row" disabled={busy} onClick={() => run(() => act('/api/session', { id: r.id }))}><b>{r.name}</b> <small>{r.changed}</small></button>
            <button type="button" class="plain" aria-label={`Forget ${r.name}`} onClick={() => run(() => act('/api/session/forget', { id: r.id }))}>Forget</button>
          </li>)}
        </ul>
      </section>}
    </>
  }
  const file = view.file
  return <>
    <Heading lede={lede}>{view.session.name}</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    {view.problem && <Notice kind="bad">{view.problem}</Notice>}
    {file ? <Reading file={file} session={view.session} busy={busy} change={change} /> : !view.problem && <Skeleton />}
    {!file && view.problem && Object.values(view.session.read).some(Boolean) && <button type="button" onClick={() => change({})}>Read it as it was detected</button>}
    <Foot note={<button type="button" class="plain" onClick={() => run(() => act('/api/session', { id: '' }))}>Choose another file</button>}>
      {file && <button type="button" class="primary" disabled={!view.columns} onClick={() => go(view.questions.some(q => !q.answer) ? 'questions' : 'columns')}>Next</button>}
    </Foot>
  </>
}

// Drop is where a file is dropped, or chosen.
function Drop({ formats, share, busy, take }: { formats: string[]; share: number; busy: boolean; take: (file: globalThis.File | undefined) => void }) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  return <div class={`drop ${over ? 'over' : ''}`}
    onDragOver={e => { e.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
    onDrop={e => { e.preventDefault(); setOver(false); take(e.dataTransfer?.files[0]) }}>
    <input ref={input} id="file" type="file" disabled={busy} onChange={e => take(e.currentTarget.files?.[0])} />
    <label for="file"><strong>Choose a file</strong> or drop it here</label>
    <p>{formats.join(', ')}</p>
    <progress max="1" value={Math.max(0, share)} hidden={share < 0} aria-label="Reading the file" />
  </div>
}

// Reading shows how the file is read: what was detected, as chips to change it, and the
// first lines.
function Reading({ file, session, busy, change }: { file: File; session: Session; busy: boolean; change: (read: Read) => void }) {
  const read = session.read
  const set = (some: Partial<Read>) => change({ ...read, ...some })
  const columns = Math.max(1, ...file.first.map(l => l.cells.length))
  return <>
    <p class="facts">{file.format} · {size(file.bytes)}{file.header && ` · ${count(file.columns)} columns`}</p>
    <div class="chips">
      {file.sheets && file.sheets.length > 0 && <Chip label="Sheet" value={file.sheet || ''} disabled={busy} onChange={sheet => change({ sheet })}
        options={file.sheets.map(s => [s, s])} />}
      {file.header && <Chip label="Column names" value={read.noHeader ? '0' : String(file.headerLine)} disabled={busy}
        onChange={v => set({ noHeader: v === '0', headerRow: Number(v) || undefined })}
        options={[...new Set([...file.first.map(l => l.line), file.headerLine].filter(n => n > 0))].sort((a, b) => a - b).map(n => [String(n), `in line ${n}`] as [string, string]).concat([['0', 'there are none']])} />}
      {file.encoding && <Chip label="Encoding" value={read.encoding || ''} disabled={busy} onChange={encoding => set({ encoding: encoding || undefined })}
        options={[['', read.encoding ? 'detect' : `${file.encoding} (detected)`] as [string, string]].concat(encodings)} />}
      {file.delimiter && <Chip label="Separator" value={read.delimiter || ''} disabled={busy} onChange={delimiter => set({ delimiter: delimiter || undefined })}
        options={[['', read.delimiter ? 'detect' : `${delimiterName(file.delimiter)} (detected)`] as [string, string]].concat(delimiters)} />}
    </div>
    {file.warnings.map(w => <Notice kind="warn" key={w}>{w}</Notice>)}
    <Scroll label="The first lines of the file">
      <table class="lines">
        <tbody>
          {file.first.map(l => <tr key={l.line} class={l.line === file.headerLine ? 'header' : l.line <= file.above ? 'above' : ''}>
            <th scope="row">{l.line}</th>
            {Array.from({ length: columns }, (_, i) => <td key={i}><bdi>{l.cells[i] ?? ''}</bdi></td>)}
          </tr>)}
        </tbody>
      </table>
    </Scroll>
    {file.first.length === 0 && <Notice>There are no rows in it.</Notice>}
  </>
}
