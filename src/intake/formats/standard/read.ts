export { readJson as read } from '../../reading/json'
