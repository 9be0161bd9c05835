/** The viewer's time zone and locale, available to every part through a context. */
import { createContext, useContext } from 'hono/jsx'

export interface Viewer {
  /** IANA name, such as Europe/Berlin. */
  zone: string
  /** BCP 47; always a variant of English. */
  locale: string
  /** Epoch ms when the page is rendered; defines "today". */
  now: number
}

export const ViewerContext = createContext<Viewer>({ zone: 'UTC', locale: 'en-US', now: 0 })

export function useViewer(): Viewer {
  return useContext(ViewerContext)
}

export function formatNumber(viewer: Viewer, value: number): string {
  return formatter(`n${viewer.locale}`, () => new Intl.NumberFormat(viewer.locale)).format(value)
}

/** `at` in epoch ms, shown in the viewer's zone and locale. */
export function formatTime(viewer: Viewer, at: number, options: Intl.DateTimeFormatOptions): string {
  const key = `${viewer.locale} ${viewer.zone} ${JSON.stringify(options)}`
  return formatter(key, () => new Intl.DateTimeFormat(viewer.locale, { ...options, timeZone: viewer.zone })).format(at)
}

const FORMATTERS_KEPT = 200
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Building a formatter costs a hundred times more than using one. */
function formatter<Made extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Made): Made {
  const known = formatters.get(key)
  if (known) {
    return known as Made
  }
  if (formatters.size >= FORMATTERS_KEPT) {
    formatters.clear()
  }
  const made = make()
  formatters.set(key, made)
  return made
}
