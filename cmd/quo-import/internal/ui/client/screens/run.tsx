import { useEffect, useRef, useState } from 'preact/hooks'
import { post } from '../api'
import type { Nightly, Run } from '../model'
import { Copy, Foot, Heading, Notice, count, plural, useBusy } from '../parts'
import type { ScreenProps } from '../screens'
import { CountBar } from './plan'
import { UndoButton } from './undo'

const importWords = { created: 'created', updated: 'updated' }
const undoWords = { deleted: 'deleted', updated: 'restored', skipped: 'left as they are' }

// RunScreen shows the run that is going on, or how the last one ended.
export function RunScreen(props: ScreenProps) {
  const run = props.view.run!
  return run.going ? <Going {...props} run={run} /> : <Ended {...props} run={run} />
}

function Going({ view, run, act }: ScreenProps & { run: Run }) {
  const [busy, problem, doing] = useBusy()
  const undoing = run.kind === 'undo'
  const share = run.total > 0 ? run.done / run.total : 0
  const percent = Math.floor(share * 100)
  const spoken = useRef('')
  if (percent % 10 === 0) spoken.current = `${percent} percent`
  return <>
    <Heading lede={`You can close this page: it ${run.paused ? 'stays paused' : 'goes on'}. Open it again with a new address from the window where quo-import runs.`}>
      {run.stopping ? 'Stopping' : run.paused ? 'Paused' : undoing ? 'Undoing' : run.trial ? 'Importing the first rows' : 'Importing'}</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    <div class="progress">
      <progress max={Math.max(1, run.total)} value={run.done} aria-label="Progress" />
      <p><b class="big">{count(run.done)}</b> of {count(run.total)} {undoing ? 'contacts' : 'rows'}<span class="soft">{run.rate && ` · ${run.rate}`}{run.left && !run.paused && ` · about ${run.left} left`}</span></p>
      <p class="hidden" role="status">{spoken.current}</p>
    </div>
    <div class="buttons">
      {!run.stopping && (run.paused
        ? <button type="button" class="primary" disabled={busy} onClick={() => doing(() => act('/api/run/pause', { paused: false }))}>Continue</button>
        : <button type="button" disabled={busy} onClick={() => doing(() => act('/api/run/pause', { paused: true }))}>Pause</button>)}
      <button type="button" class="danger" disabled={busy || run.stopping} onClick={() => doing(() => act('/api/run/stop'))}>{run.stopping ? 'Finishing what is in flight …' : 'Stop'}</button>
    </div>
    <CountBar counts={run.counts} words={undoing ? undoWords : importWords} />
    {view.rehearsal && <p class="soft">A rehearsal: the contacts are in a stand-in for Quo on this computer.</p>}
    <Failures run={run} />
  </>
}

function Ended({ view, run, go, act }: ScreenProps & { run: Run }) {
  const [busy, problem, doing] = useBusy()
  const undoing = run.kind === 'undo'
  const c = run.counts
  const written = (c.created || 0) + (c.updated || 0)
  const bad = (c.rejected || 0) + (c.failed || 0)
  const left = run.trial ? 0 : c.notReached || 0
  const again = () => doing(async () => {
    if (view.key.have) await act('/api/compare')
    go('plan')
  })
  const title = run.interrupted ? 'Interrupted' : run.stopped && (left > 0 || run.trial) ? 'Stopped' : undoing ? 'Undone' : run.trial ? `The first ${plural(written, 'contact is', 'contacts are')} in Quo` : 'Done'
  return <>
    <Heading lede={run.interrupted ? 'The program was ended in the middle of it. Everything that was written is recorded: comparing again shows what is left.'
      : undoing ? `${left > 0 ? `${plural(left, 'contact was', 'contacts were')} not reached. ` : ''}Contacts that were changed since, in Quo or by another import, were left as they are.`
        : run.trial ? (run.stopped ? `${plural(written, 'contact was', 'contacts were')} written before it stopped.` : written === 0 ? 'None of these rows is in Quo.' : 'Look at them in Quo. Then import the rest, or undo these.')
          : left > 0 ? `${plural(left, 'row was', 'rows were')} not reached: ${left === 1 ? 'it is' : 'they are'} not in Quo yet.`
            : bad > 0 ? `${plural(bad, 'row is', 'rows are')} not in Quo. Fix them and import again: what is there already is not created twice.`
              : c.skipped > 0 ? `Everything that the file says is in Quo, but for ${plural(c.skipped, 'row that was', 'rows that were')} skipped.`
                : 'Everything that the file says is in Quo.'}>{title}</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    {run.stopped && <Notice kind={run.interrupted ? '' : 'bad'}>{run.stopped}</Notice>}
    <CountBar counts={c} words={undoing ? undoWords : importWords} />
    {c.deleted > 0 && <ul class="figures"><li><b>{count(c.deleted)}</b> deleted</li></ul>}
    <Failures run={run} />
    {!undoing && view.sheet && view.sheet.problems > 0 && <p><a href="#/problems">Correct the {plural(view.sheet.problems, 'row', 'rows')} that {view.sheet.problems === 1 ? 'was' : 'were'} rejected</a></p>}
    {run.files.length > 0 && <section aria-labelledby="files">
      <h2 id="files">Files of this run</h2>
      <ul class="files">{run.files.map(f => <li key={f.name}><a href={`/api/report?run=${encodeURIComponent(run.id)}&file=${encodeURIComponent(f.name)}`} download={f.name}>{f.name}</a> <span class="soft">{f.what}</span></li>)}</ul>
      {run.report && <p class="soft"><small>in {run.report}</small></p>}
    </section>}
    {view.nightly && !undoing && !run.trial && written + (c.unchanged || 0) > 0 && <Nights nightly={view.nightly} />}
    <Foot note={!undoing && written > 0 ? <UndoButton run={run.id} act={act} go={go} words={run.trial ? 'Undo these' : 'Undo this import'} /> : <button type="button" class="plain" onClick={() => go('file')}>Back to the file</button>}>
      <button type="button" class={run.trial || run.interrupted || run.stopped || bad > 0 ? 'primary' : ''} disabled={busy || !!view.busy} onClick={again}>{run.trial ? 'Go on with the rest' : 'Compare again'}</button>
    </Foot>
  </>
}

function Failures({ run }: { run: Run }) {
  if (run.failures.length === 0) return null
  return <section aria-labelledby="failures">
    <h2 id="failures">Refused <span class="n">{count(run.counts.failed)}</span></h2>
    <ul class="groups">{run.failures.map((f, i) => <li class="group" key={i}><div class="group-head"><span class="badge bad">{f.status || 'no answer'}</span><span><bdi>{f.message}</bdi> <span class="place">{f.place || f.key}</span></span></div></li>)}</ul>
    {run.counts.failed > run.failures.length && <p class="soft">The last {run.failures.length}; all of them are in the files of the run.</p>}
  </section>
}

function Nights({ nightly }: { nightly: Nightly }) {
  const [open, setOpen] = useState(false)
  const [saved, setSaved] = useState('')
  const [busy, problem, doing] = useBusy()
  useEffect(() => setSaved(''), [nightly.mapping])
  return <section aria-labelledby="nightly">
    <h2 id="nightly"><button type="button" class="opens" aria-expanded={open} onClick={() => setOpen(!open)}>Run it every night</button></h2>
    {open && <>
      <p class="about">The same import without this page: unchanged rows cost nothing, changed ones are updated, and an alarm is raised only by what is new.</p>
      {problem && <Notice kind="bad">{problem}</Notice>}
      <p class="buttons"><button type="button" disabled={busy} onClick={() => doing(async () => { await post('/api/nightly/save'); setSaved(nightly.mapping) })}>Save the mapping as {nightly.mapping}</button>{saved && <span class="badge" role="status">saved</span>}</p>
      <Copy title="The command" text={nightly.command} />
      <Copy title="Line of a crontab" text={nightly.crontab} />
      <Copy title="systemd: quo-import.service" text={nightly.service} />
      <Copy title="systemd: quo-import.timer" text={nightly.timer} />
    </>}
  </section>
}
