import type { Child } from 'hono/jsx'
import type { Screen } from '../../src/integrations/settings/settings-form'
import { Card } from './card'
import { ScreenPicture } from './screen'

export interface Guidance {
  title: string
  points: { lead: string; text: Child }[]
  screen?: Screen
}

export function Guide({ title, points, screen }: Guidance) {
  return (
    <Card title={title} dashed>
      {screen && <ScreenPicture {...screen} />}
      {points.length > 0 && (
        <ul class="prose stack-tight">
          {points.map(({ lead, text }) => (
            <li>
              <strong>{lead}</strong>
              {text}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** A form with its help beside it; below it where there is no room. */
export function Guided({ guide, children }: { guide: Guidance; children: Child }) {
  return (
    <div class="columns">
      {children}
      <Guide {...guide} />
    </div>
  )
}
