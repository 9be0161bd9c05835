import { Badge } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { ForAdmins } from '../parts/for-admins'
import { Icon } from '../parts/icon'

export interface SetupStep {
  title: string
  text: string
  done: boolean
  action: { label: string; href: string; forAdmins?: boolean }
}

export function SetupChecklist({ steps }: { steps: SetupStep[] }) {
  const next = steps.findIndex((step) => !step.done)
  return (
    <Card title="From sale to course in five steps" actions={<Tally steps={steps} />}>
      <ol class="tasks">
        {steps.map((step, index) => (
          <li>
            <span class={`spot tone-${step.done ? 'good' : index === next ? 'accent' : 'quiet'}`}>
              {step.done ? <Icon name="check" /> : index + 1}
            </span>
            <div>
              <h3>
                {step.title}
                {step.done && <span class="visually-hidden"> (done)</span>}
              </h3>
              <p class="muted small">{step.text}</p>
            </div>
            {!step.done && <Action {...step.action} next={index === next} />}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Action({ label, href, forAdmins, next }: SetupStep['action'] & { next: boolean }) {
  const link = (
    <LinkButton small look={next ? 'main' : 'side'} href={href}>
      {label}
    </LinkButton>
  )
  return forAdmins ? (
    <ForAdmins otherwise={<span class="muted small">An admin does this</span>}>{link}</ForAdmins>
  ) : (
    link
  )
}

function Tally({ steps }: { steps: SetupStep[] }) {
  const done = steps.filter((step) => step.done).length
  return (
    <Badge tone={done === steps.length ? 'good' : 'accent'} icon={done > 0 ? 'check' : 'later'}>
      {done} of {steps.length} done
    </Badge>
  )
}
