export { readJsonOrForm as read } from '../../reading/json-or-form'
