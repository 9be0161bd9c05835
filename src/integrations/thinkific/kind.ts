/** Thinkific as a kind of integration: enrollments in courses and bundles, each site in an object of its own. */
import { mayWorkAlone } from '../credentials/check-limits'
import type { IntegrationKind } from '../kind'
import { ACTIONS, toTarget } from './actions'
import { deleteCatalog, readCatalog } from './catalog/store'
import { FORM } from './form'
import {
  COLUMNS,
  settingsSchema,
  siteKey,
  subdomainOf,
  type ThinkificSettings,
  toIntegrationAccess,
  toSiteJob,
} from './settings'
import { proveSite } from './site/proof'
import { SITE_TABLES_VERSION } from './storage/site-tables'

const toAddress = (site: string) => `${subdomainOf(site)}.thinkific.com`

/** Thinkific's ids are numbers. */
const isId = (text: string) => /^\d{1,15}$/.test(text)

const TOO_MANY_ALONE = 'Ten keys that open any site’s name were saved in 30 days. Use the site’s own API key.'

const hintFor = (noun: string) =>
  `Not here? Refresh fetches new ${noun}s from Thinkific, or type the ${noun}’s id (not its product id).`

export const THINKIFIC: IntegrationKind<ThinkificSettings> = {
  id: 'thinkific',
  title: 'Thinkific',
  purpose: 'Enroll customers in courses and bundles, and end their access.',
  introduction: {
    sentence:
      'An integration connects one Thinkific site, so that rules can enroll customers in its courses and bundles.',
    example: 'Academy · academy.thinkific.com · 24 courses, 3 bundles',
  },
  settings: settingsSchema,
  columns: COLUMNS,
  form: FORM,
  actions: ACTIONS,
  targets: [
    { id: 'course', label: 'Course', hint: hintFor('course'), isId },
    { id: 'bundle', label: 'Bundle', hint: hintFor('bundle'), isId },
  ],
  site: siteKey,
  tablesVersion: SITE_TABLES_VERSION,
  address: (site) => toAddress(site),
  async check(env, connection) {
    const settings = settingsSchema.parse(connection.settings)
    const proof = await proveSite(env, toIntegrationAccess(connection))
    if (!proof.ok) {
      return { refusal: proof.sentence }
    }
    if (proof.alone && settings.alone === undefined && !(await mayWorkAlone(env.DB, connection.marketplace))) {
      return { refusal: TOO_MANY_ALONE }
    }
    const { alone = crypto.randomUUID(), ...own } = settings
    return { settings: proof.alone ? { ...own, alone } : own }
  },
  async recheck(env, connection) {
    const settings = settingsSchema.parse(connection.settings)
    const answer = await env.THINKIFIC_SITE.getByName(connection.site).recheck(toIntegrationAccess(connection))
    return answer && (answer.ok ? { settings } : { refusal: answer.sentence })
  },
  needsProof: (before, after) => before.requestsPerMinute !== after.requestsPerMinute,
  async adopt(env, connection) {
    await env.THINKIFIC_SITE.getByName(connection.site).adopt(toIntegrationAccess(connection))
  },
  remark: (env, { id, site }) => env.THINKIFIC_SITE.getByName(site).describePace(id),
  async offers(env, { id }, target) {
    const catalog = await readCatalog(env.COPIES, id)
    return catalog && (target === 'course' ? catalog.courses : catalog.bundles)
  },
  settler: (env, site) => ({
    settle: (jobs) => env.THINKIFIC_SITE.getByName(site).settle(jobs.map(toSiteJob)),
    note: (notes) => env.THINKIFIC_SITE.getByName(site).note(notes),
    foresee: (events) =>
      env.THINKIFIC_SITE.getByName(site).foresee(
        events.map(({ jobs, notes }) => ({ jobs: jobs.map(toSiteJob), notes })),
      ),
  }),
  async forget(env, { id, site }, left) {
    await env.THINKIFIC_SITE.getByName(site).forget({ integration: id })
    if (left === 'deleted') {
      await deleteCatalog(env.COPIES, id)
    }
  },
  deletion: {
    takes: (site) => `Its saved key is deleted here; ${toAddress(site)} itself is not touched.`,
    stays: 'Everyone keeps the access they have in Thinkific.',
  },
  catalog: {
    addField: 'Add one under ThinkificSettings → Sign up & checkout',
    async refresh(env, connection) {
      await env.THINKIFIC_SITE.getByName(connection.site).refresh(toIntegrationAccess(connection))
    },
    /** If a site does not answer, the page only lacks its progress. */
    async state(env, { id, site }) {
      const [catalog, progress] = await Promise.all([
        readCatalog(env.COPIES, id),
        env.THINKIFIC_SITE.getByName(site)
          .refreshProgress(id)
          .catch(() => null),
      ])
      const { courses, bundles, fields } = catalog ?? {}
      const counts = courses &&
        bundles &&
        fields && [
          { noun: 'course', count: courses.length },
          { noun: 'bundle', count: bundles.length },
        ]
      return {
        counts: counts ?? null,
        fetchedAt: catalog?.fetchedAt ?? null,
        running: progress?.state === 'running' ? { done: progress.done, of: progress.of } : null,
        changed: progress?.state === 'done' ? progress.changed : null,
        failed: progress?.state === 'failed' ? progress.sentence : null,
      }
    },
    async fields(env, { id }) {
      return (await readCatalog(env.COPIES, id))?.fields ?? null
    },
  },
  status: (env, site) => env.THINKIFIC_SITE.getByName(site).status(),
  restore: (env, site, request) => env.THINKIFIC_SITE.getByName(site).restore(request),
  reconciler(env, connection) {
    const stub = () => env.THINKIFIC_SITE.getByName(connection.site)
    const access = () => toIntegrationAccess(connection)
    return {
      holders: ['bundle'],
      listTargets: (after) => stub().listTargets(connection.marketplace, after),
      readContents: ({ id }) => stub().readContents(access(), id),
      readPage: (target, page) => stub().readPage(access(), toTarget(target), page),
      listGranted: (about) => stub().listGranted(connection.marketplace, about),
      check: (difference) => stub().checkDifference(access(), difference),
    }
  },
  ledger(env, site) {
    const stub = () => env.THINKIFIC_SITE.getByName(site)
    return {
      customer: (...asked) => stub().customer(...asked),
      access: (marketplace, email, target) => stub().access(marketplace, email, toTarget(target)),
      choosable: (event) => stub().choosable(event),
      sharers: (event) => stub().sharers(event),
      concerns: (marketplace) => stub().concerns(marketplace),
      isNearlyFull: (marketplace) => stub().isNearlyFull(marketplace),
      dismissConcern: (...asked) => stub().dismissConcern(...asked),
      countHolders: (marketplace, target, most) => stub().countHolders(marketplace, toTarget(target), most),
      listEmails: (marketplace, after) => stub().listEmails(marketplace, after),
      listHolders: (marketplace, target, most) => stub().listHolders(marketplace, toTarget(target), most),
      correctEmail: (...asked) => stub().correctEmail(...asked),
      exportCustomer: (...asked) => stub().exportCustomer(...asked),
      erase: (...asked) => stub().erase(...asked),
      forgetMarketplace: (marketplace) => stub().forget({ marketplace }),
      lookUp: (connection, email) => stub().lookUp(toIntegrationAccess(connection), email),
    }
  },
}
