/** In place of @noble/hashes: better-auth derives keys only for what comes from sign-in elsewhere, and for sealed cookies. */
const refuse = () => {
  throw new Error('This product hashes by WebCrypto and node:crypto alone.')
}

export function hexToBytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Called while better-auth loads. */
export function utf8ToBytes(text) {
  return new TextEncoder().encode(text)
}

export { refuse as bytesToHex, refuse as hkdf, refuse as sha256 }
