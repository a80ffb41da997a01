import { useState } from 'preact/hooks'
import type { Change, Counts, Plan, Problem } from '../model'
import { Foot, Heading, Notice, count, plural, useBusy } from '../parts'
import type { ScreenProps } from '../screens'
import { KeyForm } from './key'

const trial = 5

const parts: [name: string, words: string][] = [
  ['ready', 'to import'], ['created', 'to create'], ['updated', 'to update'], ['unchanged', 'unchanged'], ['skipped', 'left out on purpose'],
  ['rejected', 'rejected'], ['failed', 'would be refused'], ['notReached', 'not reached'],
]

// CountBar shows what becomes of the rows, as a bar and in numbers.
export function CountBar({ counts, words = {} }: { counts: Counts; words?: Record<string, string> }) {
  const shown = parts.filter(([name]) => counts[name] > 0)
  const all = shown.reduce((sum, [name]) => sum + counts[name], 0)
  let x = 0
  return <div class="count-bar">
    <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={shown.map(([name, w]) => `${count(counts[name])} ${words[name] || w}`).join(', ')}>
      {shown.map(([name]) => {
        const width = Math.max(6, 1000 * counts[name] / all)
        const at = x
        x += width
        return <rect key={name} class={name.toLowerCase()} x={at} y="0" width={width} height="10" />
      })}
    </svg>
    <ul class="legend">
      {shown.map(([name, w]) => <li key={name}><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class={name.toLowerCase()} width="10" height="10" rx="2" /></svg><b>{count(counts[name])}</b> <span>{words[name] || w}</span></li>)}
    </ul>
  </div>
}

// PlanScreen shows what an import would do, first by the file alone, then compared with
// Quo. Nothing is written before a button here says so.
export function PlanScreen({ view, go, act }: ScreenProps) {
  const [busy, problem, run] = useBusy()
  const plan = view.plan!
  const writing = plan.writes
  const open = view.questions.filter(q => !q.answer && !q.optional).length
  const begin = (limit: number) => run(async () => {
    await act('/api/run', { limit })
    go('run')
  })
  const counts = plan.counts
  const word = writing === 1 ? 'contact' : 'contacts'
  return <>
    <Heading lede={plan.compared ? `This is what an import does. Nothing has been written${view.rehearsal ? '' : ' to Quo'} yet.` : 'This is what the file says. Nothing has left this computer.'}>
      {plan.compared ? 'The plan' : 'What would be imported'}</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    {view.problem && <Notice kind="bad">{view.problem}</Notice>}
    {open > 0 && <Notice kind="warn">{plural(open, 'question is', 'questions are')} open. <a href="#/questions">Answer them first</a></Notice>}
    {plan.stop && <Notice kind="bad"><strong>An import would stop here:</strong> {plan.stop}{plan.adoptable > 0 && plan.pairs.length > 0 && <> <a href="#/pairs">Look at the contacts</a></>}</Notice>}
    <CountBar counts={counts} />
    <ul class="figures">
      <li><b>{count(counts.read)}</b> rows</li>
      {plan.duration && writing > 0 && <li>about <b>{plan.duration}</b></li>}
      {counts.adopted > 0 && <li><b>{count(counts.adopted)}</b> in Quo already, and used</li>}
      {counts.warnings > 0 && <li><b>{count(counts.warnings)}</b> {counts.warnings === 1 ? 'warning' : 'warnings'}</li>}
    </ul>
    {plan.phoneless > 0 && <Notice kind="warn">{plural(plan.phoneless, 'contact has', 'contacts have')} no phone number: the Quo app never shows such contacts.</Notice>}
    {plan.nameless > 0 && <Notice kind="warn">{plural(plan.nameless, 'contact has', 'contacts have')} no name, and will be called after the phone number.</Notice>}
    {plan.notices.map(n => <Notice key={n}>{n}</Notice>)}
    {plan.adoptable > 0 && !plan.stop && <Notice kind="warn">{plural(plan.adoptable, 'new row has', 'new rows have')} the number of a contact that is already in Quo. <a href="#/pairs">Compare them</a></Notice>}
    {!plan.compared && <section class="compare" aria-labelledby="compare">
      <h2 id="compare">Compare with Quo</h2>
      <p class="about">{view.rehearsal ? 'The stand-in for Quo on this computer is asked' : 'Quo is asked'} which of these contacts it has already. It is only read.</p>
      {view.key.have ? <>
        <div class="buttons"><button type="button" class="primary" disabled={busy || open > 0 || !!view.busy} onClick={() => run(() => act('/api/compare'))}>Compare with Quo</button><KeyForm view={view} act={act} /></div>
      </> : <KeyForm view={view} act={act} />}
    </section>}
    <Problems plan={plan} correct={!!view.sheet} />
    {plan.changes.length > 0 && <section aria-labelledby="changes">
      <h2 id="changes">What changes in Quo <span class="n">{count(plan.changes.length + plan.moreChanges)}</span></h2>
      <ul class="cards">{plan.changes.map(c => <ChangeCard key={c.place + c.key} change={c} />)}</ul>
      {plan.moreChanges > 0 && <p class="soft">… and {count(plan.moreChanges)} more</p>}
    </section>}
    {plan.cards.length > 0 && <section aria-labelledby="first">
      <h2 id="first">The first contacts, as they will look in Quo</h2>
      <ul class="cards">
        {plan.cards.map(c => <li class="card" key={c.place}>
          <div class="who"><span class="initials" aria-hidden="true">{c.initials}</span><div><h3><bdi>{c.name}</bdi></h3><p>{c.action}</p></div></div>
          <dl>{c.facts.map((f, i) => <div key={i}><dt><bdi>{f.name}</bdi></dt><dd><bdi>{f.value}</bdi></dd></div>)}</dl>
          <p class="place">{c.place}</p>
        </li>)}
      </ul>
    </section>}
    <section aria-labelledby="memory">
      <h2 id="memory">How contacts are found again</h2>
      <dl class="rows"><div><dt>List</dt><dd><bdi>{plan.source}</bdi></dd></div><div><dt>A row is identified by</dt><dd><bdi>{plan.keyed}</bdi></dd></div><div><dt>State file</dt><dd><bdi>{plan.state}</bdi></dd></div></dl>
    </section>
    <Foot note={plan.compared ? <>{writing > 0 && 'Contacts made through the API appear in the Quo app once there is a conversation with their number, and may be read-only there.'}</> : <button type="button" class="plain" onClick={() => go('columns')}>Back</button>}>
      {plan.compared && !plan.stop && writing > trial && <button type="button" disabled={busy || !!view.busy} onClick={() => begin(trial)}>Import {trial} first</button>}
      {plan.compared && <button type="button" class="primary" disabled={busy || !!view.busy || !!plan.stop || writing === 0} onClick={() => begin(0)}>{writing === 0 ? 'Nothing to write' : `Write ${count(writing)} ${word}${view.rehearsal ? '' : ' to Quo'}`}</button>}
    </Foot>
  </>
}

// Problems lists what is wrong with rows, by column and kind.
function Problems({ plan, correct }: { plan: Plan; correct: boolean }) {
  if (plan.problems.length === 0) return null
  return <section aria-labelledby="problems">
    <h2 id="problems">Rows that cannot be imported as they are <span class="n">{count(plan.counts.rejected + plan.counts.failed)}</span></h2>
    <ul class="groups">{plan.problems.map(g => <Group key={g.column + g.kind} group={g} />)}</ul>
    {correct && <p><a href="#/problems">Correct these rows</a></p>}
    {plan.moreProblems > 0 && <p class="soft">… and {plural(plan.moreProblems, 'more problem', 'more problems')}</p>}
  </section>
}

function Group({ group: g }: { group: Problem }) {
  const [open, setOpen] = useState(false)
  return <li class="group">
    <div class="group-head"><b class="group-count">{count(g.count)}</b><span><b><bdi>{g.column || 'The row as a whole'}</bdi></b> <bdi>{g.message}</bdi></span>
      <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide' : 'Examples'}</button></div>
    {open && <ul class="examples">{g.examples.map((e, i) => <li key={i}><span class="place">{e.place}</span> {e.value && <code><bdi>{e.value}</bdi></code>} <bdi>{e.message}</bdi></li>)}</ul>}
  </li>
}

function ChangeCard({ change: c }: { change: Change }) {
  return <li class="card">
    <h3><bdi>{c.name || c.key}</bdi></h3>
    {c.message && <p class="soft">{c.message}</p>}
    <dl class="diff">{c.fields.map((f, i) => <div key={i}>
      <dt><bdi>{f.field}</bdi></dt>
      <dd>{f.before && <del><span class="hidden">before: </span><bdi>{f.before}</bdi></del>}{f.before && f.after && <span aria-hidden="true"> → </span>}{f.after && <ins><span class="hidden">after: </span><bdi>{f.after}</bdi></ins>}</dd>
    </div>)}</dl>
    <p class="place">{c.place}</p>
  </li>
}
