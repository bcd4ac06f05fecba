import { Page, type PageProps } from "@shopify/polaris";
import { useEffect } from "react";
import "./app-page.css";

let isFirstPage = true;

/**
 * A page of the app. After moving here from another page, the heading takes the focus: a screen reader then says where
 * one is, and the keyboard goes on from the top. The first page of a document leaves the focus to the browser.
 */
export function AppPage(props: PageProps) {
  useEffect(() => {
    if (!isFirstPage) focusHeading();
    isFirstPage = false;
  }, []);
  return (
    <main data-menu={props.secondaryActions !== undefined}>
      <Page {...props} />
    </main>
  );
}

function focusHeading(): void {
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
