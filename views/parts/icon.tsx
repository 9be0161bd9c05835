/** Line drawings on a 16 × 16 grid. Always beside a word that says the same, so hidden from screen readers. */

const SHAPES = {
  check: 'M3 8.5l3.4 3.4L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  renew: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.6v2.6h-2.6',
  ended: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M5.4 8h5.2',
  kept: 'M8 2l5 1.8V8c0 3-2.1 5-5 6c-2.9-1-5-3-5-6V3.8zM5.6 7.9l1.8 1.8l3-3.2',
  later: 'M2.5 5.5H11l-2.5-2.5M13.5 10.5H5l2.5 2.5',
  dash: 'M4 8h8',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.6M8 12.4v.1',
  flask: 'M6.2 2.5h3.6M7 2.5v4L3.3 12.5a.8.8 0 0 0 .7 1h8a.8.8 0 0 0 .7-1L9 6.5v-4M5 10.5h6',
  nobody:
    'M6.5 7.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5M2 13.5c.3-2.5 2.1-4 4.5-4c1 0 1.9.3 2.6.7M10.8 10.3l3.2 3.2M14 10.3l-3.2 3.2',
  star: 'M8 2.3l1.7 3.6l3.9.5l-2.9 2.7l.8 3.9L8 11.1L4.5 13l.8-3.9L2.4 6.4l3.9-.5z',
  off: 'M8 2.5v5M4.7 4.6a5 5 0 1 0 6.6 0',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 5v3.3l2.2 1.3',
  key: 'M10.5 2.5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8.3 7.7L3 13M5 11l1.7 1.7',
  missing: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3L14 14M5.6 5.6l2.8 2.8M8.4 5.6L5.6 8.4',
  flag: 'M4 14V2.5h8l-2 3l2 3H4',
  warning: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.3v.1',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 7.5v3.3M8 5.2v.1',
  plus: 'M8 3v10M3 8h10',
  copy: 'M6 6h7v7.5H6zM10 6V2.5H3V10h3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3L14 14',
  download: 'M8 2.5v7.5M4.8 7L8 10.2L11.2 7M3 13.5h10',
  down: 'M4 6l4 4l4-4',
  person: 'M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 1 0 8 8M3 13.7c.4-2.7 2.3-4.2 5-4.2s4.6 1.5 5 4.2',
  grid: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
  leave: 'M9.5 3H4v10h5.5M7 8h7M11.5 5.5L14 8l-2.5 2.5',
} as const

export type IconName = keyof typeof SHAPES

interface IconProps {
  name: IconName
  /** Drawn by the page's SharedIcons, which saves bytes in a long list. */
  shared?: boolean | undefined
}

export function Icon({ name, shared = false }: IconProps) {
  return shared ? (
    <svg class="icon" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  ) : (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  )
}

/** @param names each is drawn once */
export function SharedIcons({ names }: { names: IconName[] }) {
  return (
    <svg class="shared-icons" aria-hidden="true">
      {[...new Set(names)].map((name) => (
        <symbol id={`icon-${name}`} viewBox="0 0 16 16">
          <path d={SHAPES[name]} />
        </symbol>
      ))}
    </svg>
  )
}
