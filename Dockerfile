# One image for both processes and for the release step:
#   web       docker run IMAGE                           (the default)
#   worker    docker run IMAGE node --max-semi-space-size=16 --heap-growing-percent=100 build/server/worker.js
#   release   docker run IMAGE node scripts/migrate.ts   (once per version, before the new processes start)
# Settings come from the environment; .env.example lists them.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --include=dev --ignore-scripts \
 && npm rebuild esbuild \
 && npx prisma generate
COPY tsconfig.json vite.config.ts ./
COPY app ./app
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are a Node and a PostgreSQL for the demo and the tests.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY package.json ./
# The preview of the blocks in the shop's theme reads them.
COPY extensions/theme-widget ./extensions/theme-widget
COPY prisma/migrations ./prisma/migrations
COPY scripts/migrate.ts ./scripts/
USER node
EXPOSE 3000
CMD ["node", "build/server/server.js"]
