/** Loaded when a file is posted, and never before. */
export { readUpload } from './read-upload'
export { UploadError } from './upload-error'
