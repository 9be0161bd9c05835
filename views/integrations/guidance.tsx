import { Card } from '../parts/card'
import { type Screen, ScreenPicture } from '../parts/screen'

export interface Guidance {
  title: string
  points: { lead: string; text: string }[]
  screen?: Screen
}

export function BeforeYouStart({ title, points, screen }: Guidance) {
  return (
    <Card title={title} dashed>
      {screen && <ScreenPicture {...screen} />}
      <ul class="prose stack-tight">
        {points.map(({ lead, text }) => (
          <li>
            <strong>{lead}</strong>
            {text}
          </li>
        ))}
      </ul>
    </Card>
  )
}
