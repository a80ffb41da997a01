// The screens in the order in which a person meets them. A screen gets the view and shows
// it; it keeps nothing that the server does not have.
import type { ComponentType } from 'preact'
import type { View } from './model'
import { ColumnsScreen } from './screens/columns'
import { FileScreen } from './screens/file'
import { HistoryScreen } from './screens/history'
import { PairsScreen } from './screens/pairs'
import { PlanScreen } from './screens/plan'
import { ProblemsScreen } from './screens/problems'
import { QuestionsScreen } from './screens/questions'
import { RunScreen } from './screens/run'

// ScreenProps is what every screen gets.
export interface ScreenProps {
  view: View
  go: (screen: string) => void // shows another screen
  act: (path: string, body?: unknown) => Promise<unknown> // asks the server, then shows what has changed
  reload: () => Promise<View | undefined>
}

export interface Screen {
  id: string // in the address, after #/
  title: string
  badge?: (view: View) => number // what is to be done there
  ready: (view: View) => boolean // it can be shown
  component: ComponentType<ScreenProps>
}

export const screens: Screen[] = [
  { id: 'file', title: 'File', ready: () => true, component: FileScreen },
  { id: 'questions', title: 'Questions', badge: v => v.questions.filter(q => !q.answer).length, ready: v => !!v.file, component: QuestionsScreen },
  { id: 'columns', title: 'Columns', ready: v => !!v.columns, component: ColumnsScreen },
  { id: 'problems', title: 'Rows to correct', badge: v => v.sheet?.problems ?? 0, ready: v => !!v.sheet && v.sheet.problems + v.sheet.fixes > 0, component: ProblemsScreen },
  { id: 'plan', title: 'Plan', ready: v => !!v.plan, component: PlanScreen },
  { id: 'pairs', title: 'Already in Quo', badge: v => v.plan?.pairs.filter(p => p.outcome === 'open').length ?? 0, ready: v => !!v.plan && v.plan.pairs.length > 0, component: PairsScreen },
  { id: 'run', title: 'Import', ready: v => !!v.run, component: RunScreen },
  { id: 'history', title: 'History', ready: v => !!v.session, component: HistoryScreen },
]
