import type { Context } from 'hono'
import { Mapping, type MappingRow } from '../../../views/mapping/mapping'
import type { FormValues } from '../../../views/parts/form-values'
import { KINDS } from '../../integrations'
import { type CustomField, isTextField } from '../../integrations/catalog'
import { toConnection } from '../../integrations/connection'
import { listMappings, type Mapping as Row } from '../../integrations/mappings'
import { findIntegration } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { toFieldOptions } from './fields'

export async function showMapping(c: Context<Web>, filled: FormValues, adding: boolean): Promise<Response> {
  const marketplace = c.var.member.marketplace.id
  const integration = await findIntegration(c.env.DB, marketplace, c.req.param('integration') ?? '')
  if (integration === null) {
    return c.notFound()
  }
  const kind = KINDS.find(integration.kind)
  if (!kind?.catalog) {
    return c.notFound()
  }
  const [rows, fields, seen] = await Promise.all([
    listMappings(c.env.DB, marketplace, integration.id),
    kind.catalog.fields(c.env, toConnection(integration)),
    c.env.JOURNAL.getByName(marketplace).seen(),
  ])
  const main = (
    <Mapping
      base={marketplaceAddress(c)}
      integration={integration}
      kind={kind.title}
      addField={kind.catalog.addField}
      rows={rows.map((row) => toRow(row, fields))}
      seen={seen.fields.map((field) => field.id)}
      fields={toFieldOptions(fields ?? [], new Set(rows.map((row) => row.definition)))}
      adding={adding}
      filled={filled}
    />
  )
  const status = Object.keys(filled.errors).length > 0 ? 422 : 200
  return renderPage(c, { title: `Mapping of ${integration.name}`, section: 'Integrations', main }, status)
}

/** Without a catalog, no field can be called missing. */
function toRow(row: Row, fields: CustomField[] | null): MappingRow {
  const field = fields?.find((one) => one.id === row.definition)
  return {
    id: row.id,
    field: row.field,
    label: field?.label ?? row.definitionLabel,
    gone: fields !== null && field === undefined,
    notText: field !== undefined && !isTextField(field),
  }
}
