/** What the build puts in. */
declare const process: { env: { APP_URL: string } };
