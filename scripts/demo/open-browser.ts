import { spawn } from "node:child_process";

/** Opens an address in the person's own browser, where there is a screen. Never fails: the address is printed anyway. */
export function openBrowser(url: string): void {
  const command = commandFor(url);
  if (!command) return;
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}

function commandFor(url: string): [string, ...string[]] | undefined {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["cmd", "/c", "start", "", url];
  return process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"] ? ["xdg-open", url] : undefined;
}
