import type { ProgramOverview } from "#app/contract/program.ts";

/** The REST API of a shop, as whoever has a token reaches it. */
export type Api = { apiUrl: string; apiToken: string };

/**
 * Publishes a program through the REST API, as any merchant's tool could. A shop that has one already keeps it. Throws what
 * the app says when it refuses the program.
 */
export async function publishProgram(api: Api, { program, startsAt }: { program: unknown; startsAt: Date }): Promise<void> {
  const { versions } = (await ask(api, "program")) as ProgramOverview;
  if (versions.length > 0) return;
  await ask(api, "program/draft", { method: "PUT", body: program });
  await ask(api, "program/publish", { method: "POST", body: { startsAt: startsAt.toISOString() } });
}

async function ask({ apiUrl, apiToken }: Api, path: string, { method = "GET", body }: { method?: string; body?: unknown } = {}): Promise<unknown> {
  const answer = await fetch(`${apiUrl}/${path}`, {
    method,
    headers: { authorization: `Bearer ${apiToken}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${apiUrl}/${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
