/** What went wrong with a page, in the merchant's words: what happened, what it means, what to do. */
export type Failure = { title: string; meaning: string; whatToDo: string };

const byStatus: Readonly<Record<number, Failure>> = {
  401: {
    title: "Your sign-in has run out",
    meaning: "Shopify has to confirm who you are before this page can be shown.",
    whatToDo: "Load the page again. If that does not help, open Thrice again from the Shopify admin.",
  },
  403: {
    title: "This page is not open to you",
    meaning: "Your Shopify account may not see it.",
    whatToDo: "Ask the owner of the shop for access to Thrice.",
  },
  404: {
    title: "There is no such page",
    meaning: "The address is wrong, or what it showed has been deleted.",
    whatToDo: "Check the address, or go back to Home.",
  },
  409: {
    title: "This was changed meanwhile",
    meaning: "Somebody saved it, here or in another window, after you opened the page. Yours is not saved yet.",
    whatToDo: "Look at what is saved now, then save again.",
  },
  410: {
    title: "This browser looks like a robot",
    meaning: "Thrice only shows its pages to people.",
    whatToDo: "Open Thrice from the Shopify admin in a usual browser.",
  },
  503: {
    title: "This did not work just now",
    meaning: "Orders or a file are being taken in, or many people ask at once, and this had to wait too long. Nothing was changed.",
    whatToDo: "Wait a minute, then try again.",
  },
};

const unknown: Failure = {
  title: "This page could not be shown",
  meaning: "Something went wrong on our side. Nothing that you saved before is lost.",
  whatToDo: "Load the page again. If it happens again, send us the request id below.",
};

/** The words for a page that failed; `status` is undefined for an error of ours. Never shows the text of an error. */
export function failureOf(status: number | undefined): Failure {
  return (status !== undefined && byStatus[status]) || unknown;
}

/** Whether a request id helps: a missing page needs none, nor what only has to be tried again; a fault of ours does. */
export function needsRequestId(status: number | undefined): boolean {
  return status === undefined || (status >= 500 && status !== 503);
}
