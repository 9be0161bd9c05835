import { expect, test } from 'vitest'
import { post, postSamcart, postWithKey } from '../hooks'
import type { Captured } from '../release'
import { Started } from '../start'
import { BEN, MIA, PRODUCTS } from '../story/places'
import { of, samcart } from '../story/weeks'
import { PASSWORD, Person } from '../support'

export function accounts(captured: Captured): void {
  const { marketplaces, links } = captured.release
  const started = Started.forAll({ ...captured, queue: [] })

  test('sessions stay open, each with its role', async () => {
    expect((await started().mia.get(started().at('/integrations/new'))).status).toBe(200)
    expect((await started().ben.get(started().at('/overview'))).status).toBe(200)
    expect((await started().ben.get(started().at('/integrations/new'))).status).toBe(404)
    expect((await started().ben.get(started().at('/overview', 'art'))).status).toBe(404)
  })

  test('the team page knows who is in, who is invited and who did what', async () => {
    const { text } = await started().mia.get(started().at('/team'))
    const known = [BEN.email, 'guest@example.com', links.invitation, 'Pottery']
    expect(known.filter((word) => !text.includes(word))).toEqual([])
  })

  test('passwords sign in', async () => {
    const person = new Person()
    await person.post('/sign-in', { email: MIA.email, password: PASSWORD })
    expect((await person.get(started().at('/overview', 'art'))).status).toBe(200)
  })

  test('unused links still work', async () => {
    const guest = new Person()
    const invitation = links.invitation.split('=')[1] ?? ''
    await guest.post('/sign-up', { invitation, name: 'Guest', password: PASSWORD })
    expect((await guest.get(started().at('/overview'))).status).toBe(200)
    const ben = new Person()
    const token = links.newPassword.split('=')[1] ?? ''
    await ben.post('/new-password', { token, password: 'another long password' })
    await ben.post('/sign-in', { email: BEN.email, password: 'another long password' })
    expect((await ben.get(started().at('/overview'))).status).toBe(200)
    expect((await started().ben.get(started().at('/overview'))).status).toBe(303)
  })

  test('endpoints know their senders: both secrets of a rotation, keys, nothing else', async () => {
    const { endpoint } = marketplaces.yoga
    const order = of('new', PRODUCTS.mat)
    const signedBefore = { ...endpoint, signing: endpoint.signingBefore ?? '' }
    expect(await post(endpoint, 'signed', 'product.purchased', order)).toBe(202)
    expect(await post(signedBefore, 'signed-before', 'product.purchased', order)).toBe(202)
    expect(await postWithKey(endpoint, 'with-key', 'product.purchased', order)).toBe(202)
    expect(await postSamcart(endpoint, samcart('Order', 'new', { id: 7009 }))).toBe(202)
    expect(await post(marketplaces.art.endpoint, 'art', 'product.purchased', order)).toBe(202)
    const forged = { ...endpoint, signing: marketplaces.art.endpoint.signing, key: 'mistyped' }
    expect(await post(forged, 'forged', 'product.purchased', order)).toBe(401)
    expect(await postWithKey(forged, 'forged', 'product.purchased', order)).toBe(401)
  })
}
