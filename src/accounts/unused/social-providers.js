/** In place of better-auth's list of forty: nobody signs in elsewhere. */
import * as z from 'zod'

export const socialProviders = {}
export const socialProviderList = []
export const SocialProviderListEnum = z.never()
