/** In place of rou3: better-auth's own routes are not mounted. */
export const createRouter = () => ({})
export const addRoute = () => undefined
export const findRoute = () => undefined
export const findAllRoutes = () => []
