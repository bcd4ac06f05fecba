import { defineConfig } from "prisma/config";

// Generating never runs the schema engine, but the CLI insists on having one and would download it. Any existing
// executable satisfies it. For generate only: migrate needs the real engine and must fail honestly without it.
if (process.argv.includes("generate")) process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(process.env["DATABASE_URL"] && { datasource: { url: process.env["DATABASE_URL"] } }),
});
