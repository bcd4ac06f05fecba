/** The server refused or broke off a download. `status` is 0 where no answer came. */
export class DownloadError extends Error {
  override name = "DownloadError";
  readonly status: number;
  constructor(status: number) {
    super(`the download was answered with ${status}`);
    this.status = status;
  }
}

/**
 * Fetches a file and hands it to the browser to keep.
 *
 * A plain link would open without the sign-in that App Bridge adds to requests of the page. Throws `DownloadError`.
 */
export async function downloadFile(url: string, fileName: string): Promise<void> {
  const file = await readFile(url);
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; one minute is long enough for that and short enough for the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function readFile(url: string): Promise<Blob> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new DownloadError(response?.status ?? 0);
  return response.blob().catch(() => {
    throw new DownloadError(0);
  });
}
