/** Calls a person waits for. They go ahead of any burst, at the site's pace. */

import { storedEmail } from '../../../model/email'
import { UnsealError } from '../../../secrets/sealing'
import type { Offer } from '../../catalog'
import type { UserLookup } from '../../customer-access'
import { describeChanges } from '../catalog/changes'
import { refreshSiteCatalog } from '../catalog/refresh'
import type { RefreshProgress } from '../catalog/refresh-progress'
import type { Thinkific } from '../client/client'
import { type Enrollment, hasAdministratorRole, isOpenRow } from '../client/records'
import type { IntegrationAccess } from '../thinkific-job'
import { UNREADABLE_KEY } from './open-client'
import { callForPerson, probeSite } from './probe'
import type { Site } from './site'

/** `bundles`: of the catalog just written, which a read from KV may not show for a minute. */
type Refreshed = { progress: RefreshProgress; bundles: Offer[] }

/** Bundles whose courses are read after a refresh; those of larger catalogs are learned when they are needed. */
const MOST_BUNDLES_READ = 40
/** A catalog read for an integration that has since been deleted is dropped. */
const FORGOTTEN: RefreshProgress = { state: 'failed', at: 0, sentence: 'The integration was deleted.' }

export class InteractiveCalls {
  readonly #site: Site
  readonly #refreshing = new Map<string, RefreshProgress>()

  constructor(site: Site) {
    this.#site = site
  }

  async lookUp(access: IntegrationAccess, email: string): Promise<UserLookup> {
    const { integrations } = this.#site
    await integrations.recognize([access])
    integrations.remember(access)
    try {
      const fault = await this.#findFault(access)
      if (fault !== null) {
        return { ok: false, sentence: fault }
      }
      const thinkific = await this.#site.integrations.client(access)
      const found = await callForPerson(this.#site, access, () => thinkific.findUser(storedEmail(email)))
      if (!found.ok) {
        return { ok: false, sentence: found.failure.sentence }
      }
      if (found.value === null) {
        return { ok: true, user: null }
      }
      const { id, firstName, lastName } = found.value
      const rows = await callForPerson(this.#site, access, () => thinkific.listEnrollments({ userId: id }))
      if (!rows.ok) {
        return { ok: false, sentence: rows.failure.sentence }
      }
      const name = `${firstName} ${lastName}`.trim()
      const administrator = hasAdministratorRole(found.value)
      const user = { id, email: found.value.email, name, administrator }
      return { ok: true, user, enrollments: rows.value.items.map((row) => toShownRow(row, Date.now())) }
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error
      }
      return { ok: false, sentence: UNREADABLE_KEY }
    }
  }

  /** The old catalog stays until the new one is complete. */
  refresh(access: IntegrationAccess, background: (work: Promise<unknown>) => void): RefreshProgress {
    this.#site.integrations.remember(access)
    const known = this.#refreshing.get(access.id)
    if (known !== undefined) {
      return known
    }
    const progress: RefreshProgress = { state: 'running', startedAt: Date.now(), done: 0, of: 0 }
    this.#refreshing.set(access.id, progress)
    background(this.#runRefresh(access, progress.startedAt))
    return progress
  }

  refreshProgress(integration: string): RefreshProgress | null {
    const running = this.#refreshing.get(integration)
    if (running !== undefined) {
      return running
    }
    return this.#site.storage.readFact(`refresh ${integration}`)
  }

  async #runRefresh(access: IntegrationAccess, startedAt: number): Promise<void> {
    const { progress, bundles } = await this.#readCatalog(access, startedAt).catch((error: unknown): Refreshed => {
      const sentence = error instanceof UnsealError ? UNREADABLE_KEY : 'Something went wrong on our side. Try again.'
      return { progress: { state: 'failed', at: Date.now(), sentence }, bundles: [] }
    })
    if (this.#site.integrations.isKnown(access.id)) {
      this.#site.storage.saveFact(`refresh ${access.id}`, progress)
    }
    this.#refreshing.delete(access.id)
    if (bundles.length > 0) {
      await this.#readContents(access, bundles).catch((error: unknown) => {
        // They are read again when access through a bundle ends.
        console.error(JSON.stringify({ at: 'thinkific.contents', integration: access.id, error: String(error) }))
      })
    }
  }

  /** What bundles hold now, so that a course which leaves one later can be closed for those it was opened for. */
  async #readContents(access: IntegrationAccess, bundles: Offer[]): Promise<void> {
    const { integrations, pacer, contents } = this.#site
    const thinkific = await integrations.client(access)
    for (const { id } of bundles.slice(0, MOST_BUNDLES_READ)) {
      const sentAt = Date.now()
      const answer = await pacer.run('unplanned', () => thinkific.bundle(id))
      if (!answer.ok && answer.failure.class !== 'permanent') {
        return
      }
      if (answer.ok) {
        contents.save(id, answer.value.courseIds, sentAt)
      }
    }
  }

  /** Why it may not call: what is at fault is asked now and then whether it works again, and spends nothing of the site's. */
  async #findFault(access: IntegrationAccess): Promise<string | null> {
    const { integrations } = this.#site
    if (integrations.faults.mayTry(access, Date.now())) {
      await probeSite(this.#site, access, false)
    }
    return integrations.faults.find(access.id)?.sentence ?? null
  }

  async #readCatalog(access: IntegrationAccess, startedAt: number): Promise<Refreshed> {
    const fault = await this.#findFault(access)
    if (fault !== null) {
      return { progress: { state: 'failed', at: Date.now(), sentence: fault }, bundles: [] }
    }
    const thinkific = await this.#site.integrations.client(access)
    const before = await this.#site.ports.catalogs.read(access.id)
    const refreshed = await refreshSiteCatalog({
      lists: pacedLists(this.#site, access, thinkific),
      before,
      progress: (done, of) => this.#refreshing.set(access.id, { state: 'running', startedAt, done, of }),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: Date.now,
    })
    if (!refreshed.ok) {
      return { progress: { state: 'failed', at: Date.now(), sentence: refreshed.sentence }, bundles: [] }
    }
    if (!this.#site.integrations.isKnown(access.id)) {
      return { progress: FORGOTTEN, bundles: [] }
    }
    await this.#site.ports.catalogs.write(access.id, refreshed.catalog)
    if (this.#site.integrations.faults.find(access.id) === null) {
      this.#site.contents.markStale()
    }
    const changed = before === null ? '' : describeChanges(refreshed.changes)
    const progress: RefreshProgress = { state: 'done', at: Date.now(), changed, calls: refreshed.calls }
    return { progress, bundles: refreshed.catalog.bundles }
  }
}

function pacedLists(site: Site, access: IntegrationAccess, thinkific: Thinkific) {
  return {
    listCourses: (page?: number) => callForPerson(site, access, () => thinkific.listCourses(page)),
    listProducts: (page?: number) => callForPerson(site, access, () => thinkific.listProducts(page)),
    profileFields: (page?: number) => callForPerson(site, access, () => thinkific.profileFields(page)),
  }
}

function toShownRow(row: Enrollment, now: number) {
  const { courseId: target, courseName: name, activatedAt, expiresAt: end } = row
  return { target, name, open: isOpenRow(row, now), activatedAt, end }
}
