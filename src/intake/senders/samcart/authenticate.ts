/** SamCart signs nothing and has no field for a secret, so the key is part of the address it posts to. */
export { authenticateKey as authenticate } from '../key'
