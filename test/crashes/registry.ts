/** Every command: how it is called in a scene, and what an undisturbed run leaves in the audit trail. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { vi } from 'vitest'
import {
  changePassword,
  mailResetLink,
  openAccount,
  openInvitedAccount,
  resetPassword,
} from '../../src/accounts/account-commands'
import { dismissAnnouncement } from '../../src/accounts/announcement-commands'
import { createToken, revokeToken } from '../../src/accounts/api-token-commands'
import type { Author } from '../../src/accounts/audit-line'
import { randomId, SECRET_ID } from '../../src/accounts/ids'
import { acceptInvitation, invite, withdrawInvitation } from '../../src/accounts/invitation-commands'
import { findInvitation } from '../../src/accounts/invitations'
import { createMarketplace, deleteMarketplace } from '../../src/accounts/marketplace-commands'
import { removeFilter, saveFilter } from '../../src/accounts/saved-filter-commands'
import { findSession } from '../../src/accounts/session'
import { endSession, endSessions, signIn, signOut } from '../../src/accounts/session-commands'
import { mailSignUpLink } from '../../src/accounts/sign-up-commands'
import { changeRole, createResetLink, leaveTeam, removeMember } from '../../src/accounts/team-commands'
import { changeTimeZone } from '../../src/accounts/time-zone-commands'
import {
  confirmTwoStep,
  endTwoStep,
  finishSignIn,
  requireTwoStep,
  startTwoStep,
} from '../../src/accounts/two-step-commands'
import { addChannel, deleteChannel } from '../../src/alerts/commands'
import { rotateChannelSecret } from '../../src/alerts/secret-commands'
import { changeChannel } from '../../src/alerts/settings-commands'
import { sendTestAlert } from '../../src/alerts/test-commands'
import { stampChanges } from '../../src/configuration/change'
import { applyConfiguration } from '../../src/configuration/commands'
import { loadPlan } from '../../src/configuration/load-plan'
import { readConfigurationFile } from '../../src/configuration/read-file'
import { audit, integrations, samcartApiKeys, words } from '../../src/db/schema'
import type { Env } from '../../src/env'
import { chooseOrders, discardImport, mapColumns, runImport, uploadOrders } from '../../src/imports/commands'
import { compareNow, dismissLostSale, settleLostSales } from '../../src/imports/lost-sales/commands'
import { removeSamCartKey, saveSamCartKey } from '../../src/imports/lost-sales/key-commands'
import { sealKey } from '../../src/imports/samcart-api/key-store'
import { changeDelinquency } from '../../src/intake/delinquency-commands'
import { createEndpoint, revokeSecret, rotateSecret } from '../../src/intake/endpoint-commands'
import { postEvent } from '../../src/intake/event-commands'
import { listSecrets } from '../../src/intake/store'
import { sendTestEvent } from '../../src/intake/test-event-commands'
import { forgetWord, treatAs } from '../../src/intake/word-commands'
import { KINDS } from '../../src/integrations'
import { connectIntegration, deleteIntegration, refreshCatalog } from '../../src/integrations/commands'
import { dismissConcern } from '../../src/integrations/concern-commands'
import { toConnection, toSettingsColumns } from '../../src/integrations/connection'
import { sealCredential } from '../../src/integrations/credentials/sealed-credential'
import { addMapping, deleteMapping } from '../../src/integrations/mapping-commands'
import { NOTIFY_URL } from '../../src/integrations/notify-url/kind'
import { rotateOwnSecret } from '../../src/integrations/secret-commands'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { createSigningSecret } from '../../src/integrations/signed-post/signing-secret'
import { findIntegration } from '../../src/integrations/store'
import { toIntegrationAccess } from '../../src/integrations/thinkific/settings'
import {
  actByHand,
  correctEmail,
  endAllAccess,
  eraseCustomer,
  exportCustomer,
} from '../../src/journal/customers/customer-commands'
import { applyToPastEndings, enrollEarlierBuyers } from '../../src/journal/customers/earlier-commands'
import { addNote, deleteNote } from '../../src/journal/customers/note-commands'
import type { ImportRecord } from '../../src/journal/imports/import-record'
import { ImportTable } from '../../src/journal/imports/import-table'
import { changeJob } from '../../src/journal/jobs/commands'
import { giveUpEntry, ignoreEntry, replayEvent, retryEntry, runEntries } from '../../src/journal/log/entry-commands'
import { choosePurchase } from '../../src/journal/log/purchase-choice-commands'
import { LostSaleTable } from '../../src/journal/lost-sales/lost-sale-table'
import { changeSchedule, fixDifferences, startReconcile } from '../../src/journal/reconcile/commands'
import { DifferenceTable } from '../../src/journal/reconcile/difference-table'
import { undoEntry, undoImport, undoRule, undoTest } from '../../src/journal/undo/undo-commands'
import type { MarketEvent } from '../../src/model/event'
import type { Settling } from '../../src/model/outcome'
import type { Rule } from '../../src/model/rule'
import { addProduct, addProducts, deleteProduct, renameProduct } from '../../src/products/commands'
import { copyRulesToProducts } from '../../src/products/copy-commands'
import { copyRulesToMarketplace } from '../../src/products/marketplace-copy-commands'
import { addRecommendedRules, addRule, duplicateRule } from '../../src/rules/add-commands'
import { changeRule, deleteRule, switchRule } from '../../src/rules/commands'
import { stopGivingBack } from '../../src/rules/give-back-commands'
import { codeOf } from '../accounts/authenticator'
import { inPieces, MULTIPART, toBytes, toPost } from '../imports/upload'
import { sampleEvent } from '../journal/samples'
import { SamCart } from '../simulator/samcart/samcart'
import { KEY, NEW_KEY, NEW_PASSWORD, PASSWORD, receiveJobs, type Scene } from './scene'

export interface Case {
  /** What there must be besides the scene; handed to `run`. */
  given?: (scene: Scene) => Promise<string>
  run: (env: Env, scene: Scene, given: string) => Promise<unknown>
  /** What the person does next where a run stopped; the same again unless it says otherwise. */
  again?: (env: Env, scene: Scene, given: string) => Promise<unknown>
  /** Lines of the audit trail, in all marketplaces. */
  lines: number
  /** Why a run that was finished is not run again: it would be another request. */
  eachIsNew?: string
  /** Reasons that the second of two presses may read, since the first did it; otherwise it reads that it is done. */
  secondReads?: string[]
  /** Tables in which what was cut off may be left over, and why. */
  besides?: { tables: string[]; reason: string }
}

const SECRET = 'Makes a secret that only its answer shows; another attempt makes another.'
const REQUEST = 'Each press is a request of its own, noted with the entry.'
const ORIGIN = 'https://enrollwire.test'
const HEADERS = new Headers({ 'cf-connecting-ip': '203.0.113.7' })
const TRIED_KEYS = { tables: ['throttles'], reason: 'A key that was tried is counted, even if nothing came of it.' }
const MAILED = {
  tables: ['throttles', 'verifications'],
  reason: 'Each mail is counted, and its link works beside the earlier ones.',
}
const LOST_SESSION = { tables: ['sessions'], reason: 'A session whose cookie was lost runs out.' }

const settingsOf = (site: string, scheme = 'api_key') => ({ site, scheme, requestsPerMinute: 90, siteWelcome: true })

export const CASES: Record<string, Case> = {
  addRule: {
    run: (env, { ada, rule, tag }) =>
      addRule(env, ada, { ...rule, id: `${tag}-new` }, [{ ...rule, id: `${tag}-new-1`, action: 'expire_course' }]),
    lines: 1,
  },
  addRecommendedRules: {
    run: (env, { ada, rule, tag }) =>
      addRecommendedRules(env, ada, [
        { ...rule, id: `${tag}-one` },
        { ...rule, id: `${tag}-two` },
      ]),
    lines: 2,
  },
  duplicateRule: { run: (env, { ada, rule, tag }) => duplicateRule(env, ada, rule.id, `${tag}-copy`), lines: 1 },
  changeRule: {
    run: (env, { ada, rule }) => changeRule(env, ada, { ...rule, name: 'Club', product: 'p2' }, KINDS),
    lines: 1,
  },
  switchRule: { run: (env, { ada, rule }) => switchRule(env, ada, rule.id, false), lines: 1 },
  deleteRule: { run: (env, { ada, rule }) => deleteRule(env, ada, rule.id), lines: 1, secondReads: ['gone'] },

  stopGivingBack: {
    given: async ({ ada, rule, tag }) => {
      await addRule(env, ada, { ...rule, id: `${tag}-end`, action: 'expire_course', trigger: 'product.refunded' })
      return ''
    },
    run: (env, { ada }) => stopGivingBack(env, ada),
    lines: 2,
  },

  addProduct: { run: (env, { ada }) => addProduct(env, ada, { id: 'p3', name: 'Product Three' }), lines: 1 },
  addProducts: {
    run: (env, { ada }) =>
      addProducts(env, ada, [
        { id: 'p2', name: 'Has its own name' },
        { id: 'p3', name: 'Product Three' },
        { id: 'p4', name: 'Product Four' },
      ]),
    lines: 1,
  },
  deleteProduct: {
    run: (env, { ada, rule }) => deleteProduct(env, ada, rule.product),
    lines: 1,
    secondReads: ['gone'],
  },
  renameProduct: { run: (env, { ada }) => renameProduct(env, ada, 'p1', 'Another name'), lines: 1 },
  copyRulesToProducts: {
    run: (env, { ada, rule, tag }) =>
      copyRulesToProducts(env, ada, { id: `${tag}-form`, from: 'p1', rules: [rule.id], products: ['p2'] }),
    lines: 1,
  },
  copyRulesToMarketplace: {
    run: (env, { ada, rule, tag, other, integration }) =>
      copyRulesToMarketplace(env, ada, {
        id: `${tag}-form`,
        to: other,
        rules: [rule.id],
        on: true,
        becomes: { [integration]: `${tag}-elsewhere` },
      }),
    lines: 2,
  },

  connectIntegration: {
    run: (env, { ada, tag, site }) =>
      connectIntegration(env, ada, {
        id: `${tag}-new`,
        kind: KINDS.get('thinkific'),
        name: 'New',
        settings: settingsOf(site),
        secret: KEY,
      }),
    lines: 1,
    besides: TRIED_KEYS,
  },
  changeIntegration: {
    given: (scene) => rememberedBySite(scene),
    run: (env, { ada, integration, site }) =>
      changeIntegration(env, ada, integration, {
        name: 'School',
        settings: settingsOf(site, 'access_token'),
        secret: NEW_KEY,
      }),
    lines: 1,
    besides: TRIED_KEYS,
  },
  addChannel: { run: (env, { ada, tag }) => addChannel(env, ada, newChannel(tag)), lines: 1 },
  changeChannel: {
    given: (scene) => addOwnChannel(scene),
    run: (env, { ada, tag }, channel) => {
      const change = { name: 'Night shift', causes: [], quiet: { from: 22, until: 7 }, digest: null, on: false }
      return changeChannel(env, ada, channel, {
        ...change,
        address: `https://hooks.example.com/${tag}-elsewhere`,
        origin: ORIGIN,
        madeFrom: '',
      })
    },
    lines: 1,
  },
  rotateChannelSecret: {
    given: (scene) => addOwnChannel(scene),
    run: (env, { ada, tag }, channel) => rotateChannelSecret(env, ada, channel, `${tag}-rotation`),
    lines: 1,
    secondReads: ['done already'],
  },
  sendTestAlert: {
    given: (scene) => addOwnChannel(scene),
    run: (env, { ada }, channel) => sendTestAlert(env, ada, channel),
    lines: 0,
    eachIsNew: 'Each press sends a test of its own.',
    besides: { tables: ['throttles'], reason: 'Each test is counted.' },
  },
  deleteChannel: {
    given: (scene) => addOwnChannel(scene),
    run: (env, { ada }, channel) => deleteChannel(env, ada, channel),
    lines: 1,
    secondReads: ['gone'],
  },
  rotateOwnSecret: {
    given: (scene) => addNotifyUrl(scene),
    run: (env, { ada, tag }, integration) => rotateOwnSecret(env, ada, integration, `${tag}-rotation`),
    lines: 1,
    secondReads: ['done already'],
  },
  deleteIntegration: {
    given: (scene) => rememberedBySite(scene),
    run: (env, { ada, integration }) => deleteIntegration(env, ada, integration),
    lines: 1,
    secondReads: ['gone'],
  },
  refreshCatalog: { run: (env, { ada, integration }) => refreshCatalog(env, ada, integration), lines: 0 },
  addMapping: {
    run: (env, { ada, integration, tag }) =>
      addMapping(env, ada, { id: `${tag}-new`, integration, field: 'Ort', definition: '2', definitionLabel: 'City' }),
    lines: 1,
  },
  deleteMapping: {
    run: (env, { ada, integration, tag }) => deleteMapping(env, ada, integration, `${tag}-mapping`),
    lines: 1,
    secondReads: ['gone'],
  },

  applyConfiguration: {
    given: (scene) => compareFile(scene),
    run: (env, scene, madeFrom) => applyFile(env, scene, madeFrom),
    lines: 7,
    besides: TRIED_KEYS,
  },

  uploadOrders: { run: (env, scene) => uploadFile(env, scene), lines: 1 },
  mapColumns: {
    given: (scene) => importAt(scene, 'uploaded'),
    run: (env, { ada }, seenAt) => mapFile(env, ada, seenAt),
    lines: 0,
  },
  chooseOrders: {
    given: (scene) => importAt(scene, 'read'),
    run: (env, { ada }, seenAt) => chooseFromFile(env, ada, seenAt),
    lines: 0,
  },
  runImport: {
    given: (scene) => importAt(scene, 'previewed'),
    run: (env, { ada }, seenAt) => runImport(env, ada, FILE, { form: 'run', seenAt: Number(seenAt) }),
    lines: 1,
  },
  discardImport: {
    given: (scene) => importAt(scene, 'uploaded'),
    run: (env, { ada }) => discardImport(env, ada, FILE),
    lines: 1,
  },

  createEndpoint: {
    run: (env, { ada, other, tag }) => createEndpoint(env, { ...ada, marketplace: other }, `${tag}-hook`),
    lines: 1,
    secondReads: ['exists', 'done before'],
  },
  rotateSecret: {
    run: (env, { ada, tag }) => rotateSecret(env, ada, { id: `${tag}-secret`, kind: 'key' }),
    lines: 1,
    secondReads: ['done before'],
  },
  revokeSecret: {
    given: async ({ ada, endpoint }) =>
      (await listSecrets(env.DB, ada.marketplace, endpoint, 0)).find(({ kind }) => kind === 'key')?.id ?? '',
    run: (env, { ada }, secret) => revokeSecret(env, ada, secret),
    lines: 1,
    secondReads: ['gone'],
  },
  changeDelinquency: { run: (env, { ada }) => changeDelinquency(env, ada, 8), lines: 1 },
  treatAs: {
    given: async ({ ada, tag }) => {
      const { marketplace } = ada
      const event = sampleEvent({ marketplace })
      const journal = env.JOURNAL.getByName(marketplace)
      for (const id of ['another', 'unknown']) {
        const post = { ...event, id: `${tag}-${id}`, type: null, typeWord: 'Club Joined', problem: 'Not known.' }
        await journal.receive(post, [])
      }
      return (await journal.notUnderstoodWords())[0]?.newest.entry ?? ''
    },
    run: (env, { ada }, entry) => treatAs(env, ada, { entry, meaning: 'product.refunded', always: true }),
    lines: 1,
    secondReads: ['gone'],
  },
  forgetWord: {
    given: async ({ ada }) => {
      const row = { marketplace: ada.marketplace, format: 'standard', word: 'clubjoined', spelling: 'Club Joined' }
      await drizzle(env.DB)
        .insert(words)
        .values({ ...row, meaning: 'ignore', createdAt: 1 })
      return ''
    },
    run: (env, { ada }) => forgetWord(env, ada, { format: 'standard', word: 'clubjoined' }),
    lines: 1,
    secondReads: ['no meaning'],
  },
  sendTestEvent: {
    run: (env, { ada, tag }) =>
      sendTestEvent(env, ada, {
        id: `${tag}-test`,
        trigger: 'product.purchased',
        email: 'test@example.com',
        firstName: '',
        product: { id: 'p1', name: null },
      }),
    lines: 1,
  },

  postEvent: {
    run: (env, { ada, tag }) =>
      postEvent(env, ada, {
        id: `${tag}-posted`,
        body: {
          type: 'product.purchased',
          timestamp: '2026-11-20T10:15:00Z',
          data: { customer: { email: 'cleo@example.com' }, items: [{ product_id: 'p9' }] },
        },
      }),
    lines: 1,
  },

  changeRole: { run: (env, { ada, ben }) => changeRole(env, ada, memberId(ada.marketplace, ben), 'admin'), lines: 1 },
  removeMember: {
    run: (env, { ada, ben }) => removeMember(env, ada, memberId(ada.marketplace, ben)),
    lines: 1,
    secondReads: ['gone'],
  },
  leaveTeam: { run: (env, { ada, ben }) => leaveTeam(env, { ...ada, person: ben }), lines: 1, secondReads: ['gone'] },
  createResetLink: {
    run: (env, { ada, ben }) => createResetLink(env, ada, memberId(ada.marketplace, ben)),
    lines: 1,
    eachIsNew: SECRET,
  },
  invite: {
    run: (env, { ada, tag }) =>
      invite(env, ada, { id: `${tag}-form`, email: 'Cleo@example.com', role: 'merchant', origin: ORIGIN }),
    lines: 1,
  },
  withdrawInvitation: {
    given: (scene) => invitationOf(scene, 'cleo@example.com'),
    run: (env, { ada }, id) => withdrawInvitation(env, ada, id),
    lines: 2,
    secondReads: ['over'],
  },
  acceptInvitation: {
    given: (scene) => invitationOf(scene, scene.ben.email, scene.other),
    run: (env, { ben }, id) => acceptInvitation(env, ben, id),
    lines: 2,
  },
  createToken: {
    run: (env, { ada, tag }) =>
      createToken(env, ada, { id: `${tag}-token`, name: 'Assistant', scope: 'write', days: 90 }),
    lines: 1,
    secondReads: ['done already'],
  },
  revokeToken: {
    given: async ({ ada, tag }) => {
      await createToken(env, ada, { id: `${tag}-token`, name: 'Assistant', scope: 'write', days: 90 })
      return `${tag}-token`
    },
    run: (env, { ada }, token) => revokeToken(env, ada, token),
    lines: 2,
    secondReads: ['gone'],
  },
  createMarketplace: {
    run: (env, { ada, tag }) =>
      createMarketplace(env, ada.person, { form: `${tag}-form`, name: 'Another shop', zone: null }),
    lines: 1,
  },
  changeTimeZone: { run: (env, { ada }) => changeTimeZone(env, ada, 'Europe/Vienna'), lines: 1 },
  dismissAnnouncement: { run: (env, { ada }) => dismissAnnouncement(env, ada, 'give-back'), lines: 0 },
  saveFilter: {
    run: (env, { ada, tag }) => saveFilter(env, ada, { id: `${tag}-filter`, name: 'Failed', query: 'outcome=failed' }),
    lines: 0,
  },
  removeFilter: {
    given: async ({ ada, tag }) => {
      await saveFilter(env, ada, { id: `${tag}-filter`, name: 'Failed', query: 'outcome=failed' })
      return `${tag}-filter`
    },
    run: (env, { ada }, filter) => removeFilter(env, ada, filter),
    lines: 0,
  },
  deleteMarketplace: { run: (env, { ada }) => deleteMarketplace(env, ada), lines: 1 },
  openAccount: {
    run: (env, { tag }) =>
      openAccount(
        env,
        { name: 'Dora', email: `dora@${tag}.example.com`, password: PASSWORD, proven: true },
        { name: 'Her shop', zone: null },
        HEADERS,
      ),
    again: async (env, scene, given) => {
      await CASES.openAccount?.run(env, scene, given)
      await signIn(env, `dora@${scene.tag}.example.com`, PASSWORD, HEADERS)
    },
    lines: 1,
    secondReads: ['taken'],
    besides: LOST_SESSION,
  },
  openInvitedAccount: {
    given: (scene) => invitationOf(scene, `emil@${scene.tag}.example.com`),
    run: async (env, _, id) => {
      const found = await findInvitation(env.DB, id)
      return found
        ? openInvitedAccount(env, { name: 'Emil', password: PASSWORD }, found, HEADERS)
        : { ok: false, reason: 'no invitation' }
    },
    again: async (env, scene, id) => {
      await CASES.openInvitedAccount?.run(env, scene, id)
      const cookies = await signIn(env, `emil@${scene.tag}.example.com`, PASSWORD, HEADERS)
      const { session } = await findSession(env, cookieHeaders(cookies.ok ? cookies.cookies : []))
      await (session && acceptInvitation(env, session.person, id))
    },
    lines: 2,
    secondReads: ['taken', 'no invitation'],
    besides: LOST_SESSION,
  },
  changePassword: {
    given: async (scene) => {
      await cookieOf(scene)
      return cookieOf(scene)
    },
    run: (env, { ada }, cookie) =>
      changePassword(env, { person: ada.person.id, current: PASSWORD, chosen: NEW_PASSWORD }, new Headers({ cookie })),
    lines: 0,
  },
  resetPassword: {
    given: async ({ ada, ben }) => {
      const made = await createResetLink(env, ada, memberId(ada.marketplace, ben))
      return made.ok ? made.token : ''
    },
    run: (env, _, token) => resetPassword(env, token, NEW_PASSWORD),
    lines: 1,
    secondReads: ['link over'],
  },
  mailResetLink: {
    run: (env, { ben }) => mailResetLink(mailing(env), ben.email, ORIGIN),
    lines: 0,
    eachIsNew: SECRET,
    besides: MAILED,
  },
  mailSignUpLink: {
    run: (env, { tag }) => mailSignUpLink(mailing(env), `fay@${tag}.example.com`, ORIGIN),
    lines: 0,
    eachIsNew: SECRET,
    besides: MAILED,
  },
  startTwoStep: {
    run: (env, { ada }) => startTwoStep(env, ada.person.id, PASSWORD),
    lines: 0,
  },
  confirmTwoStep: {
    given: (scene) => appOf(scene),
    run: async (env, { ada }, key) =>
      confirmTwoStep(env, { person: ada.person.id, session: 'none', code: codeOf(key) }),
    lines: 0,
    eachIsNew: SECRET,
  },
  endTwoStep: {
    given: (scene) => twoStepOf(scene),
    run: (env, { ada }, code) => endTwoStep(env, ada.person.id, { password: PASSWORD, code }),
    lines: 0,
  },
  finishSignIn: {
    given: async (scene) => {
      const recovery = await twoStepOf(scene)
      const signedIn = await signIn(env, scene.ada.person.email, PASSWORD, HEADERS)
      return `${recovery} ${signedIn.ok ? signedIn.pending : ''}`
    },
    run: (env, _, given) => {
      const [recovery = '', pending = ''] = given.split(' ')
      return finishSignIn(env, pending, recovery)
    },
    lines: 0,
    secondReads: ['over', 'wrong code'],
  },
  requireTwoStep: {
    given: (scene) => twoStepOf(scene),
    run: (env, { ada }) => requireTwoStep(env, ada, true),
    lines: 1,
  },
  signIn: {
    run: (env, { ada }) => signIn(env, ada.person.email, PASSWORD, HEADERS),
    lines: 0,
    besides: LOST_SESSION,
  },
  signOut: {
    given: (scene) => cookieOf(scene),
    run: (env, _, cookie) => signOut(env, new Headers({ cookie })),
    lines: 0,
  },
  endSession: {
    given: (scene) => sessionOf(scene),
    run: (env, { ada }, id) => endSession(env, ada.person.id, id),
    lines: 0,
    secondReads: ['over'],
  },
  endSessions: {
    given: (scene) => sessionOf(scene),
    run: (env, { ada }) => endSessions(env, ada.person.id),
    lines: 0,
  },

  actByHand: {
    run: (env, { ada, integration, rule, site, tag }) =>
      actByHand(env, ada, {
        id: `${tag}-form`,
        action: 'create_course',
        target: rule.target,
        test: false,
        customer: { email: 'ada@example.com', firstName: null, lastName: null, id: null },
        productId: 'p1',
        productName: null,
        orderId: null,
        subscriptionId: null,
        integration: { id: integration, name: 'Academy', site },
      }),
    lines: 0,
  },
  endAllAccess: {
    given: (scene) => heldBy(scene, 2),
    run: (env, { ada, rule, tag }) => endAllAccess(env, ada, { id: `${tag}-form`, rule, target: rule.target }),
    lines: 1,
  },
  correctEmail: {
    given: async (scene) => {
      await CASES.addNote?.run(env, scene, '')
      return heldBy(scene, 1)
    },
    run: (env, { ada, tag }) =>
      correctEmail(env, ada, {
        id: `${tag}-form`,
        from: 'ada@example.com',
        to: 'augusta@example.com',
        movesAccess: true,
      }),
    lines: 1,
  },
  addNote: {
    run: (env, { ada, tag }) => addNote(env, ada, { id: `${tag}-note`, email: 'ada@example.com', text: 'Called her.' }),
    lines: 0,
  },
  deleteNote: {
    given: async (scene) => {
      await addNote(
        env,
        { ...scene.ada, person: scene.ben },
        { id: `${scene.tag}-note`, email: 'ada@example.com', text: 'Called her.' },
      )
      return `${scene.tag}-note`
    },
    run: (env, { ada }, id) => deleteNote(env, ada, { id, email: 'ada@example.com' }),
    lines: 0,
  },
  exportCustomer: {
    run: (env, { ada }) => exportCustomer(env, ada, 'ada@example.com'),
    lines: 1,
    eachIsNew: 'Each export is a line of its own.',
  },
  eraseCustomer: {
    given: async (scene) => {
      const filter = { id: `${scene.tag}-filter`, name: 'Ada', query: 'search=ada%40example.com' }
      await saveFilter(env, scene.ada, filter)
      return heldBy(scene, 1)
    },
    run: (env, { ada, tag }) => eraseCustomer(env, ada, { id: `${tag}-receipt`, email: 'ada@example.com' }),
    lines: 1,
  },
  dismissConcern: {
    given: async (scene) => {
      await heldBy(scene, 1)
      const { ada, site, tag } = scene
      const { marketplace } = ada
      await env.THINKIFIC_SITE.getByName(site).note([
        {
          v: 1,
          event: `${tag}-refund`,
          eventType: 'product.refunded',
          triggers: [],
          happenedAt: Date.now(),
          customer: { email: 'ada@example.com', firstName: null, lastName: null, id: null },
          purchase: {
            marketplace,
            productId: 'p1',
            productName: null,
            orderId: 'held-0',
            subscription: null,
            test: false,
          },
        },
      ])
      const [group] = await env.THINKIFIC_SITE.getByName(site).concerns(marketplace)
      return group?.newest[0]?.id ?? ''
    },
    run: (env, { ada, site, tag }, concern) =>
      dismissConcern(env, ada, { id: `${tag}-form`, site, email: 'ada@example.com', concern }),
    lines: 1,
  },
  changeJob: {
    given: async (scene) => {
      await heldBy(scene, 2)
      const { ada, rule, tag } = scene
      await endAllAccess(env, ada, { id: `${tag}-form`, rule, target: rule.target })
      return `end-access ${tag}-form`
    },
    run: (env, { ada }, job) => changeJob(env, ada, job, 'cancel'),
    lines: 2,
  },
  choosePurchase: {
    given: async (scene) => {
      const { ada, rule, tag } = scene
      const customer = { email: 'ada@example.com', firstName: null, lastName: null, id: null }
      const event = (id: string, orderId: string | null) =>
        sampleEvent({ marketplace: ada.marketplace, id: `${tag}-${id}`, orderId, customer, happenedAt: Date.now() })
      await settledAt(scene, event('one', 'one'), rule)
      await settledAt(scene, event('two', 'two'), rule)
      const canceled = event('canceled', null)
      const { firing } = await settledAt(
        scene,
        {
          ...canceled,
          type: 'subscription.canceled' as const,
          items: canceled.items.map((item) => ({
            ...item,
            subscription: { id: 's1', failedAttempts: null, periodEnd: null },
          })),
        },
        { ...rule, trigger: 'subscription.canceled', action: 'expire_course' },
      )
      return firing
    },
    run: (env, { ada, tag }, entry) =>
      choosePurchase(env, ada, {
        form: `${tag}-form`,
        entry,
        choice: { event: `${tag}-one`, subscription: null },
      }),
    lines: 1,
  },
  saveSamCartKey: {
    given: answeringSamCart,
    run: (env, { ada, tag }) => compared(ada, () => saveSamCartKey(env, ada, { id: `${tag}-key`, key: KEY })),
    lines: 1,
    besides: TRIED_KEYS,
  },
  removeSamCartKey: {
    given: keyOfSamCart,
    run: (env, { ada }) => removeSamCartKey(env, ada),
    lines: 1,
    secondReads: ['gone'],
  },
  compareNow: {
    given: async (scene) => {
      await answeringSamCart()
      return keyOfSamCart(scene)
    },
    run: (env, { ada }) => compared(ada, () => compareNow(env, ada)),
    lines: 0,
  },
  settleLostSales: {
    given: lostSale,
    run: (env, { ada, tag }) => settleLostSales(env, ada, `${tag}-form`, { kind: 'paid' }),
    lines: 1,
  },
  dismissLostSale: {
    given: lostSale,
    run: (env, { ada, tag }, sale) => dismissLostSale(env, ada, `${tag}-form`, sale),
    lines: 1,
    secondReads: ['gone'],
  },
  startReconcile: {
    given: ampleRequests,
    run: (env, { ada, integration }) => startReconcile(env, ada, integration),
    lines: 0,
  },
  changeSchedule: {
    run: (env, { ada, integration, tag }) => changeSchedule(env, ada, `${tag}-form`, { integration, isWeekly: true }),
    lines: 1,
  },
  fixDifferences: {
    given: difference,
    run: (env, { ada, integration, tag }, id) =>
      fixDifferences(env, ada, `${tag}-form`, { integration, which: { ids: [id] }, fix: 'ours' }),
    lines: 1,
  },
  retryEntry: { run: (env, { ada, entry }) => retryEntry(env, ada, entry), lines: 0, eachIsNew: REQUEST },
  ignoreEntry: {
    given: rejected,
    run: (env, { ada }, entry) => ignoreEntry(env, ada, entry, 'Refunded by hand'),
    lines: 0,
    secondReads: ['too late'],
  },
  runEntries: {
    given: rejected,
    run: (env, { ada, tag }) =>
      runEntries(env, ada, `${tag}-form`, { act: 'ignore', entries: { query: { outcome: 'failed' } }, note: '' }),
    lines: 0,
  },
  enrollEarlierBuyers: {
    given: async ({ ada, tag }) => {
      for (const n of [1, 2]) {
        const event = sampleEvent({ marketplace: ada.marketplace, id: `${tag}-earlier-${n}`, orderId: `earlier ${n}` })
        await env.JOURNAL.getByName(ada.marketplace).receive(event, [])
      }
      return ''
    },
    run: (env, { ada, rule, tag }) => enrollEarlierBuyers(env, ada, `${tag}-form`, rule),
    lines: 1,
  },
  applyToPastEndings: {
    given: async ({ ada, rule, tag }) => {
      await addRule(env, ada, { ...rule, id: `${tag}-end`, action: 'expire_course', trigger: 'product.refunded' })
      await drizzle(env.DB).delete(audit)
      const refund = { type: 'product.refunded', marketplace: ada.marketplace } as const
      for (const n of [1, 2]) {
        const event = sampleEvent({ ...refund, id: `${tag}-refund-${n}`, orderId: `earlier ${n}` })
        await env.JOURNAL.getByName(ada.marketplace).receive(event, [])
      }
      return `${tag}-end`
    },
    run: (env, { ada, rule, tag }, id) =>
      applyToPastEndings(env, ada, `${tag}-form`, {
        ...rule,
        id,
        action: 'expire_course',
        trigger: 'product.refunded',
      }),
    lines: 1,
  },
  replayEvent: {
    given: rejected,
    run: (env, { ada }, entry) => replayEvent(env, ada, entry),
    lines: 0,
    eachIsNew: REQUEST,
  },
  giveUpEntry: { run: (env, { ada, entry }) => giveUpEntry(env, ada, entry), lines: 0, secondReads: ['too late'] },
  undoRule: {
    given: settled,
    run: (env, { ada, tag, rule }) =>
      undoRule(env, ada, `${tag}-form`, { rule: rule.id, name: rule.name, from: 0, until: Date.now() }),
    lines: 1,
  },
  undoImport: {
    given: async ({ ada, tag }) => {
      await runInDurableObject(env.JOURNAL.getByName(ada.marketplace), (_, { storage }) => {
        const record = { id: `${tag}-import`, name: 'orders.csv', stage: 'done', open: [], uploadedAt: 1, endedAt: 2 }
        new ImportTable(storage.sql).save(record as unknown as ImportRecord)
      })
      return `${tag}-import`
    },
    run: (env, { ada, tag }, id) => undoImport(env, ada, `${tag}-form`, id),
    lines: 1,
  },
  undoEntry: {
    given: settled,
    run: (env, { ada, tag }, entry) => undoEntry(env, ada, `${tag}-form`, entry),
    lines: 1,
  },
  undoTest: {
    given: async ({ ada, rule, tag }) => {
      const { marketplace } = ada
      const event = sampleEvent({ marketplace, id: `${tag}-tested`, test: true, orderId: 'tested' })
      const { firings } = await env.JOURNAL.getByName(marketplace).receive(event, [rule])
      const firing = firings[0]?.firing.id ?? ''
      const settling = { final: true, outcome: 'enrolled', sentence: 'Enrolled.', attempts: [] } as const
      await env.JOURNAL.getByName(marketplace).record([
        { event: event.id, firing, settling: { ...settling, attempts: [] } },
      ])
      return firing
    },
    run: (env, { ada, tag }, entry) => undoTest(env, ada, entry, `${tag}-form`),
    lines: 0,
  },
}

function memberId(marketplace: string, { id }: { id: string }): string {
  return `${id}-in-${marketplace}`
}

/** A firing of the rule that is settled; its entry. */
async function settled({ ada, rule, tag }: Scene): Promise<string> {
  const event = sampleEvent({ marketplace: ada.marketplace, id: `${tag}-settled`, orderId: 'settled' })
  const journal = env.JOURNAL.getByName(ada.marketplace)
  const { firings } = await journal.receive(event, [rule])
  const firing = firings[0]?.firing.id ?? ''
  const settling: Settling = { final: true, outcome: 'enrolled', sentence: 'Enrolled.', attempts: [] }
  await journal.record([{ event: event.id, firing, settling }])
  return firing
}

async function invitationOf(
  { ada }: Pick<Scene, 'ada'>,
  email: string,
  marketplace = ada.marketplace,
): Promise<string> {
  const id = randomId(SECRET_ID)
  await invite(env, { ...ada, marketplace }, { id, email, role: 'merchant', origin: ORIGIN })
  return id
}

function cookieHeaders(cookies: string[]): Headers {
  return new Headers({ cookie: cookies.map((line) => line.split(';')[0]).join('; ') })
}

async function cookieOf({ ada }: Scene): Promise<string> {
  const signedIn = await signIn(env, ada.person.email, PASSWORD, HEADERS)
  return cookieHeaders(signedIn.ok ? signedIn.cookies : []).get('cookie') ?? ''
}

async function sessionOf(scene: Scene): Promise<string> {
  const { session } = await findSession(env, new Headers({ cookie: await cookieOf(scene) }))
  return session?.id ?? ''
}

/** The key of an app that was not confirmed yet. */
async function appOf({ ada }: Scene): Promise<string> {
  const started = await startTwoStep(env, ada.person.id, PASSWORD)
  return started.ok ? started.key : ''
}

/** A recovery code of two-step sign-in that is on. */
async function twoStepOf(scene: Scene): Promise<string> {
  const code = codeOf(await appOf(scene))
  const confirmed = await confirmTwoStep(env, { person: scene.ada.person.id, session: 'none', code })
  return confirmed.ok ? (confirmed.recovery[0] ?? '') : ''
}

function mailing(env: Env): Env {
  return {
    ...env,
    MAIL_FROM: 'enrollwire@example.com',
    PUBLIC_URL: ORIGIN,
    MAILER: { send: async () => undefined } as unknown as SendEmail,
  }
}

async function rememberedBySite({ ada, integration, site }: Scene): Promise<string> {
  const found = await findIntegration(env.DB, ada.marketplace, integration)
  if (found === null) {
    throw new Error('the scene has no integration')
  }
  await env.THINKIFIC_SITE.getByName(site).lookUp(toIntegrationAccess(toConnection(found)), 'ada@example.com')
  return integration
}

/** Customers who were enrolled by the rule, as the journal and the site's ledger know. */
async function heldBy(scene: Scene, customers: number): Promise<string> {
  const { ada, rule, site, tag } = scene
  for (let n = 0; n < customers; n += 1) {
    const event = sampleEvent({
      marketplace: ada.marketplace,
      id: `${tag}-held-${n}`,
      orderId: `held-${n}`,
      happenedAt: Date.now(),
      customer: {
        email: n === 0 ? 'ada@example.com' : `buyer-${n}@example.com`,
        firstName: null,
        lastName: null,
        id: null,
      },
    })
    const { settling } = await settledAt(scene, event, rule)
    if (settling?.final !== true || settling.outcome !== 'enrolled') {
      throw new Error(`not enrolled: ${JSON.stringify(settling)}`)
    }
  }
  return site
}

/** An event's one firing, settled by the site and recorded. */
async function settledAt(scene: Scene, event: MarketEvent, rule: Rule) {
  const jobs = await receiveJobs(scene, event, rule)
  const [settling] = await env.THINKIFIC_SITE.getByName(scene.site).settle(jobs)
  const firing = jobs[0]?.firing.id ?? ''
  if (settling !== undefined) {
    await env.JOURNAL.getByName(scene.ada.marketplace).record([{ event: event.id, firing, settling }])
  }
  return { firing, settling }
}

const newChannel = (tag: string) => ({
  id: `${tag}-channel`,
  kind: 'signed-url',
  name: 'Operations',
  address: 'https://hooks.example.com/alerts',
  origin: ORIGIN,
  causes: ['credentials' as const],
  quiet: null,
  digest: null,
  on: true,
})

async function addOwnChannel({ ada, tag }: Scene): Promise<string> {
  await addChannel(env, ada, newChannel(tag))
  await drizzle(env.DB).delete(audit)
  return `${tag}-channel`
}

/** A Notify URL integration of Ada's; its id. */
async function addNotifyUrl({ ada: { marketplace }, tag }: Scene): Promise<string> {
  const id = `${tag}-notify-url`
  const settings = { url: 'https://hooks.example.com/', postsPerSecond: 10 }
  await drizzle(env.DB)
    .insert(integrations)
    .values({
      id,
      marketplace,
      kind: NOTIFY_URL.id,
      name: 'CRM',
      problem: null,
      sealedCredential: await sealCredential(env.SEALING_KEYS, { id, marketplace }, createSigningSecret()),
      ...toSettingsColumns(NOTIFY_URL, settings, id),
      createdAt: 1,
      updatedAt: 1,
    })
  return id
}

const FILE = '00000000-0000-4000-8000-000000000001'
const ROWS = 'Email,Product ID,Date\nnora@example.com,p1,2026-05-03\nnobody,p1,2026-05-03\n'

function uploadFile(env: Env, { ada }: Scene) {
  const body = inPieces(toPost(toBytes(ROWS), 'orders.csv', { id: FILE }), 1_000)
  return uploadOrders(env, ada, { body, contentType: MULTIPART })
}

function mapFile(env: Env, author: Scene['ada'], seenAt: string) {
  const mapping = {
    columns: { email: 0, productId: 1, date: 2 },
    meaning: 'purchase' as const,
    dateStyle: null,
    product: null,
  }
  return mapColumns(env, author, FILE, { form: 'columns', seenAt: Number(seenAt), mapping })
}

function chooseFromFile(env: Env, author: Scene['ada'], seenAt: string) {
  const choice = { from: null, until: null, products: { p1: 'p1' } }
  return chooseOrders(env, author, FILE, { form: 'orders', seenAt: Number(seenAt), choice })
}

/** A file that is as far; when it changed last. */
async function importAt(scene: Scene, stage: 'uploaded' | 'read' | 'previewed'): Promise<string> {
  const { ada } = scene
  const seenAt = async () => String((await env.JOURNAL.getByName(ada.marketplace).import(FILE))?.changedAt)
  await uploadFile(env, scene)
  if (stage !== 'uploaded') {
    await mapFile(env, ada, await seenAt())
  }
  if (stage === 'previewed') {
    await chooseFromFile(env, ada, await seenAt())
  }
  await drizzle(env.DB).delete(audit)
  return seenAt()
}

/** The waiting firing, rejected. */
async function rejected({ ada, entry }: Scene): Promise<string> {
  const settling: Settling = { final: true, outcome: 'rejected by Thinkific', sentence: 'Rejected.', attempts: [] }
  await env.JOURNAL.getByName(ada.marketplace).record([{ event: '', firing: entry, settling }])
  return entry
}

/** Beside the Thinkific of the scene, an empty shop. */
async function answeringSamCart(): Promise<string> {
  const samcart = new SamCart({ apiKey: KEY })
  const others = vi.mocked(globalThis.fetch).getMockImplementation()
  vi.mocked(globalThis.fetch).mockImplementation((input, init) => {
    const isSamCart = new Request(input, init).url.startsWith(env.SAMCART_API_URL)
    return isSamCart ? samcart.fetch(input, init) : (others?.(input, init) ?? Promise.reject(new Error('no network')))
  })
  return ''
}

/** Its comparison has ended as well, however long a busy machine takes. */
async function compared({ marketplace }: Author, command: () => Promise<unknown>): Promise<unknown> {
  const answer = await command()
  await vi.waitUntil(
    async () => (await env.JOURNAL.getByName(marketplace).jobs()).every(({ endedAt }) => endedAt !== null),
    { timeout: 20_000, interval: 50 },
  )
  return answer
}

async function keyOfSamCart({ ada: { marketplace }, tag }: Scene): Promise<string> {
  const id = `${tag}-key`
  const sealed = await sealKey(env.SEALING_KEYS, { id, marketplace }, KEY)
  await drizzle(env.DB).insert(samcartApiKeys).values({ id, marketplace, sealed, savedAt: 1 })
  return id
}

/** One that is listed; its id. */
async function lostSale({ ada, tag }: Scene): Promise<string> {
  const id = `paid ${tag}`
  await runInDurableObject(env.JOURNAL.getByName(ada.marketplace), (_, { storage }) => {
    const customer = { email: 'lost@example.com', firstName: null, lastName: null, customerId: null }
    const what = { productId: 'p1', productName: 'Club', orderId: `${tag}-lost`, subscriptionId: null, paymentId: null }
    const when = { happenedAt: Date.now(), dated: true, periodEnd: null }
    const sale = { id, kind: 'paid' as const, ...customer, ...what, cents: null, currency: null, ...when }
    new LostSaleTable(storage.sql).add(sale, 'a customer', 'open', Date.now())
  })
  return id
}

/** Changes of several steps each, and what the file lacks removed. */
function toFile({ rule, site }: Scene): string {
  const written = { product: 'p2', trigger: 'product.purchased', action: 'create_course', target: { id: '7' } }
  const kind = 'thinkific'
  return JSON.stringify({
    version: 1,
    integrations: [
      {
        name: 'Academy',
        kind,
        settings: { pace: 99 },
        mappings: [{ field: 'Betrieb', to: '1', label: 'Company' }],
      },
      { name: 'North', kind, settings: { site } },
    ],
    rules: [
      { ...written, id: rule.id, product: 'p1', integration: 'Academy', on: false, name: rule.name },
      { ...written, id: 'new', integration: 'North', target: { id: '7', name: 'Course Seven' } },
    ],
  })
}

async function compareFile(scene: Scene): Promise<string> {
  const { ada, rule, tag } = scene
  await addRule(env, ada, { ...rule, id: `${tag}-old`, name: 'Old', trigger: 'product.refunded' })
  await drizzle(env.DB).delete(audit)
  const read = readConfigurationFile(toFile(scene))
  if (!read.ok) {
    throw new Error('the file is refused')
  }
  const { changes, removals } = (await loadPlan(env, ada.marketplace, read.configuration)).plan
  return JSON.stringify({
    madeFrom: stampChanges([...changes, ...removals]),
    remove: removals.map(({ key }) => key),
  })
}

function applyFile(env: Env, scene: Scene, compared: string) {
  return applyConfiguration(env, scene.ada, {
    id: `${scene.tag}-form`,
    ...(JSON.parse(compared) as { madeFrom: string; remove: string[] }),
    text: toFile(scene),
    answers: { 'integrations.North.key': KEY },
    origin: ORIGIN,
  })
}

/** So that a few reconciles in a row need not wait for their turn. */
async function ampleRequests({ integration }: Scene): Promise<string> {
  const sql = `UPDATE integrations SET requests_per_minute = 1000,
    settings = json_set(settings, '$.requestsPerMinute', 1000) WHERE id = ?`
  await env.DB.prepare(sql).bind(integration).run()
  return ''
}

/** Of someone whom the site does not know: settled, it agrees already. */
async function difference({ ada, integration }: Scene): Promise<string> {
  await runInDurableObject(env.JOURNAL.getByName(ada.marketplace), (_, { storage }) => {
    const target = { kind: 'course', id: '1002', name: 'Course Two' }
    const found = { kind: 'unexplained', guess: 'of a stranger', email: 'stranger@example.com', userId: '77' } as const
    const theirs = { open: true, end: null }
    new DifferenceTable(storage.sql).add(
      integration,
      { ...found, target, theirs, ours: null, since: null },
      'a customer',
      1,
      1,
    )
  })
  return `${integration} 1002 77`
}
