import { Card } from '../../views/parts/card'
import { CodeBlock } from '../../views/parts/code-block'
import { type Column, DataTable } from '../../views/parts/data-table'
import { PageHeader } from '../../views/parts/page-header'
import type { Field } from '../openapi/field-list'
import type { ReferenceCall, ReferencePage } from './content'
import { Prose, Words } from './prose'

const WHERE: Record<string, string> = {
  path: 'in the address',
  query: 'in the query',
  header: 'a header',
  body: 'in the body',
  form: 'a file, in a form',
}

export function ResourcePage({ page: { title, text, calls, objects } }: { page: ReferencePage }) {
  return (
    <div class="page">
      <PageHeader
        title={title}
        lead={<Words text={text} />}
        crumbs={[{ label: 'API reference', href: '/reference/' }]}
      />
      {calls.map((call) => (
        <CallCard call={call} known={objects.map(({ name }) => name)} />
      ))}
      {objects.map(({ name, fields }) => (
        <Card title={<code>{name}</code>} id={name}>
          <DataTable caption={`Fields of ${name}`} columns={FIELD_COLUMNS} rows={fields} />
        </Card>
      ))}
    </div>
  )
}

function CallCard({ call, known }: { call: ReferenceCall; known: string[] }) {
  const { id, method, address, summary, description, sends, samples } = call
  return (
    <Card title={summary} id={id}>
      <div class="stack">
        <p class="anywhere">
          <code>
            {method} {address}
          </code>
        </p>
        {description !== '' && <Prose text={description} />}
        {sends.length > 0 && <DataTable caption={`What ${id} is sent`} columns={SENT_COLUMNS} rows={sends} />}
        <Answer call={call} known={known} />
        <CodeBlock id={`${id}-curl`} title="curl" of={id} code={samples.curl} />
        <CodeBlock id={`${id}-typescript`} title="TypeScript" of={id} code={samples.typescript} />
      </div>
    </Card>
  )
}

function Answer({ call: { answers }, known }: { call: ReferenceCall; known: string[] }) {
  const { status, type, component } = answers
  return (
    <p class="anywhere">
      Answers {status}
      {type === null ? ', without a body' : ' with '}
      {type !== null && <code>{type}</code>}
      {component !== null && known.includes(component) && (
        <>
          {': '}
          <a href={`#${component}`}>the fields of {component}</a>
        </>
      )}
      .
    </p>
  )
}

const MEANING: Column<Field> = {
  head: 'Meaning',
  class: 'anywhere',
  cell: ({ type, description }) => (
    <>
      <Words text={description} />
      <span class="under">
        <code>{type}</code>
      </span>
    </>
  ),
}

const FIELD_COLUMNS: Column<Field>[] = [
  { head: 'Field', kind: 'name', cell: ({ name }) => <code>{name}</code> },
  MEANING,
]

const SENT_COLUMNS: Column<ReferenceCall['sends'][number]>[] = [
  {
    head: 'Field',
    kind: 'name',
    cell: ({ name, where, required }) => (
      <>
        <code>{name}</code>
        <span class="under">
          {WHERE[where]}
          {required && ', required'}
        </span>
      </>
    ),
  },
  MEANING,
]
