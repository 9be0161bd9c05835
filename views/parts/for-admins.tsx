/** Hides admin-only links and values from merchants. */
import { type Child, createContext, useContext } from 'hono/jsx'

/** True by default: outside a marketplace nothing is hidden. */
export const AdminContext = createContext(true)

export function useAdmin(): boolean {
  return useContext(AdminContext)
}

/** `otherwise` is shown to merchants. */
export function ForAdmins({ children, otherwise }: { children?: Child; otherwise?: Child }) {
  return <>{useAdmin() ? children : otherwise}</>
}
