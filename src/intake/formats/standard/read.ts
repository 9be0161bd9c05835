/** The standard body is JSON and nothing else. */
export { readJson as read } from '../../reading/json'
