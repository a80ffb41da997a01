// What the server shows: the types of view.go. A Go test compares the names.

export interface View {
  revision: number
  where: string
  rehearsal: boolean
  formats: string[]
  key: Key
  recent: Recent[]
  session?: Session
  busy?: string
  problem?: string
  file?: File
  questions: Question[]
  columns?: Columns
  sheet?: SheetCounts
  plan?: Plan
  run?: Run
  nightly?: Nightly
}

export interface Key { have: boolean; from?: string; keyring: boolean }
export interface SheetCounts { problems: number; fixes: number }
export interface Recent { id: string; name: string; changed: string }
export interface Session { id: string; name: string; path: string; screen: string; read: Read; adopt?: string }
export interface Read { sheet?: string; headerRow?: number; noHeader?: boolean; encoding?: string; delimiter?: string }

export interface File {
  format: string
  bytes: number
  encoding?: string
  delimiter?: string
  sheet?: string
  sheets?: string[]
  header: boolean
  headerLine: number
  above: number
  columns: number
  warnings: string[]
  first: Line[]
}

export interface Line { line: number; cells: string[] }

export interface Question {
  id: string
  about: string
  question: string
  evidence: string[]
  choices: Choice[]
  free: boolean
  takes?: string
  default?: string
  optional: boolean
  answer?: string
  otherwise?: string
}

export interface Choice { answer: string; means: string }

export interface Columns { list: Column[]; fields: FieldGroup[]; rows: number; remarks: string[]; key: string; keys: string[] }

export interface Column {
  name: string
  field: string
  how: string
  remark?: string
  values: number
  problems: number
  chosen: boolean
  fixed?: string
  samples: Sample[]
}

export interface Sample { raw: string; result?: string; problem?: string }
export interface FieldGroup { name: string; fields: Field[] }
export interface Field { value: string; name: string }

export interface Plan {
  compared: boolean
  knows: boolean
  counts: Counts
  writes: number
  duration?: string
  stop?: string
  notices: string[]
  problems: Problem[]
  moreProblems: number
  warnings: Problem[]
  cards: Card[]
  changes: Change[]
  moreChanges: number
  pairs: Pair[]
  morePairs: number
  adoptable: number
  phoneless: number
  nameless: number
  state: string
  source: string
  keyed: string
}

export type Counts = Record<string, number>

export interface Problem { column: string; kind: string; message: string; count: number; examples: Example[] }
export interface Example { place: string; value: string; message: string }
export interface Card { place: string; action: string; name: string; initials: string; facts: Fact[] }
export interface Fact { name: string; value: string }
export interface Change { place: string; key: string; action: string; message?: string; name?: string; fields: FieldChange[] }
export interface FieldChange { field: string; before: string; after: string }
export interface Pair { place: string; key: string; name: string; outcome: string; contacts: Found[] }
export interface Found { id: string; name: string; why: string; certain: boolean }

export interface Run {
  id: string
  kind: string
  going: boolean
  paused: boolean
  stopping: boolean
  trial: boolean
  done: number
  total: number
  counts: Counts
  rate?: string
  left?: string
  stopped?: string
  interrupted: boolean
  failures: Failure[]
  files: ReportFile[]
  report?: string
}

export interface Failure { place: string; key?: string; status?: number; message: string }
export interface ReportFile { name: string; what: string }

export interface Nightly { mapping: string; command: string; crontab: string; service: string; timer: string }

export interface Past {
  id: string
  kind: string
  undone: boolean
  source: string
  files: string[]
  began: string
  counts: Counts
  outcome: string
  undoable: boolean
}
