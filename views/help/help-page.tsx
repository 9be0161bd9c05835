/** What the product's words mean, and where the usual questions are answered. */
import type { Child } from 'hono/jsx'
import type { Outcome } from '../../src/model/outcome'
import { termId } from '../logs/outcome-meaning'
import { OutcomeBadge } from '../parts/badge'
import { Card } from '../parts/card'
import { DefinitionList } from '../parts/definition-list'
import { useAdmin } from '../parts/for-admins'
import { PageHeader } from '../parts/page-header'
import type { Phrases } from '../parts/phrases'

interface HelpPageProps {
  base: string
  phrases: Phrases
  outcomes: [outcome: Outcome, name: string][]
  triggers: [trigger: string, meaning: string][]
  /** Title of the kind that has courses, such as Thinkific. */
  site: string
}

export function HelpPage({ base, phrases, outcomes, triggers, site }: HelpPageProps) {
  const admin = useAdmin()
  return (
    <div class="page">
      <PageHeader title="Help" lead="Common questions, and what each word here means." />
      <div class="columns">
        <div class="stack">
          <Card title="Common questions">
            <ul class="prose stack stack-tight">
              {QUESTIONS.filter(({ forAdmins }) => admin || !forAdmins).map(({ question, answer, path, link }) => (
                <li>
                  <strong>{question}</strong>
                  <span class="under">
                    {answer} <a href={`${base}${path}`}>{link}</a>
                  </span>
                </li>
              ))}
              <li>
                <strong>Can a program do what these pages do?</strong>
                <span class="under">
                  <a href="/reference/">API reference</a>
                </span>
              </li>
            </ul>
          </Card>
          <Card title="Words">
            <DefinitionList prose facts={listWords(site)} />
          </Card>
        </div>
        <Card title="Results in the log">
          <dl class="terms">
            {outcomes.map(([outcome, name]) => (
              <div id={termId(outcome)}>
                <dt>
                  <OutcomeBadge phrases={{ ...phrases, outcome: () => name }} of={{ outcome, action: null }} />
                </dt>
                <dd>{phrases.meaning(outcome)}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <Card title="Triggers">
        <DefinitionList facts={triggers} />
      </Card>
    </div>
  )
}

const QUESTIONS: { question: string; answer?: string; path: string; link: string; forAdmins?: true }[] = [
  {
    question: 'Why wasn’t a customer enrolled?',
    answer: 'Search the log for their email or order.',
    path: '/logs',
    link: 'Logs',
  },
  {
    question: 'What would happen if someone bought this?',
    path: '/try',
    link: 'Try it',
  },
  {
    question: 'Did a customer buy with the wrong email?',
    answer: 'Correct it on their page.',
    path: '/customers',
    link: 'Customers',
  },
  {
    question: 'Why does nothing arrive from my store?',
    answer: 'See what was received and what was refused.',
    path: '/webhook/activity',
    link: 'Activity',
    forAdmins: true,
  },
  {
    question: 'How do I connect SamCart, Zapier or my own shop?',
    path: '/webhook',
    link: 'Webhook',
    forAdmins: true,
  },
  {
    question: 'Can I copy a setup, or keep it under version control?',
    path: '/configuration',
    link: 'Configuration',
    forAdmins: true,
  },
  {
    question: 'Who changed a rule or a key?',
    path: '/team',
    link: 'Team',
    forAdmins: true,
  },
]

function listWords(site: string): [string, Child][] {
  return [
    ['Marketplace', 'Your store. No other marketplace can see its products, rules, customers or team.'],
    ['Product', 'Something you sell, under the id your store gives it.'],
    ['Integration', `A connection to another service: a ${site} site, or an address of your own that receives events.`],
    ['Rule', 'What to do when something happens to a product: a trigger, an action, and a course or bundle.'],
    [
      'Global rule',
      'A rule for every product, beside each product’s own. If both act on the same course or bundle, the product’s own wins.',
    ],
    ['Event', 'What your store reported, once: a purchase, a refund, a failed payment.'],
    ['Entry', 'What came of an event, in one sentence. An event that runs two rules has two.'],
    [
      'Parked',
      'Waits without trying, because trying can’t help yet, such as with a rejected key. It runs automatically once that is over, and nothing is lost.',
    ],
    ['Retry', 'Runs a failed entry again, with the rule as it was then.'],
    ['Replay', 'Runs an event again, with today’s rules. What was refunded or ended since stays that way.'],
    ['Purchase', 'One product of one order of one customer. Each gives and ends its own access.'],
    ['Paid period', 'The time until a subscription’s next payment is due.'],
    ['Delinquent', 'A subscription whose failed payment won’t be tried again.'],
  ]
}
