/** SamCart neither signs nor has a field for a secret, so the key is part of the address. */
export { authenticateKey as authenticate } from '../key'
