/** What schemas of several resources share. */
import * as z from 'zod'

const ID_CHARACTERS = 200
export const NAME_CHARACTERS = 200

/** What a resource is called by in a path. */
export const id = z.string().min(1).max(ID_CHARACTERS)

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no line has
const CONTROL = /^[^\u0000-\u001f\u007f]*$/

/** One line of text, as people type it in a form. */
export const line = (most: number) =>
  z.string().trim().min(1).max(most).regex(CONTROL, { error: 'It has a control character.' })

/** `2026-11-20T10:15:00.000Z`. @param at epoch ms */
export function toTime(at: number): string
export function toTime(at: number | null): string | null
export function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
