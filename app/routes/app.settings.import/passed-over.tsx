import { Banner, BlockStack } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";

type Props = { count: number; of: [one: string, many: string]; problems: { line: number; name?: string; problem: string }[]; formats: Formats };

/** Which lines of a file are not used, and why; nothing where all of them are. */
export function PassedOver({ count, of: [one, many], problems, formats }: Props) {
  if (count === 0) return null;
  return (
    <Banner tone="warning" title={`${formats.counted(count, `${one} is`, `${many} are`)} passed over`}>
      <BlockStack as="ul" gap="100">
        {problems.map(({ line, name, problem }) => (
          <li key={line}>
            Line {formats.whole(line)}
            {name ? ` (${name})` : ""}: {problem}
          </li>
        ))}
      </BlockStack>
      {count > problems.length && <p>The first {formats.whole(problems.length)} are shown.</p>}
    </Banner>
  );
}
