import type { Entry } from '../../src/journal/queries'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { DefinitionList } from '../parts/definition-list'
import { type Phrases, ROLE_WORDS } from '../parts/phrases'
import { When } from '../parts/when'
import { readable } from './attempt-step'

export function EventDetails({ base, phrases, entry }: { base: string; phrases: Phrases; entry: Entry }) {
  const { marketEvent: event } = entry
  const fields = Object.entries(event.customFields)
  return (
    <Card title="The event" actions={event.type !== null && <a href={tryAddress(base, entry.id)}>Try it</a>}>
      <div class="stack">
        <DefinitionList
          facts={[
            ['From', phrases.sender(entry.source)],
            ['Kind', <code>{event.typeWord}</code>],
            ['Happened', <When at={event.happenedAt} />],
            ['Order', event.orderId],
            ['Subscription', entry.subscriptionId],
            ['Items', event.items.length > 0 && <Items items={event.items} />],
            ['Event id', <code class="anywhere">{event.id}</code>],
            ...fields.map(([name, value]): [string, string] => [name, value]),
          ]}
        />
        {event.body && (
          <details class="more">
            <summary>The body as received</summary>
            <CodeBlock id="body" title="Body" code={readable(event.body)} wrap />
          </details>
        )}
      </div>
    </Card>
  )
}

function tryAddress(base: string, entry: string): string {
  return `${base}/try?${new URLSearchParams({ entry })}`
}

function Items({ items }: { items: Entry['marketEvent']['items'] }) {
  return (
    <ul>
      {items.map((item) => (
        <li>
          {item.productName ?? `Product ${item.productId}`}
          {ROLE_WORDS[item.role] && <span class="muted small"> · {ROLE_WORDS[item.role]}</span>}
        </li>
      ))}
    </ul>
  )
}
