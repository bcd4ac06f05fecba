import { useFetcher, useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import type { ExportForm } from "./export-form.ts";
import type { action } from "./route.tsx";

/** Asks for a file that is prepared, and leads to where it appears. */
export function usePrepareExport(): { onPrepare: (form: ExportForm) => void; isAsking: boolean } {
  const asking = useFetcher<typeof action>();
  const navigate = useNavigate();
  useEffect(() => {
    if (asking.data) void navigate("/app/exports");
  }, [asking.data, navigate]);
  return { onPrepare: (form) => asking.submit(form, { method: "post", action: "/app/exports?index" }), isAsking: asking.state !== "idle" };
}
