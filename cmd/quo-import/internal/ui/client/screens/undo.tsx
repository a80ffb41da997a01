import { useRef, useState } from 'preact/hooks'
import { get } from '../api'
import { Notice, count, useBusy } from '../parts'
import type { ScreenProps } from '../screens'

interface Preview { delete: number; restore: number; left: number }

// UndoButton undoes a run, after it has shown what that does.
export function UndoButton({ run, act, go, words }: { run: string; words: string } & Pick<ScreenProps, 'act' | 'go'>) {
  const [preview, setPreview] = useState<Preview>()
  const [busy, problem, doing] = useBusy()
  const dialog = useRef<HTMLDialogElement>(null)
  const open = () => doing(async () => {
    setPreview(undefined)
    dialog.current!.showModal()
    setPreview(await get<Preview>(`/api/undo?run=${encodeURIComponent(run)}`))
  })
  const undo = () => doing(async () => {
    await act('/api/undo', { run })
    dialog.current!.close()
    go('run')
  })
  const parts = preview && [preview.delete && `delete ${count(preview.delete)}`, preview.restore && `restore ${count(preview.restore)}`].filter(Boolean).join(' and ')
  return <>
    <button type="button" class="danger" onClick={open}>{words}</button>
    <dialog ref={dialog} aria-labelledby={`undo-${run}`}>
      <h2 id={`undo-${run}`}>Undo this import?</h2>
      {problem && <Notice kind="bad">{problem}</Notice>}
      {!preview && !problem && <p class="working" role="status"><span class="spinner" aria-hidden="true" />Looking what it would do …</p>}
      {preview && <>
        <ul class="figures"><li><b>{count(preview.delete)}</b> to delete</li><li><b>{count(preview.restore)}</b> to restore</li><li><b>{count(preview.left)}</b> left as they are</li></ul>
        <p class="soft">Quo may keep the keys of deleted contacts, so that they cannot be used again. If a column was wrong, it is better to correct it and import again: the contacts are updated in place.</p>
      </>}
      <div class="buttons"><button type="button" onClick={() => dialog.current!.close()}>Cancel</button>
        <button type="button" class="danger" disabled={busy || !parts} onClick={undo}>{parts ? parts[0].toUpperCase() + parts.slice(1) : 'Nothing to undo'}</button></div>
    </dialog>
  </>
}
