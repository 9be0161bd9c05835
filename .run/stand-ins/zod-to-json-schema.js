/** In place of zod's way to JSON Schema, which a build goes in Node. Every schema is given two of its methods as it is made. */
function refuse() {
  throw new Error('A build writes JSON Schemas; the Worker has no code for them.')
}

export const createToJSONSchemaMethod = () => refuse
export const createStandardJSONSchemaMethod = () => refuse
export {
  refuse as extractDefs,
  refuse as finalize,
  refuse as initializeContext,
  refuse as processSchema,
  refuse as toJSONSchema,
}
