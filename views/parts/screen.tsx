/** A drawing of another product's screen: where to click there, and what to look for. */

import type { Screen } from '../../src/integrations/settings/settings-form'

export function ScreenPicture({ path, menu, open, rows }: Screen) {
  const where = path.join(' → ')
  return (
    <figure class="screen">
      <div role="img" aria-label={`Drawing of ${where}`}>
        <div>
          {menu.map((label) => (
            <span class={label === open ? 'here' : undefined}>{label}</span>
          ))}
        </div>
        <div>
          <b>{path.at(-1)}</b>
          {rows.map(({ label, value, marked }) => (
            <>
              <span>{label}</span>
              <span class={marked ? 'value marked' : 'value'}>{value}</span>
            </>
          ))}
        </div>
      </div>
      <figcaption>{where}</figcaption>
    </figure>
  )
}
