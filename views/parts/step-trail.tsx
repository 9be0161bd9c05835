/** The steps of something done in several pages: what was chosen, where one is, what comes. */
import { Icon } from './icon'

export interface Step {
  /** What was chosen once done ("Product Purchased"), else the step's name. */
  label: string
  state: 'done' | 'current' | 'ahead'
  /** Back to that step. */
  href?: string | undefined
}

/** <StepTrail steps={[{ label: 'Product Purchased', state: 'done', href }, { label: 'Course', state: 'current' }]} /> */
export function StepTrail({ steps }: { steps: Step[] }) {
  return (
    <nav aria-label="Steps">
      <ol class="steps">
        {steps.map((step, index) => (
          <li aria-current={step.state === 'current' ? 'step' : undefined}>
            {step.state === 'done' ? <Icon name="check" /> : <span>{index + 1}</span>}
            {step.href ? <a href={step.href}>{step.label}</a> : step.label}
          </li>
        ))}
      </ol>
    </nav>
  )
}
