import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];
const PLACES = [
  "/usr/lib/chromium/chromium",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** Path of an installed Chromium or Chrome: CHROMIUM_PATH first, then the search path, then the usual places. */
export function findChromium(): string | undefined {
  const given = process.env["CHROMIUM_PATH"];
  if (given) {
    if (!fs.existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, but there is no such file.`);
    return given;
  }
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...PLACES].find((place) => fs.existsSync(place));
}

/**
 * Path of a Chromium, installed first if need be: on Debian and its relatives as root, from the system's own packages.
 * Elsewhere throws a sentence that says what to install. `notice` hears what takes long.
 */
export function ensureChromium(notice: (sentence: string) => void): string {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get")) {
    notice("Installing Chromium for the browser tests (apt-get install chromium). This takes a minute or two, once.");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]]) {
      const result = spawnSync("apt-get", args, { env: environment, encoding: "utf8" });
      if (result.status !== 0) throw new Error(`apt-get ${args.join(" ")} failed.\n${result.stderr}`);
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need Chromium or Chrome. Install one (Debian and Ubuntu: sudo apt-get install chromium), or set CHROMIUM_PATH to one that you have.",
  );
}
