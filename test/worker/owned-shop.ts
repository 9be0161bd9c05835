/** What most files begin with: a person, their shop, and the simulated Thinkific it is connected to. */
import type { Simulator } from '../simulator/simulator'
import { Person, setUp } from './person'
import { Shop, type SiteName, thinkific } from './shop'

interface OwnedShop {
  simulator: Simulator
  mia: Person
  shop: Shop
}

export async function openOwnedShop(sites: SiteName[] = ['academy']): Promise<OwnedShop> {
  const simulator = await thinkific()
  const mia = new Person()
  const shop = await new Shop(await setUp(mia)).open(sites)
  return { simulator, mia, shop }
}
