/** In place of jose: better-auth signs and reads JWTs only for sessions in cookies, sign-in elsewhere and e-mail links. */
const refuse = () => {
  throw new Error('This product uses no JWT.')
}

export {
  refuse as calculateJwkThumbprint,
  refuse as createRemoteJWKSet,
  refuse as decodeJwt,
  refuse as decodeProtectedHeader,
  refuse as importJWK,
  refuse as jwtDecrypt,
  refuse as jwtVerify,
  refuse as EncryptJWT,
  refuse as createLocalJWKSet,
  refuse as importPKCS8,
  refuse as SignJWT,
  refuse as UnsecuredJWT,
}
export const base64url = { decode: refuse, encode: refuse }
export class JWTExpired extends Error {}
export const errors = {}
