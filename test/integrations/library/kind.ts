/** A made-up kind of integration: lends books. */
import { z } from 'zod'
import type { IntegrationKind } from '../../../src/integrations/kind'
import { Library } from './library'

interface Settings {
  branch: string
}

const BOOKS = [
  { id: 'd-1', name: 'Dune', status: null, private: false },
  { id: 'e-2', name: 'Emma', status: null, private: false },
]

export const library = new Library()

export const LIBRARY: IntegrationKind<Settings> = {
  id: 'library',
  title: 'Library',
  purpose: 'Lend books to customers, and take them back.',
  introduction: { sentence: 'An integration connects one branch.', example: 'North · the north branch' },
  settings: z.object({ branch: z.string().min(1) }),
  form: {
    lead: 'Saving shows the card at the desk.',
    connected: 'Its books can be lent.',
    at: { secret: 'card', site: 'branch' },
    fields: () => [
      { name: 'branch', label: 'Branch', type: 'text', required: true },
      { name: 'card', label: 'Library card', type: 'password' },
    ],
    schema: () => ({
      branch: z.string().refine((branch) => branch !== '', { error: 'The branch is missing.' }),
      card: z.string().default(''),
    }),
    values: ({ branch }) => ({ branch }),
    read: ({ branch, card }, now) =>
      card === 'torn'
        ? { ok: false, field: 'card', sentence: 'A torn card cannot be read.' }
        : { ok: true, settings: { branch: String(branch) }, secret: now !== null && card === '' ? null : String(card) },
    before: null,
  },
  actions: [
    {
      id: 'lend_book',
      label: 'Lend a Book',
      effect: 'opens',
      target: 'book',
      categories: ['ecommerce'],
      phrase: () => ['lend the customer ', ''],
    },
    {
      id: 'take_back_book',
      label: 'Take Back a Book',
      effect: 'ends',
      target: 'book',
      categories: ['ecommerce'],
      phrase: () => ['take ', ' back'],
    },
  ],
  targets: [{ id: 'book', label: 'Book', hint: 'Ask at the desk.', isId: (text) => /^[a-z]-\d+$/.test(text) }],
  site: ({ branch }) => branch,
  address: (branch) => `the ${branch} branch`,
  check: async (_env, { site }) =>
    site === 'sunken' ? { refusal: 'The sunken branch is under water.' } : { settings: { branch: site } },
  offers: async () => BOOKS,
  settler: (_env, site) => ({
    settle: async (jobs) => jobs.map((job) => library.settle(site, job)),
    note: async () => [],
    foresee: async (events) =>
      events.map(({ jobs }) => ({
        outcomes: jobs.map(({ instruction }) => ({
          outcome: 'enrolled',
          sentence: `The desk would hand out ${instruction.target.name}.`,
        })),
        effects: [],
      })),
  }),
  forget: async (_env, { site }, left) => {
    library.forgotten.push(`${site} ${left}`)
  },
  deletion: {
    takes: (site) => `The card of the ${site} branch is cut up.`,
    stays: 'Lent books stay with their readers.',
  },
}
