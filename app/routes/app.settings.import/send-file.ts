import type { FilePurpose } from "./import-form.ts";

export interface CheckFile {
  purpose: FilePurpose;
  file: File;
  reason: string;
}

export type FileChecked = { outcome: "checked"; importId: string; unusedColumns: string[] } | { outcome: "refused"; message: string };

const FAILED = "The file could not be sent. Nothing was taken from it. Try again in a minute.";

/** Sends a file as it lies on the disk, however large it is, and answers what the check came to. A file that did not arrive is refused. */
export async function sendFile({ purpose, file, reason }: CheckFile): Promise<FileChecked> {
  const query = new URLSearchParams({ purpose, fileName: file.name, reason });
  try {
    const response = await fetch(`/app/settings/import/upload?${query}`, { method: "POST", body: file, headers: { "Content-Type": "text/csv" } });
    return response.ok ? ((await response.json()) as FileChecked) : { outcome: "refused", message: FAILED };
  } catch {
    return { outcome: "refused", message: FAILED };
  }
}
