/** The door through which `npm run restore` asks objects. It is there only while the operator has set RESTORE_TOKEN. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { Hono } from 'hono'
import { z } from 'zod'
import { integrations, marketplaces } from './db/schema'
import type { Env } from './env'
import { hasBearer, isSecret } from './http/bearer-token'
import { KINDS } from './integrations'
import { findRows } from './integrations/store'
import { reconcileAfterRestore } from './journal/reconcile/after-restore'
import type { RestoreAnswer, RestoreRequest } from './recovery/restoration'

const id = z.string().min(8).max(64)
const requestSchema = z.intersection(
  z.union([
    z.object({ marketplace: z.string().min(1) }),
    z.object({ kind: z.string().min(1), site: z.string().min(1) }),
  ]),
  z.discriminatedUnion('do', [
    z.object({ do: z.literal('look') }),
    z.object({ do: z.literal('mark'), id, to: z.union([z.number().int().positive(), z.string().min(1).max(200)]) }),
    z.object({ do: z.literal('restore'), id }),
    z.object({ do: z.literal('cancel'), id }),
    z.object({ do: z.literal('reconcile') }),
  ]),
)

export const restore = new Hono<{ Bindings: Env }>().post('/restore', async (c) => {
  c.header('cache-control', 'no-store')
  const token = c.env.RESTORE_TOKEN
  if (!isSecret(token)) {
    return c.notFound()
  }
  if (!(await hasBearer(c.req.header('authorization'), token))) {
    return c.json({ refusal: 'Send the RESTORE_TOKEN: Authorization: Bearer <token>.' }, 401)
  }
  const asked = requestSchema.safeParse(await c.req.json().catch(() => null))
  if (!asked.success) {
    return c.json({ refusal: z.prettifyError(asked.error) }, 422)
  }
  const { data } = asked
  if (data.do === 'reconcile') {
    return c.json({ mark: null, reconciling: await startReconciling(c.env, data) })
  }
  const answer = await ask(c.env, data, data)
  return answer === null
    ? c.json({ refusal: 'There is no such marketplace or site. /status lists them.' }, 404)
    : c.json(answer, answer.refusal === undefined ? 200 : 409)
})

type Restored = { marketplace: string } | { kind: string; site: string }

/** Compares what was restored with its sites, for all marketplaces that share them. @returns how many integrations */
async function startReconciling(env: Env, what: Restored): Promise<number> {
  if ('marketplace' in what) {
    return reconcileAfterRestore(env, [what.marketplace], null)
  }
  const own = and(eq(integrations.kind, what.kind), eq(integrations.site, what.site))
  const sharing = await drizzle(env.DB).selectDistinct({ id: integrations.marketplace }).from(integrations).where(own)
  return reconcileAfterRestore(
    env,
    sharing.map(({ id: marketplace }) => marketplace),
    what.site,
  )
}

/** Null for what D1 does not know: asking an object by an invented name would make one. */
async function ask(env: Env, asked: Restored, request: RestoreRequest): Promise<RestoreAnswer | null> {
  const db = drizzle(env.DB)
  if ('marketplace' in asked) {
    const known = await db
      .select({ id: marketplaces.id })
      .from(marketplaces)
      .where(eq(marketplaces.id, asked.marketplace))
      .get()
    return known === undefined ? null : env.JOURNAL.getByName(asked.marketplace).restore(request)
  }
  const { kind, site } = asked
  const [known] = await findRows(db, and(eq(integrations.kind, kind), eq(integrations.site, site)))
  return (known && (await KINDS.find(kind)?.restore?.(env, site, request))) ?? null
}
