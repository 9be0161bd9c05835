/** A drawing of another product's screen: where to click there, and what to look for. */
import type { Screen } from '../../src/integrations/settings/settings-form'

/** Boxes have their places and sizes in app.css. 360 units wide: a phone has some 325 px for it, and letters of 13 units are 11 px there. */
export function ScreenPicture({ path, menu, open, rows }: Screen) {
  return (
    <svg
      class="screen"
      viewBox={`0 0 360 ${92 + 74 * rows.length}`}
      role="img"
      aria-label={`Drawing of ${path.join(' → ')}`}
    >
      <rect class="menu" />
      <rect class="bar" />
      <path class="dots" d="M14 12h0m12 0h0m12 0h0" />
      <rect class="address" />
      {menu.map((label, index) => (
        <g class={label === open ? 'here' : undefined} transform={`translate(13 ${34 + 29 * index})`}>
          <rect class="place" />
          <text y={18}>{label}</text>
        </g>
      ))}
      <text x={160} y={49}>
        {path.slice(0, -1).join(' › ')}
      </text>
      <text class="large" x={160} y={74}>
        {path.at(-1)}
      </text>
      {rows.map(({ label, value, callout, button }, index) => (
        <g transform={`translate(160 ${90 + 74 * index})`}>
          <text y={13}>{label}</text>
          <text class="call" x={162} y={13}>
            {callout}
          </text>
          <path class="ring" d="M167 9q11 0 11 11m-4-5 4 5 4-5" />
          <rect class="ring" />
          <rect class="field" />
          <text class="strong" x={9} y={47}>
            {value}
          </text>
          {button && (
            <>
              <rect class="button" />
              <text class="on-button" x={139} y={47}>
                {button}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  )
}
