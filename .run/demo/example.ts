/** The signed purchase that `npm start` prints: the same the Webhook page shows, signed by the shell when it is pasted. */
import { curlCode } from '../../src/web/webhook/recipes/code'

export interface Example {
  endpoint: string
  /** whsec_… */
  secret: string
  productId: string
  productName: string
}

export function signedExample(address: string, { endpoint, secret, productId, productName }: Example): string {
  return curlCode({
    url: `${address}/hooks/${endpoint}`,
    secret,
    key: null,
    product: { id: productId, name: productName },
  })
}
