import { useState } from 'preact/hooks'
import { Foot, Heading, Notice, count, plural, useBusy } from '../parts'
import type { ScreenProps } from '../screens'

const choices: [value: string, words: string, means: string][] = [
  ['phone', 'Use those who are surely the same', 'name or email agrees, too: their values stay, missing ones are filled. The other rows are left out, to be decided one by one'],
  ['phone-only', 'Use all of them', 'whatever the contacts are called'],
  ['none', 'Use none of them', 'every row becomes a contact of its own beside them'],
]

const outcomes: Record<string, [words: string, look: string]> = { adopted: ['is used', ''], unsure: ['row left out', 'bad'], open: ['to decide', 'guessed'] }

// PairsScreen shows rows beside the contacts in Quo that have their number.
export function PairsScreen({ view, go, act }: ScreenProps) {
  const plan = view.plan!
  const [busy, problem, run] = useBusy()
  const [adopt, setAdopt] = useState(view.session!.adopt || 'phone')
  const use = () => run(async () => {
    await act('/api/adopt', { adopt })
    go('plan')
  })
  return <>
    <Heading lede={`${plural(plan.adoptable, 'new row has', 'new rows have')} the number of a contact that is already in Quo. Is it the same person?`}>Already in Quo</Heading>
    {problem && <Notice kind="bad">{problem}</Notice>}
    <fieldset class="question">
      <legend><h2>What is to be done with them?</h2></legend>
      <div class="choices">{choices.map(([value, words, means]) => <label class="choice" key={value}>
        <input type="radio" name="adopt" checked={adopt === value} onChange={() => setAdopt(value)} />
        <span><b>{words}</b><small>{means}</small></span>
      </label>)}</div>
    </fieldset>
    <ul class="pairs">
      {plan.pairs.map(p => <li class="pair" key={p.place + p.key}>
        <div><small>{p.place}</small><b><bdi>{p.name || 'no name'}</bdi></b></div>
        <span class="same" aria-hidden="true">=?</span>
        <div>{p.contacts.map(c => <p key={c.id}><small>in Quo, same {c.why}</small><b><bdi>{c.name || c.id}</bdi></b></p>)}</div>
        <span class={`badge ${outcomes[p.outcome]?.[1] || ''}`}>{outcomes[p.outcome]?.[0] || p.outcome}</span>
      </li>)}
    </ul>
    {plan.morePairs > 0 && <p class="soft">… and {count(plan.morePairs)} more</p>}
    <Foot note={<button type="button" class="plain" onClick={() => go('plan')}>Back</button>}>
      <button type="button" class="primary" disabled={busy} onClick={use}>{busy ? 'Comparing …' : 'Compare again with this'}</button>
    </Foot>
  </>
}
