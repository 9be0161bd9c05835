/** That of the object's tables (object/storage.ts). */
export const RECEIVER_TABLES_VERSION = 1
