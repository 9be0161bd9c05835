/** The signed purchase that `npm start` prints: the same the Webhook page shows, signed by the shell when it is pasted. */
import { curlExample } from '../../src/web/webhook/examples'

export interface Example {
  endpoint: string
  /** whsec_… */
  secret: string
  productId: string
  productName: string
}

export function signedExample(address: string, { endpoint, secret, productId, productName }: Example): string {
  return curlExample({ url: `${address}/hooks/${endpoint}`, secret, product: { id: productId, name: productName } })
}
