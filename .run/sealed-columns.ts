/** Where D1 keeps sealed secrets, read and written through wrangler. What travels in its words is sealed. */
import type { ResealResult, SealedRow } from '../src/secrets/key-rotation'
import type { ResealTools } from './resealing'
import { jsonIn, step } from './wrangler'

export interface Column {
  table: string
  column: string
  /** SQL for the context a row was sealed with: the same words as where it is sealed. */
  context: string
  from: string
}

/**
 * Sealed in src/integrations/credentials/sealed-credential.ts, src/intake/new-secret.ts, src/alerts/sealed-address.ts,
 * src/imports/samcart-api/key-store.ts and src/accounts/two-step-commands.ts.
 */
export const SEALED_COLUMNS: Column[] = [
  {
    table: 'integrations',
    column: 'sealed_credential',
    context: "'integration:' || marketplace || ':' || integrations.id",
    from: 'integrations',
  },
  {
    table: 'endpoint_secrets',
    column: 'sealed',
    context: "'endpoint:' || marketplace || ':' || endpoint || ':' || endpoint_secrets.id",
    from: 'endpoint_secrets JOIN endpoints ON endpoints.id = endpoint',
  },
  {
    table: 'alert_channels',
    column: 'sealed_address',
    context: "'alerts:' || marketplace || ':' || alert_channels.id",
    from: 'alert_channels',
  },
  {
    table: 'samcart_api_keys',
    column: 'sealed',
    context: "'samcart-api:' || marketplace || ':' || samcart_api_keys.id",
    from: 'samcart_api_keys',
  },
  { table: 'two_steps', column: 'sealed', context: "'two-step:' || two_steps.id", from: 'two_steps' },
]

/** Updates in one go: about 40 KB of SQL, where a command line takes 128 KB. */
const ROWS_AT_ONCE = 80

export async function readColumn(tools: ResealTools, { table, column, context, from }: Column): Promise<SealedRow[]> {
  const sql = `SELECT ${table}.id AS id, ${context} AS context, ${column} AS sealed FROM ${from}`
  const printed = await step({ ...tools, print: () => {} }, `Reading ${table}`, execute(tools, sql))
  const [answer] = jsonIn(printed) as { results: SealedRow[] }[]
  return answer?.results ?? []
}

/** Each row only if it still holds what was read: a person may have saved another secret meanwhile. */
export async function writeColumn(
  tools: ResealTools,
  { table, column }: Column,
  rows: ResealResult['rows'],
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const updates = rows
      .slice(at, at + ROWS_AT_ONCE)
      .map(
        ({ id, before, sealed }) =>
          `UPDATE ${table} SET ${column} = ${quoted(sealed)} WHERE id = ${quoted(id)} AND ${column} = ${quoted(before)};`,
      )
    await step({ ...tools, print: () => {} }, `Writing ${table}`, execute(tools, updates.join(' ')))
  }
}

function execute({ where }: ResealTools, sql: string): string[] {
  return ['d1', 'execute', 'DB', ...where, '--json', '--command', sql]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
