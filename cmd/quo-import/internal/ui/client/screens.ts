// The screens in the order in which a person meets them. A screen gets the view and shows
// it; it keeps nothing that the server does not have.
import type { ComponentType } from 'preact'
import type { View } from './model'
import { FileScreen } from './screens/file'

// ScreenProps is what every screen gets.
export interface ScreenProps {
  view: View
  go: (screen: string) => void // shows another screen
  act: (path: string, body?: unknown) => Promise<unknown> // asks the server, then shows what has changed
  reload: () => Promise<unknown>
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
]
