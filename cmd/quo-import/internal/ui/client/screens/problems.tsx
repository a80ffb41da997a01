// The rows with problems as a sheet, like that of a spreadsheet program.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { memo } from '../memo'
import { Foot, Heading, Notice, Skeleton, count, plural } from '../parts'
import type { ScreenProps } from '../screens'
import { Rows, sheet } from '../sheet'
import type { Done, Edit, Facet, Filter, Row, SheetColumn, Tried } from '../sheet'
import { BulkDialog } from './bulk'

const rowHeight = 34
const mostCopied = 1000

interface Place { row: number; column: number } // in the view, and in the columns that are shown

const same = (a: Filter, b: Filter) => !!a.all === !!b.all && (a.column ?? '') === (b.column ?? '') && (a.kind ?? '') === (b.kind ?? '')
const facetName = (column: string) => column === 'key' ? 'Key' : column || 'The row as a whole'

export function ProblemsScreen({ go, reload }: ScreenProps) {
  const [columns, setColumns] = useState<SheetColumn[]>()
  const [table, setTable] = useState(false)
  const [now, setNow] = useState<Done>()
  const [filter, setFilter] = useState<Filter>({ all: true })
  const [rows, setRows] = useState<Rows>()
  const [, again] = useState(0)
  const [problem, setProblem] = useState('')
  const [said, setSaid] = useState('')
  const [others, setOthers] = useState(false) // columns that are not imported are shown
  const [bulk, setBulk] = useState('')
  const [selected, setSelected] = useState<number[]>([])
  const [column, setColumn] = useState(0)
  const edition = useRef(0)
  const later = useRef(0)
  const current = useRef<Rows | null>(null)

  const fail = useCallback((e: unknown) => setProblem(e instanceof Error ? e.message : String(e)), [])
  const choose = useCallback(async (f: Filter) => {
    try {
      const view = await sheet.view(f)
      const list = new Rows(view.id, view.rows, () => again(n => n + 1), fail)
      list.want(0, 1)
      current.current = list
      setFilter(f)
      setRows(list)
      setProblem('')
    } catch (e) { fail(e) }
  }, [])

  // took shows what an edit did.
  const took = useCallback(async (done: Done, text?: string) => {
    edition.current = Math.max(edition.current, done.edition)
    setNow(done)
    setProblem('')
    setSaid(text ?? (done.cells ? `${done.what}: ${plural(done.cells, 'cell', 'cells')} changed${done.rescued > 0 ? `, ${plural(done.rescued, 'row', 'rows')} rescued` : ''}` : 'Nothing changed'))
    clearTimeout(later.current)
    later.current = setTimeout(reload, 600) // the number beside the screen's name
    await current.current?.refresh(done.rows.length < 1000 ? done.rows : undefined)
  }, [])
  const act = useCallback(async (work: () => Promise<Done>) => {
    try {
      await took(await work())
      return true
    } catch (e) {
      fail(e)
      return false
    }
  }, [])

  useEffect(() => {
    sheet.open().then(s => { setColumns(s.columns); setNow(s.now); setTable(s.table) }, fail)
    choose({ all: true })
    const elsewhere = async (e: Event) => { // another page corrected something
      if ((e as CustomEvent<number>).detail <= edition.current) return
      edition.current = (e as CustomEvent<number>).detail
      sheet.open().then(s => setNow(s.now), fail)
      current.current?.refresh()
    }
    addEventListener('sheet', elsewhere)
    return () => removeEventListener('sheet', elsewhere)
  }, [])

  const shown = useMemo(() => columns?.map((c, at) => ({ ...c, at })).filter(c => c.mapped || others), [columns, others])
  const back = (work: () => Promise<Done>, word: string) => act(async () => {
    const done = await work()
    return { ...done, what: `${word} ${done.what}` }
  })
  const undo = () => { if (now?.undo) back(sheet.undo, 'Undone:') }
  const redo = () => { if (now?.redo) back(sheet.redo, 'Redone:') }
  const upload = async (file: globalThis.File | undefined) => {
    if (!file) return
    try {
      const taken = await sheet.take(file)
      await took(taken.done, `${file.name}: ${plural(taken.changed, 'row', 'rows')} of ${count(taken.rows)} corrected${taken.missed ? `; ${count(taken.missed)} not found here: ${taken.unknown.join(', ')}` : ''}`)
    } catch (e) { fail(e) }
  }

  if (!columns || !now || !rows || !shown) {
    return <><Heading>Rows to correct</Heading>{problem ? <Notice kind="bad">{problem}</Notice> : <Skeleton look="sheet-box" />}</>
  }
  return <>
    <Heading lede={now.counts.problems ? `${plural(now.counts.problems, 'row is', 'rows are')} left out of the import, of ${count(now.counts.rows)}. What you correct here is kept in a file of its own: yours stays as it is.` : 'Every row can be imported. Corrections are kept in a file of their own: yours stays as it is.'}>Rows to correct</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    <div class="sheet-page">
      <Facets facets={now.facets} total={now.counts.problems} filter={filter} choose={choose} />
      <div class="sheet-main">
        <div class="sheet-tools" role="toolbar" aria-label="Corrections">
          <button type="button" onClick={() => setBulk('open')}>Correct many …</button>
          <button type="button" aria-disabled={!now.undo} onClick={undo} title={now.undo && `${now.undo} (Ctrl+Z)`}>Undo</button>
          <button type="button" aria-disabled={!now.redo} onClick={redo} title={now.redo && `${now.redo} (Ctrl+Y)`}>Redo</button>
          <span class="gap" />
          {columns.some(c => !c.mapped) && <label class="check"><input type="checkbox" checked={others} onChange={e => setOthers(e.currentTarget.checked)} /> <span>All columns</span></label>}
          {table && <a class="button" href="/api/sheet/download" download="rejected.xlsx">Download for Excel</a>}
          {table && <label class="button upload">Take back …<input type="file" accept=".xlsx,.csv" onChange={e => { upload(e.currentTarget.files?.[0]); e.currentTarget.value = '' }} /></label>}
        </div>
        {rows.length === 0
          ? <p class="sheet-empty">{now.counts.problems ? 'No row has this problem any more.' : 'There is nothing left to correct.'}</p>
          : <Sheet rows={rows} columns={shown} act={act} undo={undo} redo={redo} fail={fail} onPlace={(c, list) => { setColumn(c); setSelected(list) }} />}
        <p class="sheet-said" role="status">{said}</p>
      </div>
    </div>
    {bulk && <BulkDialog columns={columns} column={column} facet={filter} facets={now.facets} selected={selected} close={() => setBulk('')} apply={async b => {
      const ok = await act(() => sheet.apply(b))
      if (ok) setBulk('')
      return ok
    }} />}
    <Foot note={now.counts.fixes > 0 ? <>{plural(now.counts.fixes, 'correction', 'corrections')} · <a href="/api/sheet/fixes" download="fixes.csv">fixes.csv</a> for nightly runs (--fixes)</> : 'Rows that stay wrong are left out, and listed in the report.'}>
      <button type="button" onClick={() => go('columns')}>Back to the columns</button>
      <button type="button" class="primary" onClick={() => go('plan')}>See the plan</button>
    </Foot>
  </>
}

// Facets lists what is wrong, and how many rows each correction rescues.
function Facets({ facets, total, filter, choose }: { facets: Facet[]; total: number; filter: Filter; choose: (f: Filter) => void }) {
  const item = (f: Filter, name: string, n: number, rescues: number, sub: boolean) =>
    <li key={`${f.column}\n${f.kind}`} class={sub ? 'sub' : undefined}>
      <button type="button" class="facet" aria-pressed={same(f, filter)} onClick={() => choose(f)}>
        <span>{name}</span><b>{count(n)}</b>
        {rescues > 0 && <small>correcting it rescues {plural(rescues, 'row', 'rows')}</small>}
      </button>
    </li>
  return <section class="facets" aria-label="Problems">
    <ul>
      {item({ all: true }, 'All rows with problems', total, 0, false)}
      {facets.filter(f => !f.kind || facets.filter(o => o.column === f.column).length > 2).map(f => item({ column: f.column, kind: f.kind }, f.kind ? f.words : facetName(f.column), f.rows, f.rescues, !!f.kind))}
    </ul>
  </section>
}

type Shown = SheetColumn & { at: number }
interface SheetProps {
  rows: Rows; columns: Shown[]; act: (work: () => Promise<Done>) => Promise<boolean>; undo: () => void; redo: () => void
  fail: (e: unknown) => void; onPlace: (column: number, selected: number[]) => void
}

// Sheet shows the rows that are in sight, and edits cells.
function Sheet({ rows, columns, act, undo, redo, fail, onPlace }: SheetProps) {
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ from: 0, to: 30 })
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 })
  const [anchor, setAnchor] = useState<Place | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const typed = useRef<string | null>(null) // the same at once: a field that loses the focus must not save twice
  const [tried, setTried] = useState<Tried>()
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  const row = rows.get(place.row)
  const column = columns[Math.min(place.column, columns.length - 1)]
  const other = anchor ?? place
  const area = { top: Math.min(place.row, other.row), bottom: Math.max(place.row, other.row), left: Math.min(place.column, other.column), right: Math.max(place.column, other.column) }

  const first = !!rows.get(0)
  useEffect(() => { // the first cell that is wrong, of a new list
    const at = columns.findIndex(c => rows.get(0)?.problems?.some(p => p.column === c.at))
    setAnchor(null)
    type(null)
    box.current!.scrollTo(0, 0)
    go({ row: 0, column: Math.max(0, at) })
  }, [rows, first])

  // What is in sight, and a little more.
  const look = useCallback(() => {
    const el = box.current
    if (!el) return
    const from = Math.max(0, Math.floor(el.scrollTop / rowHeight) - 6)
    const to = Math.min(rows.length, Math.ceil((el.scrollTop + el.clientHeight) / rowHeight) + 6)
    setSeen(s => s.from === from && s.to === to ? s : { from, to })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => rows.want(from, to), 40)
  }, [rows])
  useEffect(() => {
    look()
    addEventListener('resize', look)
    return () => { removeEventListener('resize', look); clearTimeout(timer.current) }
  }, [look])

  // The cell's value and what is wrong with it, while it is typed, too.
  useEffect(() => {
    if (!row) return
    let late = false
    const wait = setTimeout(() => sheet.try(row.row, column.at, editing).then(t => { if (!late) setTried(t) }, fail), editing === null ? 0 : 60)
    return () => { late = true; clearTimeout(wait) }
  }, [row, column.at, editing])

  useEffect(() => {
    const list: number[] = []
    if (anchor) for (let i = area.top; i <= area.bottom && list.length < mostCopied; i++) { const r = rows.get(i); if (r) list.push(r.row) }
    onPlace(column.at, list.length > 1 ? list : [])
  }, [place, anchor])

  const move = (down: number, right: number, extend = false) => {
    const to = { row: Math.max(0, Math.min(rows.length - 1, place.row + down)), column: Math.max(0, Math.min(columns.length - 1, place.column + right)) }
    setAnchor(extend ? anchor ?? place : null)
    go(to)
  }
  // go chooses a cell, and brings all of it into sight.
  const go = (to: Place) => {
    setPlace(to)
    const el = box.current!
    const top = to.row * rowHeight
    const room = el.clientHeight - rowHeight // the header stays
    if (top < el.scrollTop) el.scrollTop = top
    else if (top + rowHeight > el.scrollTop + room) el.scrollTop = top + rowHeight - room
    const head = el.querySelectorAll<HTMLElement>('.head > span')
    const cell = head[to.column + 1]
    const left = cell.offsetLeft - head[0].offsetWidth // the line stays
    if (left < el.scrollLeft) el.scrollLeft = left
    else if (cell.offsetLeft + cell.offsetWidth > el.scrollLeft + el.clientWidth) el.scrollLeft = cell.offsetLeft + cell.offsetWidth - el.clientWidth
  }
  const focus = () => box.current?.focus({ preventScroll: true })
  const whole = useRef(false) // what is typed next replaces all of it
  const edit = (text: string, all = false) => {
    if (!row || !column.mapped || row.locked) return
    if (row.clipped?.includes(column.at)) return fail(new Error('This cell is too long to be edited here: correct it in the file, or download the rows for Excel.'))
    setAnchor(null)
    whole.current = all
    type(text)
  }
  const type = (text: string | null) => {
    typed.current = text
    setEditing(text)
  }
  // Before anything else is typed: it belongs into the field.
  useLayoutEffect(() => { if (editing !== null) { input.current?.focus(); if (whole.current) input.current?.select() } }, [editing === null])

  const commit = async (down: number, right: number) => {
    const value = typed.current
    if (value === null || !row) return
    type(null)
    focus()
    if (down || right) move(down, right)
    await act(() => sheet.set(`Edit ${column.name}`, [{ row: row.row, column: column.at, value }]))
  }
  const tab = (back: boolean) => {
    const last = columns.length - 1
    if (back) return place.column > 0 ? [0, -1] : place.row > 0 ? [-1, last] : [0, 0]
    return place.column < last ? [0, 1] : place.row < rows.length - 1 ? [1, -last] : [0, 0]
  }
  const clear = () => {
    const edits: Edit[] = []
    for (let i = area.top; i <= area.bottom && i < area.top + mostCopied; i++) {
      const r = rows.get(i)
      if (r && !r.locked) for (let c = area.left; c <= area.right; c++) if (columns[c].mapped) edits.push({ row: r.row, column: columns[c].at, value: '' })
    }
    act(() => sheet.set(edits.length > 1 ? `Empty ${count(edits.length)} cells` : `Empty ${column.name}`, edits))
  }

  const key = (e: KeyboardEvent) => {
    const command = e.ctrlKey || e.metaKey
    if (typed.current !== null) {
      switch (e.key) {
        case 'Enter': e.preventDefault(); commit(e.shiftKey ? -1 : 1, 0); break
        case 'Tab': { e.preventDefault(); const [d, r] = tab(e.shiftKey); commit(d, r); break }
        case 'Escape': e.preventDefault(); type(null); focus(); break
      }
      return
    }
    const page = Math.max(1, Math.floor((box.current!.clientHeight - rowHeight) / rowHeight) - 1)
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-page, 0], PageDown: [page, 0],
      Home: command ? [-rows.length, -columns.length] : [0, -columns.length], End: command ? [rows.length, columns.length] : [0, columns.length],
    }
    if (moves[e.key]) { e.preventDefault(); return move(...moves[e.key], e.shiftKey) }
    switch (true) {
      case command && !e.shiftKey && e.key.toLowerCase() === 'z': e.preventDefault(); return undo()
      case command && (e.key.toLowerCase() === 'y' || e.shiftKey && e.key.toLowerCase() === 'z'): e.preventDefault(); return redo()
      case command || e.altKey: return
      case e.key === 'Enter' || e.key === 'F2': e.preventDefault(); return edit(row?.cells[column.at] ?? '', e.key === 'Enter')
      case e.key === 'Tab': {
        const [d, r] = tab(e.shiftKey)
        if (d || r) { e.preventDefault(); move(d, r) }
        return
      }
      case e.key === 'Escape': e.preventDefault(); setAnchor(null); return (document.querySelector('.steps-foot .primary') as HTMLElement)?.focus()
      case e.key === 'Delete' || e.key === 'Backspace': e.preventDefault(); return clear()
      case e.key.length === 1: e.preventDefault(); return edit(e.key)
    }
  }

  // A block of cells, as spreadsheet programs copy it: columns by tabs, rows by line ends.
  const copy = (e: ClipboardEvent) => {
    if (editing !== null) return
    const lines: string[] = []
    for (let i = area.top; i <= area.bottom && lines.length < mostCopied; i++) {
      const r = rows.get(i)
      if (r) lines.push(columns.slice(area.left, area.right + 1).map(c => quote(r.cells[c.at])).join('\t'))
    }
    e.preventDefault()
    e.clipboardData?.setData('text/plain', lines.join('\n'))
  }
  const paste = async (e: ClipboardEvent) => {
    if (editing !== null) return
    e.preventDefault()
    const block = unquote(e.clipboardData?.getData('text/plain') ?? '').slice(0, mostCopied)
    const edits: Edit[] = []
    const whole = block.length === 1 && block[0].length === 1 && (area.bottom > area.top || area.right > area.left)
    const height = whole ? area.bottom - area.top + 1 : block.length
    for (let y = 0; y < Math.min(height, mostCopied); y++) {
      const r = rows.get(area.top + y)
      if (!r || r.locked) continue
      const width = whole ? area.right - area.left + 1 : block[y].length
      for (let x = 0; x < width; x++) {
        const c = columns[area.left + x]
        if (c?.mapped) edits.push({ row: r.row, column: c.at, value: whole ? block[0][0] : block[y][x] })
      }
    }
    if (edits.length === 0) return
    await act(() => sheet.set(edits.length > 1 ? `Paste ${count(edits.length)} cells` : `Edit ${column.name}`, edits))
  }
  const pick = (e: MouseEvent) => {
    const cell = (e.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (!cell || editing !== null && cell.contains(input.current)) return
    const to = { row: +cell.dataset.row!, column: +cell.dataset.column! }
    if (editing !== null) commit(0, 0)
    setAnchor(e.shiftKey ? anchor ?? place : null)
    setPlace(to)
    focus()
  }

  const list = []
  for (let i = seen.from; i < Math.min(seen.to, rows.length); i++) {
    const here = i >= area.top && i <= area.bottom
    list.push(<Line key={i} at={i} row={rows.get(i)} columns={columns} left={here ? area.left : -1} right={here ? area.right : -1} active={i === place.row ? place.column : -1} editing={i === place.row && editing !== null} />)
  }
  const wrong = row?.problems?.filter(p => p.column === column.at || p.column < 0) ?? []
  return <>
    <div class="cell-bar">
      <p class="cell-place"><b>{column.name}</b>{row && <> · {row.locked ? 'unreadable ' : ''}line {count(row.line)}</>}</p>
      <p class="cell-text">{tried && (editing ?? tried.value) || <span class="soft">blank</span>}{tried && tried.file !== (editing ?? tried.value) && <> <del>{tried.file || 'blank'}</del></>}</p>
      <p id="cell-said" aria-live="polite" class={tried?.problem || (editing === null && wrong.length > 0) ? 'refused' : 'becomes'}>
        {tried?.problem || (editing === null && wrong.map(p => p.message).join('; ')) || (!column.mapped ? 'is not imported' : tried?.result ? `→ ${tried.result}` : '')}
        {tried && tried.others > 0 && <span class="soft"> · {plural(tried.others, 'other cell', 'other cells')} of this row to correct</span>}
      </p>
    </div>
    <div class="sheet-box" ref={box} tabIndex={0} role="grid" aria-label="Rows to correct" aria-rowcount={rows.length + 1} aria-colcount={columns.length + 1} aria-multiselectable="true"
      aria-activedescendant={row && editing === null && place.row >= seen.from && place.row < seen.to ? `cell-${place.row}-${place.column}` : undefined} aria-describedby="sheet-hint"
      onScroll={look} onKeyDown={key} onMouseDown={pick} onDblClick={() => edit(row?.cells[column.at] ?? '')} onCopy={copy} onPaste={paste}>
      <div class="sheet-all" role="rowgroup" style={{ height: `${(rows.length + 1) * rowHeight}px` }}>
        <div class="line head" role="row" aria-rowindex={1}>
          <span role="columnheader" class="at" aria-colindex={1}>Line</span>
          {columns.map((c, i) => <span key={c.at} role="columnheader" class={c.mapped ? '' : 'left'} aria-colindex={i + 2}>{c.name}</span>)}
        </div>
        {list}
        {editing !== null && row && place.row >= seen.from && place.row < seen.to && <Editor at={place} box={box} value={editing} input={input} set={type} label={`${column.name}, line ${row.line}`} wrong={!!tried?.problem} leave={() => commit(0, 0)} />}
      </div>
    </div>
    <p id="sheet-hint" class="sheet-hint">Arrows move, Enter edits, Tab goes on, Ctrl+V pastes a block from Excel, Ctrl+Z undoes, Esc leaves the sheet.</p>
  </>
}

// Editor is the field in which a cell is typed. It stands over its cell.
function Editor({ at, box, value, input, set, label, wrong, leave }: {
  at: Place; box: { current: HTMLDivElement | null }; value: string; input: { current: HTMLInputElement | null }; set: (v: string) => void; label: string; wrong: boolean; leave: () => void
}) {
  const cell = box.current?.querySelector<HTMLElement>(`#cell-${at.row}-${at.column}`)
  const place = cell && { left: `${cell.offsetLeft}px`, top: `${(at.row + 1) * rowHeight}px`, minWidth: `${cell.offsetWidth}px`, height: `${rowHeight}px` }
  return <input ref={input} class="cell-input" type="text" style={place || undefined} value={value} aria-label={label} aria-invalid={wrong} aria-describedby="cell-said"
    spellcheck={false} autocomplete="off" onInput={e => set(e.currentTarget.value)} onBlur={leave} />
}

// Line is one row. It is drawn again only if something of it changed.
const Line = memo(function Line({ at, row, columns, left, right, active, editing }: { at: number; row?: Row; columns: Shown[]; left: number; right: number; active: number; editing: boolean }) {
  const style = { top: `${(at + 1) * rowHeight}px` }
  if (!row) return <div class="line waiting" role="row" aria-rowindex={at + 2} style={style}><span class="at" role="rowheader" aria-colindex={1}>…</span></div>
  const wrong = new Set(row.problems?.map(p => p.column))
  return <div class={`line${row.problems?.length ? '' : ' good'}`} role="row" aria-rowindex={at + 2} style={style}>
    <span class={`at${wrong.has(-1) ? ' wrong' : ''}`} role="rowheader" aria-colindex={1} title={row.problems?.map(p => p.message).join('; ')}>{row.line}</span>
    {columns.map((c, i) => {
      const kind = `${wrong.has(c.at) ? ' wrong' : ''}${row.fixed?.includes(c.at) ? ' fixed' : ''}${i === active ? ' active' : ''}${i >= left && i <= right && left >= 0 ? ' chosen' : ''}${c.mapped ? '' : ' left'}`
      return <span key={c.at} id={`cell-${at}-${i}`} role="gridcell" class={kind.trim() || undefined} data-row={at} data-column={i} aria-colindex={i + 2}
        aria-selected={i >= left && i <= right && left >= 0} aria-invalid={wrong.has(c.at) || undefined} aria-readonly={!c.mapped || undefined}>{i === active && editing ? '' : row.cells[c.at].replace(/\s+/g, ' ')}</span>
    })}
  </div>
})

const quote = (s: string) => /[\t\n"]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s

// unquote reads a block that was copied from a spreadsheet program.
function unquote(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  const end = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  let i = 0
  for (;;) {
    let cell = ''
    if (end[i] === '"' && /"(\t|\n|$)/.test(end.slice(i + 1))) {
      for (i++; i < end.length; i++) {
        if (end[i] !== '"') cell += end[i]
        else if (end[i + 1] === '"') { cell += '"'; i++ } else { i++; break }
      }
    }
    while (i < end.length && end[i] !== '\t' && end[i] !== '\n') cell += end[i++]
    line.push(cell)
    if (end[i] === '\t') { i++; continue }
    lines.push(line)
    line = []
    if (i++ >= end.length) return lines
  }
}
