import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Document } from '../../../views/layout/document'
import type { Section } from '../../../views/layout/navigation'
import { AdminContext } from '../../../views/parts/for-admins'
import { type Viewer, ViewerContext } from '../../../views/parts/viewer'
import { isolateNames } from '../../http/isolate-names'
import { isZone, UTC } from '../../model/time-zone'
import type { Flash, Web } from './context'
import { setFlash } from './flash'
import { isPartial } from './partial'

interface PageParts {
  title: string
  /** Current section; null outside all of them. */
  section: Section | null
  /** How many things need the viewer, for the browser's tab. */
  attention?: number
  main: Child
  /** Sent instead when htmx swaps part of the page. */
  fragment?: Child
}

/** Sends the fragment when htmx swaps part of the page, else the whole page (platform notes, "Page patterns"). */
export function renderPage(
  c: Context<Web>,
  { title, section, attention = 0, main, fragment }: PageParts,
  status: ContentfulStatusCode = 200,
) {
  c.header('Vary', 'HX-Request, HX-Request-Type')
  c.header('Cache-Control', 'private, no-store')
  const viewer = readViewer(c)
  const { person, member, others, flash } = c.var
  const admin = member?.role !== 'merchant'
  if (fragment !== undefined && isPartial(c)) {
    const shown = <ViewerContext.Provider value={viewer}>{fragment}</ViewerContext.Provider>
    return c.html(isolateNames(`${<AdminContext.Provider value={admin}>{shown}</AdminContext.Provider>}`), status)
  }
  const document = (
    <AdminContext.Provider value={admin}>
      <Document
        title={`${attention > 0 ? `(${attention}) ` : ''}${title} · Enrollwire`}
        attention={attention > 0}
        viewer={viewer}
        flash={flash ?? null}
        navigation={person ? { section, person, marketplace: member?.marketplace ?? null, others } : null}
        main={main}
      />
    </AdminContext.Provider>
  )
  return c.html(isolateNames(`<!doctype html>${document}`), status)
}

/** After a form: 303, or HX-Location for htmx. `url` shows the flash. */
export async function redirect(c: Context<Web>, url: string, flash?: Flash) {
  if (flash) {
    await setFlash(c, flash)
  }
  c.header('Vary', 'HX-Request, HX-Request-Type')
  if (isPartial(c)) {
    c.header('HX-Location', url)
    return c.body(null, 200)
  }
  return c.redirect(url, 303)
}

/** Cookie of the zone a person chose for this browser. */
export const CHOSEN_ZONE = 'chosen-zone'
const FALLBACK_LOCALE = 'en-US'

/** The zone is the one a person chose, else their browser’s, from a cookie set by app.js; the locale from the first English variant accepted. */
export function readViewer(c: Context): Viewer {
  const english = c.req.header('Accept-Language')?.match(/\ben-[A-Z]{2}\b/)?.[0]
  return { zone: readChosenZone(c) ?? readBrowserZone(c) ?? UTC, locale: english ?? FALLBACK_LOCALE, now: Date.now() }
}

/** Null where the cookie holds no zone: it may hold anything, and without a script nothing. */
export function readBrowserZone(c: Context): string | null {
  return toZone(getCookie(c, 'zone'))
}

/** Null where times are to follow the browser. */
export function readChosenZone(c: Context): string | null {
  return toZone(getCookie(c, CHOSEN_ZONE, 'host'))
}

function toZone(zone: string | undefined): string | null {
  return zone !== undefined && isZone(zone) ? zone : null
}
