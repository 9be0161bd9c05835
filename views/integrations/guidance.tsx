import type { Screen } from '../../src/integrations/settings/settings-form'
import { Card } from '../parts/card'
import { ScreenPicture } from '../parts/screen'

export interface Guidance {
  title: string
  points: { lead: string; text: string }[]
  screen?: Screen
}

export function BeforeYouStart({ title, points, screen }: Guidance) {
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
