import { Card } from '../parts/card'

export interface Guidance {
  title: string
  points: { lead: string; text: string }[]
}

export function BeforeYouStart({ title, points }: Guidance) {
  return (
    <Card title={title} dashed>
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
