import { useState } from 'preact/hooks'
import { post } from '../api'
import type { Question } from '../model'
import { Foot, Heading, Notice, plural, useBusy } from '../parts'
import type { ScreenProps } from '../screens'

const other = '\u0000other'

// selected is what is chosen in the form: a choice, or the text of another answer.
interface Selected { choice: string; text: string }

const begin = (q: Question): Selected => {
  const answer = q.answer || q.default || ''
  if (answer === '') return { choice: q.choices.length === 0 ? other : '', text: '' }
  return q.choices.some(c => c.answer === answer) ? { choice: answer, text: '' } : { choice: other, text: answer }
}

const valueOf = (s: Selected | undefined) => !s ? '' : s.choice === other ? s.text.trim() : s.choice

// QuestionsScreen asks what neither the headers nor the values say. Nothing is written
// before all of it is answered.
export function QuestionsScreen({ view, go, reload }: ScreenProps) {
  const [busy, problem, run] = useBusy()
  const [chosen, setChosen] = useState<Record<string, Selected>>({})
  const [wrong, setWrong] = useState('')
  const of = (q: Question) => chosen[q.id] || begin(q)
  const open = view.questions.filter(q => !q.answer)
  const next = () => run(async () => {
    for (const q of view.questions) {
      const answer = valueOf(of(q))
      if (answer === (q.answer || '')) continue
      try {
        if (answer === '') throw new Error('A question has no answer yet.')
        await post('/api/answer', { id: q.id, answer })
      } catch (e) {
        setWrong(q.id)
        document.getElementById(`q-${q.id}`)?.focus()
        throw e
      }
    }
    setWrong('')
    const before = new Set(view.questions.map(q => q.id))
    const now = await reload()
    if (now && now.questions.some(q => !q.answer && !before.has(q.id))) return // an answer has opened another
    go('columns')
  })
  return <>
    <Heading lede={open.length > 0 ? `${plural(open.length, 'question', 'questions')} that only you can answer. What the file shows is chosen already.` : 'Everything is answered. You can change an answer.'}>Questions</Heading>
    {problem && !wrong && <Notice kind="bad">{problem}</Notice>}
    {view.questions.length === 0 && !view.busy && <Notice kind="good">There is nothing to ask: the file says it all.</Notice>}
    {view.questions.map(q => <QuestionCard key={q.id} q={q} selected={of(q)} problem={wrong === q.id ? problem : ''}
      select={s => { setWrong(''); setChosen({ ...chosen, [q.id]: s }) }} />)}
    <Foot note={<button type="button" class="plain" onClick={() => go('file')}>Back</button>}>
      <button type="button" class="primary" disabled={busy} onClick={next}>{busy ? 'Working …' : 'Next'}</button>
    </Foot>
  </>
}

function QuestionCard({ q, selected, select, problem }: { q: Question; selected: Selected; select: (s: Selected) => void; problem: string }) {
  const name = `answer-${q.id}`
  const pick = (choice: string) => select({ ...selected, choice })
  return <fieldset class={`question ${problem ? 'wrong' : ''}`} id={`q-${q.id}`} tabIndex={-1}>
    <legend><h2>{q.question}</h2></legend>
    {q.evidence.length > 0 && <ul class="evidence">{q.evidence.map(e => <li key={e}><bdi>{e}</bdi></li>)}</ul>}
    {problem && <Notice kind="bad">{problem}</Notice>}
    <div class="choices">
      {q.choices.map(c => <label class="choice" key={c.answer}>
        <input type="radio" name={name} checked={selected.choice === c.answer} onChange={() => pick(c.answer)} />
        <span><b><bdi>{c.answer}</bdi></b>{c.answer === q.default && <span class="badge">proposed</span>}<small><bdi>{c.means}</bdi></small></span>
      </label>)}
      {q.free && <label class="choice">
        {q.choices.length > 0 && <input type="radio" name={name} checked={selected.choice === other} onChange={() => pick(other)} />}
        <span class="free">{q.choices.length > 0 && <b>Another answer</b>}
          <input type="text" aria-label={`${q.question} ${q.takes || ''}`} placeholder={(q.takes || '').toLowerCase()} value={selected.text}
            onInput={e => select({ choice: other, text: e.currentTarget.value })} /></span>
      </label>}
    </div>
    {q.otherwise && <p class="soft"><small>{q.otherwise}</small></p>}
  </fieldset>
}
