import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { OUTCOMES } from '../../src/model/outcome'
import { PHRASES } from '../../src/web/http/phrases'
import { OUTCOME_LOOKS, OutcomeBadge } from '../../views/parts/badge'
import { Chart } from '../../views/parts/chart'
import { Combobox } from '../../views/parts/combobox'
import { DataTable } from '../../views/parts/data-table'
import { ErrorSummary } from '../../views/parts/error-summary'
import { TextField } from '../../views/parts/fields'
import { Form } from '../../views/parts/form'

function html(node: Child): string {
  return String(node)
}

describe('parts', () => {
  test('every outcome is shown by its word and a drawing', () => {
    expect(Object.keys(OUTCOME_LOOKS).sort()).toEqual([...OUTCOMES].sort())
    expect(html(<OutcomeBadge phrases={PHRASES} of={{ outcome: 'kept', action: null }} />)).toMatch(
      /<span class="icon icon-kept".*<\/span>kept/,
    )
  })

  test('a field’s error is joined to its control', () => {
    const field = html(<TextField name="site" label="Site URL" hint="academy" error="Give the Site URL." value='"x' />)
    expect(field).toContain('aria-describedby="site-hint site-error"')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('id="site-error"')
    expect(field).toContain('value="&quot;x"')
  })

  test('a form fills its fields with what was typed, but never a password', () => {
    const filled = { values: { id: 'once-1', email: 'ada@', password: 'secret' }, errors: { email: 'Enter an email.' } }
    const form = html(
      <Form action="/x" filled={filled} once>
        <TextField name="email" label="Email" />
        <TextField name="password" type="password" label="Password" />
      </Form>,
    )
    expect(form).toContain('value="ada@"')
    expect(form).toContain('id="email-error"')
    expect(form).toContain('name="id" value="once-1"')
    expect(form).not.toContain('secret')
  })

  test('an error summary leads to each field and asks for focus; without errors there is none', () => {
    const summary = html(<ErrorSummary errors={{ site: 'Give the Site URL.', '': 'Try again.' }} />)
    expect(summary).toContain('href="#site"')
    expect(summary).toContain('data-focus')
    expect(html(<ErrorSummary errors={{}} />)).toBe('')
  })

  test('a table names its rows and repeats its heads on cards', () => {
    const table = html(
      <DataTable
        caption="Products"
        columns={[
          { head: 'Product', kind: 'name', cell: (row: string) => row },
          { head: 'Rules', kind: 'number', labeled: true, cell: () => 4 },
        ]}
        rows={['Power Yoga']}
      />,
    )
    expect(table).toContain('<caption class="visually-hidden">Products</caption>')
    expect(table).toContain('<th scope="row" class="name">Power Yoga</th>')
    expect(table).toContain('data-label="Rules"')
  })

  test('a combobox searches without a script too', () => {
    const box = html(
      <Combobox name="target" label="Course" search={{ url: '/x', param: 'q' }} query="zz" options={[]} total={0} />,
    )
    expect(box).toContain('formmethod="get"')
    expect(box).toContain('formaction="/x"')
    expect(box).toContain('Nothing matches “zz”.')
  })

  test('a chart says in a table what it draws', () => {
    const chart = html(
      <Chart title="Outcomes" series={[{ label: 'enrolled', tone: 'good' }]} days={[{ at: 0, values: [1312] }]} />,
    )
    expect(chart).toContain('role="img"')
    expect(chart).toContain('<td class="number">1,312</td>')
  })

  test('nothing is styled or scripted inline', () => {
    const chart = html(
      <Chart title="Outcomes" series={[{ label: 'x', tone: 'bad' }]} days={[{ at: 0, values: [1] }]} />,
    )
    expect(chart).not.toMatch(/ style=| on[a-z]+=/)
  })
})
