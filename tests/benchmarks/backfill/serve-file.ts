import fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { answerQuestions } from "../part.ts";

let file = "";

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-length": fs.statSync(file).size });
  // A reader that goes away is its own affair.
  pipeline(fs.createReadStream(file, { highWaterMark: 256 * 1024 }), response).catch(() => undefined);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

answerQuestions({
  port: () => (server.address() as AddressInfo).port,
  serve: (name: string) => {
    file = name;
  },
});
