/** The parts of the program, each with an address of its own. */
export const TABS = [
  { id: "rules", content: "Rules" },
  { id: "tiers", content: "Tiers" },
  { id: "rewards", content: "Rewards" },
  { id: "expiry", content: "Expiry" },
  { id: "storefront", content: "Storefront" },
] as const;

export type Tab = (typeof TABS)[number]["id"];

export const tabOf = (name: string | undefined): Tab | undefined => TABS.find(({ id }) => id === name)?.id;

export const isTabAddress = (pathname: string): boolean => TABS.some(({ id }) => pathname === `/app/program/${id}`);
