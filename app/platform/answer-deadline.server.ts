import pg from "pg";

/**
 * Ends connections of a pool that were asked and did not answer within `timeoutMs`, or an eighth of that later: the query
 * fails, and the pool opens another. For a server that is gone without a word; a slow one ends its statement by itself.
 *
 * `query_timeout` of pg makes a timer for each query instead, and by these V8 keeps the rows of one query after another until
 * its next great collection: a busy reader spends a quarter of its time on copying them.
 */
export function endUnanswered(pool: pg.Pool, timeoutMs: number): void {
  const askedMs = new Map<pg.PoolClient, number>();
  pool.on("acquire", (client) => askedMs.set(client, performance.now()));
  pool.on("release", (_error, client) => askedMs.delete(client));
  const look = () => {
    for (const [client, atMs] of askedMs) if (performance.now() - atMs > timeoutMs && client instanceof pg.Client) void client.end();
  };
  setInterval(look, timeoutMs / 8).unref();
}
