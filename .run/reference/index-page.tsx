import { Card } from '../../views/parts/card'
import { CodeBlock } from '../../views/parts/code-block'
import { DefinitionList } from '../../views/parts/definition-list'
import { PageHeader } from '../../views/parts/page-header'
import { SearchInput } from '../../views/parts/search-input'
import type { ReferenceContent, ReferencePage } from './content'
import { Prose } from './prose'
import { ORIGIN } from './samples'

const CLIENT = `import { Enrollwire } from './client'

const enrollwire = new Enrollwire({ origin: '${ORIGIN}', token: process.env.ENROLLWIRE_TOKEN ?? '' })`

const ASSISTANT = `claude mcp add --transport http enrollwire ${ORIGIN}/mcp --header "Authorization: Bearer $ENROLLWIRE_TOKEN"`

export function IndexPage({ pages, conventions, refusals }: ReferenceContent) {
  return (
    <div class="page">
      <PageHeader
        title="API reference"
        lead="For programs: post what happened, and do what the pages do. Every call is here, with curl and TypeScript."
      />
      <search class="with-script">
        <SearchInput
          name="q"
          label="Search the calls"
          placeholder="Search: retry, customers, next_cursor"
          value=""
          extra={{ 'data-search-calls': '', 'aria-controls': 'calls' }}
        />
        <p id="found" class="muted small" role="status" />
      </search>
      <div class="stack" id="calls">
        {pages.map((page) => (
          <PageCard page={page} />
        ))}
      </div>
      <Card title="What holds for every call of the API">
        <Prose text={conventions} />
      </Card>
      <Card title="The TypeScript client">
        <div class="stack">
          <p>
            One file without dependencies, with a function for every call:{' '}
            <a href="/reference/client.ts" download>
              client.ts
            </a>
            . The descriptions it is made from: <a href="/api/v1/openapi.json">of the API</a>,{' '}
            <a href="/openapi.json">of the hooks</a>, and <a href="/schemas/event.json">the event’s JSON Schema</a>.
          </p>
          <CodeBlock id="client" title="Before the first call" code={CLIENT} />
        </div>
      </Card>
      <Card title="For assistants">
        <div class="stack">
          <p>
            An assistant that speaks MCP answers why a customer is not in, with the same tokens. Each answer is in
            sentences, with links to the pages.
          </p>
          <CodeBlock wrap id="mcp" title="In Claude Code" code={ASSISTANT} />
        </div>
      </Card>
      <Card title="Answers other than success">
        <DefinitionList facts={refusals.map(([status, meaning]) => [String(status), meaning])} />
      </Card>
    </div>
  )
}

function PageCard({ page: { slug, title, text, calls } }: { page: ReferencePage }) {
  return (
    <Card title={<a href={`/reference/${slug}`}>{title}</a>}>
      <div class="stack stack-tight">
        {text !== '' && <p class="muted small">{text}</p>}
        <div class="prose">
          <ul>
            {calls.map(({ id, method, address, summary, sends }) => (
              <li data-call={[id, ...sends.map(({ name }) => name)].join(' ')}>
                <a href={`/reference/${slug}#${id}`}>{summary}</a>{' '}
                <code class="anywhere small">
                  {method} {address}
                </code>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  )
}
