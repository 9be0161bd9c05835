/** Thinkific sends ids as numbers; we keep them as text. */
export function toWireId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id
}
