import type { Child } from 'hono/jsx'
import { type Crumb, PageHeader } from '../parts/page-header'
import { StepTrail, type TrailStep } from '../parts/step-trail'

export interface FrameProps {
  title: string
  crumbs: Crumb[]
  steps: TrailStep[]
}

export function Frame({ title, crumbs, steps, children }: FrameProps & { children: Child }) {
  return (
    <div class="page">
      <PageHeader title={title} crumbs={crumbs} />
      <StepTrail steps={steps} />
      {children}
    </div>
  )
}

/** Sends along what was entered in the other steps, as hidden fields. */
export function Carried({ draft, but }: { draft: Record<string, string>; but: string[] }) {
  const kept = Object.entries(draft).filter(([field, value]) => value !== '' && !but.includes(field))
  return (
    <>
      {kept.map(([field, value]) => (
        <input type="hidden" name={field} value={value} />
      ))}
    </>
  )
}
