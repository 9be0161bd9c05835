/** The story's beginning: accounts, teams, integrations, products, rules, endpoints. */
import type { Installation } from '../installation'
import { ACADEMY_FIELDS, addDemoSites, FORMS, formId, PASSWORD, Person, SETUP_TOKEN } from '../support'
import { ACADEMY, ART, addPlaces, BEN, GALLERY, MIA, POTTERY, PRODUCTS, STUDIO, WORKSHOP, YOGA } from './places'
import { ART_RULES, RULES_OFF, YOGA_RULES } from './rules'
import { Shop } from './shop'

export interface Shops {
  yoga: Shop
  art: Shop
  /** A member of the yoga shop's team. */
  ben: Person
}

export async function setUpShops(installation: Installation): Promise<Shops> {
  addDemoSites(installation.simulator)
  addPlaces(installation.simulator)
  const mia = new Person()
  const opened = await mia.post('/setup', { token: SETUP_TOKEN, ...MIA, password: PASSWORD, marketplace: 'Yoga Shop' })
  const yoga = new Shop(installation, mia, marketplaceIn(opened.headers))
  const another = await mia.post('/marketplaces', { name: 'Art Shop' })
  const art = new Shop(installation, mia, marketplaceIn(another.headers))
  const empty = await mia.post('/marketplaces', { name: 'Empty Shop' })
  installation.objects.journals.add(marketplaceIn(empty.headers))
  await furnishYoga(yoga)
  await furnishArt(art)
  return { yoga, art, ben: await joined(yoga) }
}

async function furnishYoga(yoga: Shop): Promise<void> {
  await yoga.connect(YOGA.academy, 'Academy', ACADEMY)
  await yoga.connect(YOGA.studio, 'Studio', STUDIO)
  await yoga.connect(YOGA.workshop, 'Workshop', WORKSHOP)
  await yoga.connect(YOGA.gallery, 'Gallery', GALLERY)
  await yoga.connect(YOGA.pottery, 'Pottery', POTTERY)
  await yoga.openEndpoint()
  for (const [name, productId] of Object.entries(PRODUCTS)) {
    await yoga.submit(FORMS.products, { productId, name })
  }
  for (const rule of YOGA_RULES) {
    await yoga.addRule(rule)
  }
  for (const id of RULES_OFF) {
    await yoga.submit(FORMS.activation(formId(id)), { on: 'no' })
  }
  const mapping = FORMS.mappings(formId(YOGA.academy))
  await yoga.submit(mapping, { id: formId(61), field: 'Company', definition: String(ACADEMY_FIELDS.Company) })
  await yoga.submit(mapping, { id: formId(62), field: 'Mobile', definition: String(ACADEMY_FIELDS.Phone) })
}

/** Its own integration with the same Thinkific site, at half the pace. */
async function furnishArt(art: Shop): Promise<void> {
  await art.connect(ART.academy, 'Academy of the Arts', ACADEMY)
  const slow = { name: 'Academy of the Arts', site: ACADEMY.subdomain, key: '', pace: '60' }
  await art.submit(FORMS.integration(formId(ART.academy)), slow)
  await art.openEndpoint()
  await art.submit(FORMS.products, { productId: 'mural', name: 'Mural' })
  for (const rule of ART_RULES) {
    await art.addRule(rule)
  }
}

async function joined(shop: Shop): Promise<Person> {
  const invitation = await invited(shop, BEN.email)
  const ben = new Person()
  await ben.post('/sign-up', { invitation, name: BEN.name, password: PASSWORD })
  return ben
}

/** The secret of the invitation's link, as the team's page shows it. */
export async function invited(shop: Shop, email: string): Promise<string> {
  await shop.submit(FORMS.invitations, { email, role: 'merchant' })
  const { text } = await shop.admin.get(`/m/${shop.marketplace}/team`)
  const links = [...text.matchAll(/\/sign-up\?invitation=([a-z2-9]+)/g)].map(([, id = '']) => id)
  const link = links.at(-1)
  if (link === undefined) {
    throw new Error(`${email} is not invited`)
  }
  return link
}

function marketplaceIn(headers: Headers): string {
  const [, , marketplace] = headers.get('location')?.split('/') ?? []
  if (marketplace === undefined) {
    throw new Error('no marketplace was made')
  }
  return marketplace
}
