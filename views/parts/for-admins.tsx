/** What only admins may open is offered to admins only. */
import { type Child, createContext, useContext } from 'hono/jsx'

/** Whether the page being rendered is an admin's; where no marketplace is open, nothing is kept back. */
export const AdminContext = createContext(true)

/** True on an admin's page. */
export function useAdmin(): boolean {
  return useContext(AdminContext)
}

/** Its children on an admin's page; `otherwise` (nothing) on a merchant's. */
export function ForAdmins({ children, otherwise }: { children?: Child; otherwise?: Child }) {
  return <>{useAdmin() ? children : otherwise}</>
}
