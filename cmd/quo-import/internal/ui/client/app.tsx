// The page: it loads the view, shows one screen of it, and loads it again when it has
// changed. Where the person is stands in the address, and on the server.
import { render } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { listen, loadView, post } from './api'
import type { View } from './model'
import { screens } from './screens'

const inAddress = () => location.hash.replace(/^#\//, '')

function App() {
  const [view, setView] = useState<View>()
  const [screen, setScreen] = useState(inAddress)
  const [connected, setConnected] = useState(true)
  const [problem, setProblem] = useState('')
  const loading = useRef<{ again: boolean; done: Promise<View | undefined> } | null>(null)

  // load loads the view. While it is being loaded, another call loads it once more.
  const load = useCallback((): Promise<View | undefined> => {
    if (loading.current) {
      loading.current.again = true
      return loading.current.done
    }
    const state: { again: boolean; done: Promise<View | undefined> } = { again: false, done: Promise.resolve(undefined) }
    loading.current = state
    state.done = (async () => {
      try {
        let now: View
        do {
          state.again = false
          setView(now = await loadView())
        } while (state.again)
        setProblem('')
        return now
      } catch (e) {
        setProblem((e as Error).message)
      } finally {
        loading.current = null
      }
    })()
    return state.done
  }, [])

  useEffect(() => {
    let timer = 0
    listen({
      view: load,
      run: run => setView(v => v && { ...v, run }),
      connected: yes => {
        if (yes) {
          clearTimeout(timer)
          timer = 0
          setConnected(true)
        } else timer ||= setTimeout(() => setConnected(false), 2500)
      },
    })
    const moved = () => setScreen(inAddress())
    const nowhere = (e: Event) => e.preventDefault() // a file that misses its place must not replace the page
    addEventListener('hashchange', moved)
    addEventListener('dragover', nowhere)
    addEventListener('drop', nowhere)
    return () => removeEventListener('hashchange', moved)
  }, [load])

  // Where the person was may need what is still being read, as after a start with a large file.
  const wanted = view && screens.find(s => s.id === (screen || view.session?.screen))
  const current = view && (wanted?.ready(view) ? wanted : screens[0])
  const waiting = !!view?.busy && !!wanted && wanted !== current
  const id = current?.id

  useEffect(() => {
    if (!id || !view) return
    const title = screens.find(s => s.id === id)!.title
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
    document.title = `${title}${view.session ? ' · ' + view.session.name : ''} · quo-import`
    if (waiting) return
    if (screen !== id) history.replaceState(null, '', `#/${id}`)
    if (view.session && view.session.screen !== id) post('/api/screen', { screen: id }).catch(() => {})
  }, [id, view?.session?.id, waiting])

  if (!view || !current) {
    return <main class="boot">{problem ? <p role="alert">{problem}</p> : <p>Loading …</p>}</main>
  }
  const go = (to: string) => { location.hash = `#/${to}` }
  const act = async (path: string, body?: unknown) => {
    await post(path, body)
    await load()
  }
  const Current = current.component
  return <>
    <header class="top">
      <a class="brand" href="#/file"><img src="/static/icon.svg" alt="" width="24" height="24" /> quo-import</a>
      {view.session && <span class="file-name" title={view.session.path}>{view.session.name}</span>}
      <span class="where">{view.rehearsal ? <b class="badge guessed">Rehearsal: nothing leaves this computer</b> : view.where.replace(/^https?:\/\//, '')}</span>
    </header>
    {view.session && <nav aria-label="Steps">
      <ol>
        {screens.map(s => {
          const badge = s.badge?.(view)
          const ready = s.ready(view)
          return <li key={s.id}>
            {ready ? <a href={`#/${s.id}`} aria-current={s.id === current.id ? 'step' : undefined}>{s.title}{badge ? <span class="count">{badge}</span> : null}</a>
              : <span class="later" aria-disabled="true">{s.title}</span>}
          </li>
        })}
      </ol>
    </nav>}
    <main>
      {!connected && <div class="notice bad" role="alert">quo-import does not answer. If it was ended, start it again with the same file: nothing is lost, and an import that was going on can be continued.</div>}
      {problem && <div class="notice bad" role="alert">{problem}</div>}
      <Current key={current.id + (view.session?.id ?? '')} view={view} go={go} act={act} reload={load} />
      <p class="working" role="status">{view.busy ? <><span class="spinner" aria-hidden="true" />{view.busy} …</> : ''}</p>
    </main>
  </>
}

const root = document.getElementById('app')!
root.replaceChildren()
render(<App />, root)
