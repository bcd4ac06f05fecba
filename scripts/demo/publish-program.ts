import type { ProgramOverview } from "#app/contract/program.ts";
import { askApi, type Api } from "#scripts/demo/api.ts";

/**
 * Publishes a program through the REST API, as any merchant's tool could. A shop that has one already keeps it. Throws what
 * the app says when it refuses the program.
 */
export async function publishProgram(api: Api, { program, startsAt }: { program: unknown; startsAt: Date }): Promise<void> {
  const { versions } = await askApi<ProgramOverview>(api, "program");
  if (versions.length > 0) return;
  await askApi(api, "program/draft", { method: "PUT", body: program });
  await askApi(api, "program/publish", { method: "POST", body: { startsAt: startsAt.toISOString() } });
}
