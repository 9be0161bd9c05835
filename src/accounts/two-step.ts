/** Whether a person signs in with a code besides the password. */
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, twoSteps } from '../db/accounts-schema'

/** 50 bits. */
export const RECOVERY_LETTERS = 10

export type TwoStep = typeof twoSteps.$inferSelect

/** Null where it was never begun; it asks for nothing until it is confirmed. */
export async function findTwoStep(d1: D1Database, person: string): Promise<TwoStep | null> {
  const [found] = await drizzle(d1).select().from(twoSteps).where(eq(twoSteps.id, person))
  return found ?? null
}

export async function hasTwoStep(d1: D1Database, person: string): Promise<boolean> {
  const found = await findTwoStep(d1, person)
  return found !== null && found.confirmedAt !== null
}

export async function isTwoStepRequired(d1: D1Database, marketplace: string): Promise<boolean> {
  const [found] = await drizzle(d1)
    .select({ on: marketplaces.twoStep })
    .from(marketplaces)
    .where(eq(marketplaces.id, marketplace))
  return found?.on ?? false
}

export function twoStepContext(person: string): string {
  return `two-step:${person}`
}

/** As people copy them: with spaces and dashes. */
export function tidyCode(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase()
}

/** Judged by length; an app's code is shorter. */
export function isRecoveryCode(typed: string): boolean {
  return tidyCode(typed).length === RECOVERY_LETTERS
}
