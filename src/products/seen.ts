/** Existing products keep their name, unless it is only their id. Fails as D1 fails. */
export async function addSeenProducts(
  db: D1Database,
  marketplace: string,
  products: { id: string; name: string | null }[],
  now: number,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO products (marketplace, id, name, created_at)
       SELECT ?1, value ->> 'id', coalesce(value ->> 'name', value ->> 'id'), ?2 FROM json_each(?3)
       WHERE true ON CONFLICT DO UPDATE SET name = excluded.name WHERE name = id AND excluded.name <> id`,
    )
    .bind(marketplace, now, JSON.stringify(products))
    .run()
}
