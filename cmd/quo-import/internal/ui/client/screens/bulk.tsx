// A correction of many rows at once: what it would do is shown before it is done.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Notice, count, plural } from '../parts'
import { sheet } from '../sheet'
import type { Bulk, Facet, Filter, Preview, SheetColumn, Value } from '../sheet'

const kinds: [string, string][] = [
  ['blank', 'Empty the words that mean nothing'], ['drop', 'Leave out the values that are refused'], ['country', 'Set the country of the numbers'],
  ['split', 'Split cells that hold several values'], ['replace', 'Find and replace'], ['first', 'Keep the first of rows with the same key'],
]

export function BulkDialog({ columns, column, facet, facets, selected, close, apply }: {
  columns: SheetColumn[]; column: number; facet: Filter; facets: Facet[]; selected: number[]; close: () => void; apply: (b: Bulk) => Promise<boolean>
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const kind = facet.kind || facets.find(f => f.column === facet.column && f.kind)?.kind || ''
  const of = facet.column ? columns.findIndex(c => c.name === facet.column) : column
  const [bulk, setBulk] = useState<Bulk>({
    do: kind === 'key-duplicate' ? 'first' : selected.length > 1 || kind === 'phone-no-region' || kind === 'phone-invalid' ? 'country' : kind.endsWith('-several') ? 'split' : 'blank',
    filter: facet, column: of >= 0 && columns[of].mapped ? of : columns.findIndex(c => c.mapped), words: [], country: '', separator: '/', into: -1, find: '', replace: '', case: false, whole: false,
  })
  const [chosen, setChosen] = useState(selected.length > 0)
  const [values, setValues] = useState<Value[]>([])
  const [preview, setPreview] = useState<Preview>()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Bulk>) => setBulk(b => ({ ...b, ...change }))
  const whole: Bulk = chosen ? { ...bulk, rows: selected } : bulk
  const ready = bulk.do === 'blank' ? bulk.words!.length > 0 : bulk.do === 'country' ? bulk.country!.trim() !== '' : bulk.do === 'split' ? bulk.separator !== '' : bulk.do === 'replace' ? bulk.find !== '' || !!bulk.whole : true

  useEffect(() => { dialog.current?.showModal() }, [])
  useEffect(() => {
    if (bulk.do !== 'blank') return
    sheet.values(bulk.filter, bulk.column).then(list => {
      setValues(list)
      set({ words: list.filter(v => v.nothing && v.rows > 2).map(v => v.value) })
    }, e => setProblem(e.message))
  }, [bulk.do, bulk.column])
  useEffect(() => {
    setPreview(undefined)
    setProblem('')
    if (!ready) return
    let late = false
    const wait = setTimeout(() => sheet.preview(whole).then(p => { if (!late) setPreview(p) }, e => { if (!late) setProblem(e.message) }), 200)
    return () => { late = true; clearTimeout(wait) }
  }, [JSON.stringify(whole)])

  const text = (label: string, name: 'country' | 'separator' | 'find' | 'replace', hint?: string) =>
    <label class="field"><span>{label}</span><input type="text" value={bulk[name]} onInput={e => set({ [name]: e.currentTarget.value })} />{hint && <small>{hint}</small>}</label>
  const check = (label: string, name: 'case' | 'whole') =>
    <label class="check"><input type="checkbox" checked={bulk[name]} onChange={e => set({ [name]: e.currentTarget.checked })} /> <span>{label}</span></label>
  const choice = (label: string, value: number, to: (n: number) => void, none?: string) =>
    <label class="field"><span>{label}</span><select value={value} onChange={e => to(+e.currentTarget.value)}>
      {none && <option value={-1}>{none}</option>}
      {columns.map((c, i) => c.mapped && <option key={c.name} value={i}>{c.name}</option>)}
    </select></label>
  return <dialog ref={dialog} class="bulk" aria-labelledby="bulk-title" onClose={close}>
    <form onSubmit={async e => {
      e.preventDefault()
      if (!preview?.cells || busy) return
      setBusy(true)
      await apply(whole)
      setBusy(false)
    }}>
      <h2 id="bulk-title">Correct many rows</h2>
      <div class="bulk-fields">
        <label class="field wide"><span>What to do</span><select value={bulk.do} onChange={e => set({ do: e.currentTarget.value })}>
          {kinds.filter(([k]) => k !== 'first' || facets.some(f => f.kind === 'key-duplicate')).map(([k, words]) => <option key={k} value={k}>{words}</option>)}
        </select></label>
        {bulk.do !== 'first' && choice('In the column', bulk.column, n => set({ column: n }))}
        <label class="field"><span>In which rows</span><select value={chosen ? 'selected' : 'facet'} onChange={e => setChosen(e.currentTarget.value === 'selected')}>
          <option value="facet">{facet.all ? 'all rows with problems' : 'the rows of this list'}</option>
          {selected.length > 0 && <option value="selected">the {count(selected.length)} selected rows</option>}
        </select></label>
        {bulk.do === 'blank' && <fieldset class="field words"><legend>Values that mean nothing</legend>
          {values.length === 0 && <p class="soft">No value is left in this column.</p>}
          {values.slice(0, 20).map(v => <label class="check" key={v.value}>
            <input type="checkbox" checked={bulk.words!.includes(v.value)} onChange={e => set({ words: e.currentTarget.checked ? [...bulk.words!, v.value] : bulk.words!.filter(w => w !== v.value) })} />
            <span>{v.value} <small>{plural(v.rows, 'row', 'rows')}</small></span></label>)}
        </fieldset>}
        {bulk.do === 'country' && text('Country', 'country', 'Its name or code, such as Germany or DE. Numbers that are valid there are written with it.')}
        {bulk.do === 'split' && <>{text('At', 'separator', 'The first part stays.')}{choice('The rest goes to', bulk.into!, n => set({ into: n }), 'nowhere: leave it out')}</>}
        {bulk.do === 'replace' && <>{text('Find', 'find')}{text('Replace by', 'replace')}<div class="field">{check('Upper and lower case differ', 'case')}{check('Whole cells only', 'whole')}</div></>}
      </div>
      {problem && <Notice kind="bad">{problem}</Notice>}
      <div class="bulk-preview" aria-live="polite">
        {preview && <>
          <p><b>{plural(preview.cells, 'cell changes', 'cells change')}</b>{preview.cells > 0 && <>: {plural(preview.rescued, 'row is rescued', 'rows are rescued')}, {plural(preview.left, 'row of these still has', 'rows of these still have')} a problem</>}</p>
          {preview.examples.length > 0 && <div class="scroll" tabIndex={0} role="region" aria-label="The first cells that change"><table>
            <thead><tr><th scope="col" class="num">Line</th><th scope="col">Now</th><th scope="col">Then</th><th scope="col">In Quo</th></tr></thead>
            <tbody>{preview.examples.map(e => <tr key={e.line + e.column}><td class="num">{e.line}</td><td>{e.before}</td><td>{e.after || <span class="soft">blank</span>}</td><td class={e.problem ? 'refused' : ''}>{e.problem || e.result}</td></tr>)}</tbody>
          </table></div>}
        </>}
      </div>
      <div class="buttons">
        <button type="button" onClick={() => dialog.current?.close()}>Cancel</button>
        <button type="submit" class="primary" disabled={!preview?.cells || busy}>{preview?.cells ? `Change ${plural(preview.cells, 'cell', 'cells')}` : 'Change'}</button>
      </div>
    </form>
  </dialog>
}
