import { Button, TextField } from "@shopify/polaris";
import { useId } from "react";

/** A value to take along: read-only, selected when entered, with a button that copies it. */
export function CopyField({ label, value, helpText }: { label: string; value: string; helpText: string }) {
  const id = useId();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      shopify.toast.show("Copied");
    } catch {
      // A browser may refuse in a frame; then the text is selected and the keyboard copies it.
      document.getElementById(id)?.focus();
      shopify.toast.show("Press Ctrl+C or ⌘C to copy");
    }
  };
  return <TextField id={id} label={label} value={value} helpText={helpText} readOnly selectTextOnFocus monospaced autoComplete="off" connectedRight={<Button onClick={() => void copy()}>Copy</Button>} />;
}
