import type { ReactNode } from "react";
import "./facts.css";

/** Short facts in a narrow card: the name at one side, the value at the other; a long value takes a line of its own. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} className="facts__pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
