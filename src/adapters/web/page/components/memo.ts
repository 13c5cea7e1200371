import { Component, type ComponentChild, type FunctionComponent, h } from 'preact'

/** A component that is drawn again only when its properties say so. */
export function memo<Props extends object>(
  draw: (props: Props) => ComponentChild,
  isSame: (before: Props, after: Props) => boolean = isShallowSame,
): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !isSame(this.props as Props, next)
    }

    override render(props: Props) {
      return h(draw as FunctionComponent<Props>, props)
    }
  }
  return Memo as unknown as FunctionComponent<Props>
}

function isShallowSame<Props extends object>(before: Props, after: Props): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Props>
  return [...keys].every((key) => Object.is(before[key], after[key]))
}
