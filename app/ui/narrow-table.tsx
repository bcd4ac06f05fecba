import type { ReactNode } from "react";
import "./narrow-table.css";

/**
 * A table that fits 360 pixels: below 490 it hides the columns named in `hides` (counted from 1, 2 to 6), and its rows show
 * their `Brief` in the first cell instead.
 */
export function NarrowTable({ hides, children }: { hides: readonly number[]; children: ReactNode }) {
  return (
    <div className="narrow-table" data-hides={hides.join(" ")}>
      {children}
    </div>
  );
}

/** What the hidden columns say, as a second line. */
export function Brief({ children }: { children: ReactNode }) {
  return <div className="narrow-table__brief">{children}</div>;
}
