// memo draws a component again only if a property is another one.
import { Component } from 'preact'
import type { ComponentType } from 'preact'

export function memo<P extends object>(Of: (props: P) => preact.JSX.Element): ComponentType<P> {
  return class extends Component<P> {
    shouldComponentUpdate(next: P) {
      return Object.keys(next).some(k => next[k as keyof P] !== this.props[k as keyof P])
    }
    render() { return <Of {...this.props} /> }
  }
}
