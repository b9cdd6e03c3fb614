/** A list as a table on its own ground, which scrolls sideways before it gets illegible. */
import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** A heading; numbers stand at the right, under a heading that does, too. */
type Heading = string | { label: string; right?: boolean; hidden?: boolean };

type Props = { headings: Heading[]; minWidth?: number; children: ReactNode };

export function Listing({ headings, minWidth = 640, children }: Props) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table highlightOnHover bg="var(--runnel-raised)">
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => {
              const { label, right = false, hidden = false } = plain(heading);
              return (
                <Table.Th
                  key={label}
                  ta={right ? "right" : undefined}
                  aria-label={hidden ? label : undefined}
                >
                  {hidden ? null : label}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const plain = (heading: Heading) => (typeof heading === "string" ? { label: heading } : heading);
