/** An integration as dispatch and pages reach it. The credential stays sealed until it is used. */
export interface Connection {
  id: string
  name: string
  marketplace: string
  kind: string
  /** Where its firings are settled, in the words of its kind. */
  site: string
  sealedCredential: string
  /** What its kind's schema made of them; null where this version cannot read them. */
  settings: object | null
}
