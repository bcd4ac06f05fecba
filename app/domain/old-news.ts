/** What happened longer ago than this is old news: it changes what is stored and shown, but nothing is sent or given for it. */
export const OLD_NEWS_MS = 48 * 3_600_000;
