import { useRef, useState } from 'preact/hooks'
import type { Column, FieldGroup } from '../model'
import { Chip, Foot, Heading, Notice, count, plural, useBusy } from '../parts'
import type { ScreenProps } from '../screens'
import { KeyForm } from './key'

const how: Record<string, [words: string, look: string]> = {
  matched: ['understood', ''], guessed: ['a guess: look at it', 'guessed'], left: ['not imported', 'left'], preset: ['known export', ''], key: ['identifies a row', ''], chosen: ['your choice', ''],
}

// ColumnsScreen shows how each column was understood, what its values become, and which
// field it feeds. Those that nobody can be sure of come first; a column stays where it is
// while it is changed.
export function ColumnsScreen({ view, go, act }: ScreenProps) {
  const [busy, problem, run] = useBusy()
  const [changing, setChanging] = useState('')
  const order = useRef(new Map<string, number>())
  const columns = view.columns!
  columns.list.forEach(c => order.current.has(c.name) || order.current.set(c.name, order.current.size))
  const list = [...columns.list].sort((a, b) => order.current.get(a.name)! - order.current.get(b.name)!)
  const set = async (column: string, field: string) => {
    setChanging(column)
    await run(() => act('/api/column', { column, field }))
    setChanging('')
  }
  const custom = columns.fields.find(g => g.name === 'Custom fields')
  return <>
    <Heading lede="What each column becomes in Quo. Those to look at come first.">Columns</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    {view.problem && <Notice kind="bad">{view.problem}</Notice>}
    {columns.remarks.map(r => <Notice key={r}>{r}</Notice>)}
    <div class="chips">
      <Chip label="Rows are identified by" value={columns.key} disabled={busy} onChange={key => run(() => act('/api/answer', { id: 'key', answer: key }))}
        options={(columns.keys.includes(columns.key) || columns.key === 'derived' ? [] : [[columns.key, columns.key] as [string, string]]).concat(columns.keys.map(k => [k, k]), [['derived', 'number or email, with the name']])} />
    </div>
    <ul class="columns">
      {list.map(c => <ColumnRow key={c.name} column={c} rows={columns.rows} groups={columns.fields} busy={busy} changing={changing === c.name} set={set} />)}
    </ul>
    {!custom && !view.key.have && <section aria-labelledby="custom">
      <h2 id="custom">Custom fields of your workspace</h2>
      <p class="about">With an API key of your Quo workspace, columns can also go into its custom fields. Only their names are read; nothing of the file is sent.</p>
      <KeyForm view={view} act={act} />
    </section>}
    <Foot note={<button type="button" class="plain" onClick={() => go(view.questions.length > 0 ? 'questions' : 'file')}>Back</button>}>
      <button type="button" class="primary" disabled={!view.plan} onClick={() => go('plan')}>Next</button>
    </Foot>
  </>
}

function ColumnRow({ column: c, rows, groups, busy, changing, set }: {
  column: Column; rows: number; groups: FieldGroup[]; busy: boolean; changing: boolean; set: (column: string, field: string) => void
}) {
  const [words, look] = how[c.how] || how.matched
  const share = rows > 0 && c.values >= 0 ? c.values / rows : 0
  const known = c.field === '' || groups.some(g => g.fields.some(f => f.value === c.field))
  return <li class={`column ${look}`}>
    <div class="column-name">
      <h2><bdi>{c.name}</bdi></h2>
      <div class="fill" role="img" aria-label={c.values < 0 ? 'being counted' : `filled in ${count(c.values)} of ${count(rows)} rows`}>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="4" rx="2" /><rect class="some" width={share * 100} height="4" rx="2" /></svg>
        <small>{c.values < 0 ? '\u00a0' : rows === c.values ? 'always filled' : c.values === 0 ? 'always blank' : `${share < 0.01 ? '<1' : Math.floor(share * 100)} % filled`}</small>
      </div>
    </div>
    <ul class="samples">
      {c.samples.map((s, i) => <li key={i}>
        <span class="raw"><bdi>{s.raw}</bdi></span>
        {s.problem ? <span class="refused"><bdi>{s.problem}</bdi></span> : s.result !== undefined && s.result !== s.raw ? <span class="becomes"><span aria-hidden="true">→ </span><span class="hidden">becomes </span><bdi>{s.result || 'nothing'}</bdi></span> : null}
      </li>)}
      {c.samples.length === 0 && <li class="soft">no values</li>}
    </ul>
    <div class="column-field">
      {c.fixed ? <p class="soft"><small>{c.fixed}</small></p> :
        <select aria-label={`Field for ${c.name}`} value={c.field} disabled={busy && !changing} onChange={e => set(c.name, e.currentTarget.value)}>
          <option value="">Do not import</option>
          {!known && <option value={c.field}>{c.field}</option>}
          {groups.map(g => <optgroup key={g.name} label={g.name}>{g.fields.map(f => <option key={f.value} value={f.value}>{f.name}</option>)}</optgroup>)}
        </select>}
      <p class="column-how"><span class={`badge ${look}`}>{words}</span>{c.problems > 0 && <span class="badge bad">{plural(c.problems, 'problem', 'problems')}</span>}{c.remark && c.how !== 'key' && <small><bdi>{c.remark}</bdi></small>}</p>
    </div>
  </li>
}
