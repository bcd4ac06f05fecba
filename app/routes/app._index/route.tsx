import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getSetUp } from "#app/queries/set-up.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { getUnclearRewards } from "#app/queries/unclear-redemptions.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { keepCountingPolicy } from "#app/usecases/keep-counting-policy.server.ts";
import { dismissSetUp } from "#app/usecases/dismiss-set-up.server.ts";
import { startBackfill } from "#app/usecases/start-backfill.server.ts";
import { periodOf } from "./period.ts";
import { readCard } from "./read-card.server.ts";
import { readingOf } from "./reading.ts";
import { HomeView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Home · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const at = now();
  const sync = await readCard("sync", () => getSyncState(shop.id, at));
  const isReading = sync.outcome === "ready" && readingOf(sync.value).state === "running";
  const [figures, setUp, waiting] = await Promise.all([
    // While the history comes in, every figure would be wrong a moment later.
    isReading ? ({ outcome: "ready", value: null } as const) : readCard("figures", () => getShopFigures(shop.id, at)),
    readCard("set-up", () => getSetUp(shop.id)),
    readCard("waiting rewards", () => getUnclearRewards(shop.id)),
  ]);
  return { viewer: viewerOf(request, shop), at: at.toISOString(), reopenNeeded: shop.reopenNeeded, sync, figures, setUp, waiting };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  switch ((await formIn(request)).get("intent")) {
    case "dismiss":
      await dismissSetUp(shop.id, now());
      return { outcome: "dismissed" } as const;
    case "read-again":
      await startBackfill(shop.id, now());
      return { outcome: "reading" } as const;
    case "keep-counting":
      await keepCountingPolicy(shop.id, { by: "merchant", now: now() });
      return { outcome: "kept" } as const;
    default:
      throw new Response("The form is not complete.", { status: 400 });
  }
}

const READING_REFRESH_MS = 2_000;
const CATCHING_UP_REFRESH_MS = 5_000;

export default function Home() {
  const { viewer, at, ...cards } = useLoaderData<typeof loader>();
  const [search, setSearch] = useSearchParams();
  const { revalidate, state } = useRevalidator();
  const dismissal = useFetcher<typeof action>();
  const rereading = useFetcher<typeof action>();
  const keeping = useFetcher<typeof action>();

  const sync = cards.sync.outcome === "ready" ? cards.sync.value : undefined;
  const isReading = sync !== undefined && readingOf(sync).state === "running";
  useRefresh(revalidate, isReading ? READING_REFRESH_MS : sync && !sync.isUpToDate ? CATCHING_UP_REFRESH_MS : null);

  const setParameter = (name: string, value: string | null) =>
    setSearch(
      (current) => {
        if (value === null) current.delete(name);
        else current.set(name, value);
        return current;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <HomeView
      {...cards}
      at={at}
      formats={formatsFor(viewer)}
      period={periodOf(search.get("within"))}
      onPeriod={(period) => setParameter("within", period === "all" ? null : period)}
      isTable={search.get("view") === "table"}
      onTable={(isTable) => setParameter("view", isTable ? "table" : null)}
      onDismiss={() => dismissal.submit({ intent: "dismiss" }, { method: "post" })}
      isDismissed={dismissal.state !== "idle"}
      onReadAgain={() => rereading.submit({ intent: "read-again" }, { method: "post" })}
      isReadingAgain={rereading.state !== "idle"}
      onKeepCounting={() => keeping.submit({ intent: "keep-counting" }, { method: "post" })}
      isKeepingCounting={keeping.state !== "idle"}
      onRetry={revalidate}
      isRetrying={state === "loading"}
    />
  );
}

/** Period and table only change what is drawn from figures that are here already. */
export function shouldRevalidate({ currentUrl, nextUrl, defaultShouldRevalidate }: { currentUrl: URL; nextUrl: URL; defaultShouldRevalidate: boolean }) {
  return currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search ? false : defaultShouldRevalidate;
}
