/** Always beside a word that says the same, so hidden from screen readers. */
import type { SHAPES } from './icon-shapes'

export type IconName = keyof typeof SHAPES

export function Icon({ name }: { name: IconName }) {
  return <span class={`icon icon-${name}`} aria-hidden="true" />
}
