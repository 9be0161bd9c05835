/** Pages as a search finds them: by their name, and by what people call them. */
import { KINDS } from '../../integrations'

interface NamedPage {
  name: string
  path: string
  /** In lower case. `KIND` stands for the title of each kind of integration. */
  called: string
  forAdmins?: true
}

const PAGES: NamedPage[] = [
  { name: 'Overview', path: '/overview', called: 'home dashboard attention alarms' },
  { name: 'Customers', path: '/customers', called: 'people buyers students' },
  { name: 'Products', path: '/products', called: 'catalog sold' },
  { name: 'New Product', path: '/products/new', called: 'add create product' },
  { name: 'Integrations', path: '/integrations', called: 'KIND site connection setup refresh' },
  { name: 'New Integration', path: '/integrations/new', called: 'connect KIND api key', forAdmins: true },
  { name: 'Global Rules', path: '/rules', called: 'every product rules' },
  { name: 'New Rule', path: '/rules/new?product=*', called: 'add create rule global' },
  { name: 'Try it', path: '/try', called: 'preview explain what would happen test' },
  { name: 'Logs', path: '/logs', called: 'entries history events failed waiting' },
  { name: 'Payments and access', path: '/concerns', called: 'paid without access refund dispute plan switch' },
  { name: 'Background work', path: '/jobs', called: 'jobs progress pause cancel runs' },
  { name: 'Webhook', path: '/webhook', called: 'samcart notify url address', forAdmins: true },
  { name: 'Other senders', path: '/webhook/senders', called: 'webhook zapier make curl recipes', forAdmins: true },
  { name: 'Secrets', path: '/webhook/secrets', called: 'webhook rotate signing key', forAdmins: true },
  { name: 'Activity', path: '/webhook/activity', called: 'webhook last posts refused received words', forAdmins: true },
  { name: 'Alerts', path: '/alerts', called: 'channels slack e-mail digest', forAdmins: true },
  { name: 'Team', path: '/team', called: 'members invite roles who changed what audit' },
  { name: 'Help', path: '/help', called: 'glossary words meaning kept superseded parked questions' },
  { name: 'Time zone', path: '/team/time-zone', called: 'team days calendar', forAdmins: true },
]

/** Pages with the text in their name come first. */
export function findPages(typed: string, { admin }: { admin: boolean }): NamedPage[] {
  const text = typed.trim().toLowerCase()
  const titles = KINDS.all.map(({ title }) => title.toLowerCase())
  const open = PAGES.filter(({ forAdmins }) => admin || !forAdmins)
  const named = open.filter(({ name }) => name.toLowerCase().includes(text))
  return [...named, ...open.filter((page) => isCalled(page, text, titles) && !named.includes(page))]
}

function isCalled({ called }: NamedPage, text: string, titles: string[]): boolean {
  return titles.some((title) => called.replace('KIND', title).includes(text))
}
