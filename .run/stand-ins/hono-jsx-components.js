/** Every tag is written where it stands: no page moves any to its head, or gives a form a function. */
export const components_exports = {}
