// What several screens are made of.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

const numbers = new Intl.NumberFormat('en')
export const count = (n: number) => numbers.format(n)
export const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

// Heading is the title of a screen. It gets the focus when the screen appears, so that a
// screen reader reads on from there.
export function Heading({ children, lede }: { children: ComponentChildren; lede?: ComponentChildren }) {
  const at = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav, .steps-foot')) at.current?.focus()
    scrollTo(0, 0)
  }, [])
  return <div class="heading"><h1 tabIndex={-1} ref={at}>{children}</h1>{lede && <p class="lede">{lede}</p>}</div>
}

export function Notice({ kind = '', children }: { kind?: '' | 'bad' | 'warn' | 'good'; children: ComponentChildren }) {
  return <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : undefined}>{children}</div>
}

// Chip is a choice that has a good default: small, and said in words.
export function Chip({ label, value, options, onChange, disabled }: {
  label: string; value: string; options: [value: string, words: string][]; onChange: (value: string) => void; disabled?: boolean
}) {
  const id = useId()
  return <span class="chip">
    <label for={id}>{label}</label>
    <select id={id} value={value} disabled={disabled} onChange={e => onChange(e.currentTarget.value)}>
      {options.map(([v, words]) => <option key={v} value={v}>{words}</option>)}
    </select>
  </span>
}

// Copy is a text to copy, with a button for it.
export function Copy({ title, text }: { title: string; text: string }) {
  const [done, setDone] = useState(false)
  const copy = () => navigator.clipboard.writeText(text).then(() => { setDone(true); setTimeout(() => setDone(false), 2000) })
  return <figure class="copy">
    <figcaption><span>{title}</span><button type="button" class="plain" onClick={copy} aria-label={`Copy: ${title}`}>{done ? 'Copied' : 'Copy'}</button></figcaption>
    <pre tabIndex={0} aria-label={title}>{text}</pre>
  </figure>
}

// Foot has the buttons that lead on and back.
export function Foot({ children, note }: { children: ComponentChildren; note?: ComponentChildren }) {
  return <div class="steps-foot"><div class="note">{note}</div><div class="buttons">{children}</div></div>
}

// useBusy runs one action at a time, and keeps what went wrong.
export function useBusy(): [busy: boolean, problem: string, act: (work: () => Promise<unknown>) => Promise<boolean>] {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setProblem('')
    try {
      await work()
      return true
    } catch (e) {
      setProblem(e instanceof Error ? e.message : String(e))
      return false
    } finally {
      setBusy(false)
    }
  }
  return [busy, problem, act]
}

// Scroll is a box that scrolls sideways, for tables.
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return <div class="scroll" role="region" aria-label={label} tabIndex={0}>{children}</div>
}

// Skeleton stands where something is being read.
export function Skeleton({ lines = 8, look = '' }: { lines?: number; look?: string }) {
  return <div class={`${look} skeleton`.trim()} aria-hidden="true">{Array.from({ length: lines }, (_, i) => <span key={i} />)}</div>
}
