import pg from "pg";

/**
 * Lets the demo's shop write mail as if it had been set up when the live week began, and at night too: the invitations and
 * news of that week then go to the stand-in's mailbox. What was set before, in a demo that was kept, stays.
 */
export async function startMail(databaseUrl: string, shopDomain: string, since: Date): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const kinds = ["invitation", "earned", "reward_available", "points_expire", "points_lapse"];
    await client.query(
      `insert into message_settings (shop_id, kind, is_on, since, changed_by) select s.id, kind, kind <> 'earned', $3, 'the demo' from shops s, unnest($2::text[]) kind where s.domain = $1
       on conflict (shop_id, kind) do nothing`,
      [shopDomain, kinds, since],
    );
    await client.query("insert into mail_settings (shop_id, quiet_from_hour, quiet_until_hour) select id, 0, 0 from shops where domain = $1 on conflict (shop_id) do nothing", [shopDomain]);
    await client.query("select graphile_worker.add_job('remind', json_build_object('shopId', id), job_key => 'remind:' || id, queue_name => 'remind:' || id) from shops where domain = $1", [shopDomain]);
  } finally {
    await client.end();
  }
}
