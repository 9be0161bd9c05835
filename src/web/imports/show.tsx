import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { ChoiceForm } from '../../../views/imports/choice-form'
import { ColumnsForm } from '../../../views/imports/columns-form'
import { ImportPage, ImportState } from '../../../views/imports/import-page'
import type { FormValues } from '../../../views/parts/form-values'
import { findTimeZone } from '../../accounts/time-zone'
import { findFormat } from '../../imports/formats'
import type { ImportRecord } from '../../journal/imports/import-record'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { fillChoice } from './choice-form'
import { jobOf } from './job-of'
import { fillMapping, findUnclearDate, listFields } from './mapping-form'

export const showImport = new Hono<Web>()

showImport.get('/imports/:import', requireAdmin, async (c) => {
  const record = await findImport(c)
  return record === null ? c.notFound() : showRecord(c, record, null)
})

export function findImport(c: Context<Web>): Promise<ImportRecord | null> {
  return c.env.JOURNAL.getByName(c.var.member.marketplace.id).import(c.req.param('import') ?? '')
}

type FormStep = 'columns' | 'orders'

/** @param refused the form that was sent, with what to fix in it */
export async function showRecord(
  c: Context<Web>,
  record: ImportRecord,
  refused: { step: FormStep; filled: FormValues } | null,
): Promise<Response> {
  const base = marketplaceAddress(c)
  const jobs = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).jobs()
  const parts = {
    base,
    record,
    job: jobOf(record, jobs),
    formId: crypto.randomUUID(),
    form: await buildForm(c, record, refused),
  }
  const main = <ImportPage {...parts} />
  const page = {
    title: record.name,
    section: 'Customers',
    main,
    fragment: <ImportState {...parts} isArriving />,
  } as const
  return refused === null ? renderPage(c, page) : renderPage(c, { title: record.name, section: 'Customers', main }, 422)
}

async function buildForm(
  c: Context<Web>,
  record: ImportRecord,
  refused: { step: FormStep; filled: FormValues } | null,
): Promise<Child | null> {
  const step = refused?.step ?? findStep(record, c.req.query('step') ?? '')
  if (step === null) {
    return null
  }
  const at = `${marketplaceAddress(c)}/imports/${record.id}`
  const { marketplace } = c.var.member
  const known = await listProducts(c.env.DB, marketplace.id)
  const products = known.map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))
  if (step === 'orders') {
    return (
      <ChoiceForm at={at} record={record} products={products} filled={refused?.filled ?? fillChoice(record, known)} />
    )
  }
  const { id, title, remark } = findFormat(record.format)
  const example = findUnclearDate(record)
  return (
    <ColumnsForm
      at={at}
      record={record}
      fields={listFields()}
      format={id === 'csv' ? null : { title, remark }}
      products={products}
      zone={await findTimeZone(c.env.DB, marketplace.id)}
      asksStyle={example === null ? null : { example }}
      filled={refused?.filled ?? fillMapping(record)}
    />
  )
}

/** The current step, or an earlier one that a link goes back to. */
function findStep({ stage }: ImportRecord, asked: string): FormStep | null {
  if (stage === 'uploaded') {
    return 'columns'
  }
  if (stage !== 'read' && stage !== 'previewed') {
    return null
  }
  return asked === 'columns' || asked === 'orders' ? asked : stage === 'read' ? 'orders' : null
}
