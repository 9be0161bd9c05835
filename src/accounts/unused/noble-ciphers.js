/** In place of @noble/ciphers: better-auth encrypts only what comes from sign-in elsewhere. */
const refuse = () => {
  throw new Error('This product encrypts by sealing.ts alone.')
}

export {
  refuse as bytesToHex,
  refuse as hexToBytes,
  refuse as managedNonce,
  refuse as utf8ToBytes,
  refuse as xchacha20poly1305,
}
