import { Hono } from 'hono'
import * as z from 'zod'
import { KINDS } from '../../integrations'
import { toConnection } from '../../integrations/connection'
import { addMapping, deleteMapping } from '../../integrations/mapping-commands'
import { listMappings } from '../../integrations/mappings'
import { findIntegration, INTEGRATION_GONE } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, line, newForm, validateForm, withError } from '../http/form'
import { showGone, showRefusal } from '../http/gone'
import { redirect } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { explainUnmappable } from './fields'
import { showMapping } from './page'

const FIELD_CHARACTERS = 200

const mappingForm = z.object({
  id: formId,
  field: line('The marketplace field', FIELD_CHARACTERS),
  definition: z
    .string()
    .default('')
    .refine((id) => id !== '', { error: 'Choose a field.' }),
})

export const mapping = new Hono<Web>()

mapping.get('/integrations/:integration/mapping', requireAdmin, (c) =>
  showMapping(c, newForm(), c.req.query('add') !== undefined),
)

mapping.post(
  '/integrations/:integration/mappings',
  requireAdmin,
  validateForm(mappingForm, (c, filled) => showMapping(c, filled, true)),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const { id, field, definition } = c.req.valid('form')
    const again = (at: string, text: string) => showMapping(c, withError({ id, field, definition }, at, text), true)
    const integration = await findIntegration(c.env.DB, marketplace, c.req.param('integration'))
    if (integration === null) {
      return showGone(c, INTEGRATION_GONE)
    }

    const kind = KINDS.find(integration.kind)
    const fields = await kind?.catalog?.fields(c.env, toConnection(integration))
    const chosen = fields?.find((one) => one.id === definition)
    if (chosen === undefined) {
      return again('definition', `${kind?.title ?? 'It'} no longer has this field. Choose another.`)
    }
    const others = (await listMappings(c.env.DB, marketplace, integration.id)).filter((row) => row.id !== id)
    const reason = explainUnmappable(chosen, new Set(others.map((row) => row.definition)))
    if (reason !== null) {
      return again('definition', `${chosen.label} cannot be chosen: ${reason}.`)
    }

    const row = { id, integration: integration.id, field, definition, definitionLabel: chosen.label }
    const added = await addMapping(c.env, authorOf(c), row)
    if (!added.ok) {
      return added.reason === 'no integration' ? showGone(c, added.sentence) : again('definition', added.sentence)
    }
    return redirect(c, mappingAddress(marketplaceAddress(c), integration.id), {
      kind: 'done',
      text: `${field} fills ${chosen.label}.`,
    })
  },
)

mapping.post('/integrations/:integration/mappings/:mapping/deletions', requireAdmin, async (c) => {
  const { integration, mapping: id } = c.req.param()
  const deleted = await deleteMapping(c.env, authorOf(c), integration, id)
  const at = mappingAddress(marketplaceAddress(c), integration)
  return deleted.ok ? redirect(c, at, { kind: 'done', text: 'The mapping is removed.' }) : showRefusal(c, deleted, at)
})

function mappingAddress(base: string, integration: string): string {
  return `${base}/integrations/${integration}/mapping`
}
