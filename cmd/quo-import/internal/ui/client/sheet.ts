// The rows with problems, as the server keeps them: requests, and a store of the rows that
// were loaded. Rows are loaded in windows, and only the windows around those on the screen
// are kept.
import { get, post, sendFile } from './api'

export interface SheetColumn { name: string; mapped: boolean }
export interface Filter { all?: boolean; column?: string; kind?: string }
export interface Facet { column: string; kind: string; words: string; rows: number; rescues: number }
export interface SheetProblem { column: number; kind: string; message: string }
export interface SheetCounts { rows: number; problems: number; fixes: number; strays: number }
export interface Row { row: number; line: number; cells: string[]; clipped?: number[]; fixed?: number[]; problems?: SheetProblem[]; skipped?: string; locked?: boolean }
export interface Done { what: string; cells: number; rescued: number; rows: number[]; counts: SheetCounts; facets: Facet[]; undo: string; redo: string; edition: number }
export interface Tried { value: string; file: string; result: string; problem: string; others: number }
export interface Value { value: string; rows: number; nothing: boolean }
export interface Example { line: number; column: string; before: string; after: string; result: string; problem: string }
export interface Preview { what: string; cells: number; rescued: number; left: number; examples: Example[] }
export interface Taken { done: Done; rows: number; changed: number; unknown: string[]; missed: number }
export interface Edit { row: number; column: number; value: string }
export interface Bulk {
  do: string; filter: Filter; rows?: number[]; column: number; words?: string[]; country?: string; separator?: string; into?: number
  find?: string; replace?: string; case?: boolean; whole?: boolean
}

const at = (path: string) => '/api/sheet' + path
export const sheet = {
  open: () => get<{ columns: SheetColumn[]; now: Done; table: boolean }>(at('')),
  view: (filter: Filter) => post<{ id: number; rows: number }>(at('/view'), filter),
  rows: (view: number, from: number) => get<Row[]>(at(`/rows?view=${view}&from=${from}`)),
  show: (rows: number[]) => post<Row[]>(at('/show'), { rows }),
  try: (row: number, column: number, value: string | null) => post<Tried>(at('/try'), { row, column, value }),
  values: (filter: Filter, column: number) => post<Value[]>(at('/values'), { filter, column }),
  set: (what: string, edits: Edit[]) => post<Done>(at('/set'), { what, edits }),
  preview: (bulk: Bulk) => post<Preview>(at('/preview'), bulk),
  apply: (bulk: Bulk) => post<Done>(at('/apply'), bulk),
  take: (file: globalThis.File) => sendFile<Taken>(at('/take'), file),
  undo: () => post<Done>(at('/undo')),
  redo: () => post<Done>(at('/redo')),
}

const window = 200
const kept = 10 // windows

// Rows keeps the rows of one view that are near those on the screen.
export class Rows {
  private windows = new Map<number, Row[]>()
  private loading = new Set<number>()
  private places = new Map<number, number>() // number of a row → its place in the view

  constructor(readonly view: number, readonly length: number, private changed: () => void, private failed: (e: Error) => void) {}

  get(i: number): Row | undefined {
    return this.windows.get(Math.floor(i / window))?.[i % window]
  }

  // want loads the rows from one to another, if they are not there.
  want(from: number, to: number) {
    for (let w = Math.floor(from / window); w <= Math.floor(Math.max(from, to - 1) / window); w++) {
      if (!this.windows.has(w) && !this.loading.has(w) && w * window < this.length) this.load(w)
    }
  }

  private async load(w: number) {
    this.loading.add(w)
    try {
      const rows = await sheet.rows(this.view, w * window)
      this.windows.set(w, rows)
      rows.forEach((row, n) => this.places.set(row.row, w * window + n))
      for (const old of this.windows.keys()) {
        if (this.windows.size <= kept) break
        if (Math.abs(old - w) > kept / 2) {
          this.windows.get(old)!.forEach(row => this.places.delete(row.row))
          this.windows.delete(old)
        }
      }
      this.changed()
    } catch (e) {
      this.failed(e as Error)
    } finally {
      this.loading.delete(w)
    }
  }

  // refresh loads rows again that an edit touched, or all that are there.
  async refresh(numbers?: number[]) {
    const mine = [...this.places.keys()].filter(n => !numbers || numbers.includes(n))
    try {
      for (let i = 0; i < mine.length; i += window) {
        for (const row of await sheet.show(mine.slice(i, i + window))) {
          const place = this.places.get(row.row)
          const rows = place === undefined ? undefined : this.windows.get(Math.floor(place / window))
          if (rows) rows[place! % window] = row
        }
      }
      this.changed()
    } catch (e) {
      this.failed(e as Error)
    }
  }
}
