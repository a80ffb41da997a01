import { useEffect, useState } from 'preact/hooks'
import { get } from '../api'
import type { Past } from '../model'
import { Heading, Notice, Skeleton, count } from '../parts'
import type { ScreenProps } from '../screens'
import { UndoButton } from './undo'

const kinds: Record<string, string> = { import: 'Import', undo: 'Undo', rebuild: 'Rebuild', 'state import': 'List of keys' }
const words: [name: string, words: string][] = [['created', 'created'], ['updated', 'updated'], ['deleted', 'deleted'], ['unchanged', 'unchanged'], ['rejected', 'rejected'], ['failed', 'failed'], ['notReached', 'not reached']]

// HistoryScreen lists what was run with this state.
export function HistoryScreen({ view, go, act }: ScreenProps) {
  const [past, setPast] = useState<Past[]>()
  const [problem, setProblem] = useState('')
  const going = view.run?.going
  useEffect(() => {
    if (going) return
    get<Past[]>('/api/runs').then(setPast, e => setProblem(e.message))
  }, [going, view.revision])
  return <>
    <Heading lede="What was imported and undone with this state, the last one first.">History</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    {going && <Notice>An import is running: the list is shown when it has ended.</Notice>}
    {past && past.length === 0 && <Notice>Nothing was imported yet.</Notice>}
    {!past && !problem && !going && <Skeleton lines={3} />}
    <ol class="past">
      {past?.map(p => <li key={p.id}>
        <div><h2>{kinds[p.kind] || p.kind} <time>{p.began}</time></h2>
          <p class="soft"><bdi>{p.files.join(', ') || p.source}</bdi></p>
          <p>{words.filter(([name]) => p.kind === 'undo' ? name !== 'unchanged' && p.counts[name] > 0 : p.counts[name] > 0).map(([name, w]) => `${count(p.counts[name])} ${p.kind === 'undo' && name === 'updated' ? 'restored' : w}`).join(' · ') || 'nothing was written'}</p>
          {p.outcome && <p class="soft"><small>{p.outcome}</small></p>}
        </div>
        {p.undone ? <span class="badge left">undone</span> : p.undoable && view.key.have ? <UndoButton run={p.id} act={act} go={go} words="Undo" /> : null}
      </li>)}
    </ol>
  </>
}
