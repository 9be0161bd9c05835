/** A drawing of another product's screen: where to click there, and what to look for. */

import type { Screen } from '../../src/integrations/settings/settings-form'

const WIDTH = 420
const MENU = 130
const BAR = 26
const ROW = 46
const LINE = 22

export function ScreenPicture({ path, menu, open, rows }: Screen) {
  const height = BAR + Math.max(rows.length * ROW + 44, menu.length * LINE + 24)
  const where = path.join(' → ')
  return (
    <figure class="screen">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`Drawing of ${where}`}>
        <rect class="screen-paper" x="0.5" y="0.5" width={WIDTH - 1} height={height - 1} rx="8" />
        <path class="screen-line" d={`M0 ${BAR}H${WIDTH}M${MENU} ${BAR}V${height}`} />
        {[14, 26, 38].map((x) => (
          <circle class="screen-dot" cx={x} cy={BAR / 2} r="3.5" />
        ))}
        {menu.map((label, at) => (
          <>
            {label === open && (
              <rect class="screen-open" x="8" y={BAR + 10 + at * LINE} width={MENU - 16} height={LINE} rx="5" />
            )}
            <text class={label === open ? 'screen-here' : undefined} x="16" y={BAR + 25 + at * LINE}>
              {label}
            </text>
          </>
        ))}
        <text class="screen-title" x={MENU + 18} y={BAR + 26}>
          {path.at(-1)}
        </text>
        {rows.map(({ label, value, marked }, at) => (
          <g class={marked ? 'screen-marked' : undefined}>
            <text x={MENU + 18} y={BAR + 48 + at * ROW}>
              {label}
            </text>
            <rect
              class="screen-field"
              x={MENU + 18}
              y={BAR + 53 + at * ROW}
              width={WIDTH - MENU - 36}
              height="22"
              rx="4"
            />
            <text class="screen-value" x={MENU + 26} y={BAR + 68 + at * ROW}>
              {value}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>{where}</figcaption>
    </figure>
  )
}
