/** In place of better-auth's list of forty, none of which is offered. */
import * as z from 'zod'

export const socialProviders = {}
export const socialProviderList = []
export const SocialProviderListEnum = z.never()
