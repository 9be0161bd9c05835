import { Icon } from './icon'

export interface TrailStep {
  /** The choice made ("Product Purchased") once done, else the step's name. */
  label: string
  state: 'done' | 'current' | 'ahead'
  href?: string | undefined
}

export function StepTrail({ steps }: { steps: TrailStep[] }) {
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
