import { SaveBar } from "@shopify/app-bridge-react";
import { useEffect } from "react";
import { useLeaveGuard } from "./use-leave-guard.ts";

type Props = { id: string; isDirty: boolean; isSaving: boolean; onSave: () => void; onDiscard: () => void };

/** Shopify's bar for a form with unsaved changes. While it shows, leaving the page asks first. It may stand in the form: its buttons submit nothing by themselves. */
export function UnsavedBar({ id, isDirty, isSaving, onSave, onDiscard }: Props) {
  const guardLeaving = useLeaveGuard();
  useEffect(() => {
    guardLeaving(isDirty);
    return () => guardLeaving(false);
  }, [guardLeaving, isDirty]);
  if (!isDirty) return null;
  return (
    <SaveBar id={id} open>
      <button type="button" variant="primary" onClick={onSave} {...(isSaving && { loading: "" })}>
        Save
      </button>
      <button type="button" onClick={onDiscard} disabled={isSaving}>
        Discard
      </button>
    </SaveBar>
  );
}
