import { RemixBrowser } from "@remix-run/react";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { watchFailedRequests } from "#app/ui/failed-request.ts";
import { watchNotNow } from "#app/ui/not-now.ts";
import { preloadQuestions } from "#app/ui/preload-questions.ts";

watchFailedRequests();
watchNotNow();
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});
preloadQuestions();
