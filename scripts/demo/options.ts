import { parseArgs } from "node:util";

export type DemoOptions = {
  /** Wanted port of the app; when it is taken another is used. */
  port: number;
  /** online-retail, none, or the path of a CSV file. */
  history: string;
  /** demo, none, or the path of a JSON file. */
  program: string;
  isJson: boolean;
  mayOpenBrowser: boolean;
  isKept: boolean;
};

const DEFAULT_PORT = 4701;

export const USAGE = `npm run demo -- [--port N] [--data online-retail|none|FILE.csv] [--program demo|none|FILE.json] [--json] [--no-browser] [--keep]

  --port N       port of the app on this machine (default ${DEFAULT_PORT})
  --data NAME    online-retail: 18,532 real orders of a gift shop (default); none: an empty shop;
                 FILE.csv: an export of orders of the Shopify admin, at their own dates
  --program NAME demo: a point a pound, double on the second order, triple on the third (default); none: no program;
                 FILE.json: a program of your own, in force from before the first order
  --json         print one line of JSON when everything is ready
  --no-browser   do not open a browser
  --keep         carry on with what the last start left behind`;

/** Options of the demo from the command line. Throws a sentence for a person when something is not understood. */
export function readDemoOptions(argv: string[]): DemoOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: "string" },
      data: { type: "string", default: "online-retail" },
      program: { type: "string", default: "demo" },
      json: { type: "boolean", default: false },
      "no-browser": { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port ${values.port} is no port; give a number from 1 to 65535.`);
  if (values.data !== "online-retail" && values.data !== "none" && !values.data.toLowerCase().endsWith(".csv")) {
    throw new Error(`--data ${values.data} is no history. Use online-retail, none or a file that ends in .csv.`);
  }
  if (values.program !== "demo" && values.program !== "none" && !values.program.endsWith(".json")) {
    throw new Error(`--program ${values.program} is no program. Use demo, none or a file that ends in .json.`);
  }
  return { port, history: values.data, program: values.program, isJson: values.json, mayOpenBrowser: !values["no-browser"] && !values.json, isKept: values.keep };
}
