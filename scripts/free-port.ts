import net from "node:net";

/** True when nothing listens on this port of 127.0.0.1 (and of `::1`, which browsers may try first for "localhost"). */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

/**
 * The wanted port when it is free, else one that the operating system picks.
 *
 * `notice` hears one sentence when the wanted port is taken. Another process may still take the answer before the
 * caller listens on it, so a caller that cannot listen on port 0 itself has to try again.
 */
export async function freePort(wanted?: number, notice: (sentence: string) => void = () => {}): Promise<number> {
  if (wanted !== undefined && (await isPortFree(wanted))) return wanted;
  const port = await new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port given"))));
    });
  });
  if (wanted !== undefined) notice(`Port ${wanted} is taken; using ${port} instead.`);
  return port;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    // A machine without IPv6 answers EADDRNOTAVAIL or EAFNOSUPPORT: then nobody can be listening there either.
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
