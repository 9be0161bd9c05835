/** Undoes HTML escaping, which some templates apply to other formats. */
const ENTITIES: Record<string, string> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
}

export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#0*(\d{1,6})|([a-z]+));/g, (entity, code?: string, name?: string) =>
    code === undefined ? (ENTITIES[name ?? ''] ?? entity) : fromCode(Number(code), entity),
  )
}

/** ASCII alone: what an address or JSON is made of. */
function fromCode(code: number, entity: string): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : entity
}
