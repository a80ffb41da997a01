import { useState } from 'preact/hooks'
import type { View } from '../model'
import { Notice, useBusy } from '../parts'
import type { ScreenProps } from '../screens'

// KeyForm takes the API key. It is sent to the program on this computer once, and is
// nowhere on the page afterwards.
export function KeyForm({ view, act }: { view: View; act: ScreenProps['act'] }) {
  const [key, setKey] = useState('')
  const [keep, setKeep] = useState(false)
  const [busy, problem, run] = useBusy()
  if (view.key.have) {
    return <p class="key-have"><span class="badge">API key: {view.key.from === 'keyring' ? 'from the keyring' : view.key.from === 'start' ? 'given at the start' : 'typed, in memory only'}</span>
      {!view.rehearsal && <button type="button" class="plain" disabled={busy} onClick={() => run(() => act('/api/key/forget'))}>{view.key.from === 'keyring' ? 'Remove it from the keyring' : 'Use another'}</button>}</p>
  }
  const send = (e: Event) => {
    e.preventDefault()
    run(async () => {
      await act('/api/key', { key, keep })
      setKey('')
    })
  }
  return <form class="key" onSubmit={send}>
    {problem && <Notice kind="bad">{problem}</Notice>}
    <label for="api-key">API key of your Quo workspace</label>
    <div class="buttons">
      <input id="api-key" type="password" autocomplete="off" spellcheck={false} required value={key} onInput={e => setKey(e.currentTarget.value)} />
      <button type="submit" class="primary" disabled={busy || key.trim() === ''}>{busy ? 'Asking Quo …' : 'Connect'}</button>
    </div>
    {view.key.keyring && <label class="check"><input type="checkbox" checked={keep} onChange={e => setKeep(e.currentTarget.checked)} /> <span>Keep it in the keyring of this computer</span></label>}
    <p class="soft"><small>In Quo: Settings, API. {keep ? '' : 'It stays in the memory of the program, until it ends.'}</small></p>
  </form>
}
