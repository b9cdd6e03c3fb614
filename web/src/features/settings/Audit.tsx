/** Who changed what, newest first. */
import { Stack, Table, Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/api/team";
import { short } from "@/app/shared/foreign";
import { Listed } from "@/app/shared/Listed";
import { Listing } from "@/app/shared/Listing";
import { Name } from "@/app/shared/Name";
import { Empty } from "@/app/shared/states";
import { useActorText } from "@/app/shared/useActorText";
import { When } from "@/app/shared/When";
import { useDetailsText, useVerbText } from "./deeds";
import { auditQuery } from "./queries";

export default function Audit() {
  const { t } = useTranslation("settings");
  const audit = useInfiniteQuery(auditQuery);
  return (
    <Stack>
      <Text c="dimmed">{t("audit.about")}</Text>
      <Listed query={audit} empty={<Empty icon={IconListDetails} title={t("audit.empty")} />}>
        {(entries) => (
          <Listing headings={[t("audit.when"), t("audit.who"), t("audit.what")]}>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Listing>
        )}
      </Listed>
    </Stack>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const verbText = useVerbText();
  const actorText = useActorText();
  const detailsText = useDetailsText();
  const { by, subject, details } = entry;
  return (
    <Table.Tr>
      <Table.Td>
        <When at={entry.at} />
      </Table.Td>
      <Table.Td>
        <Name>{actorText(by)}</Name>
      </Table.Td>
      <Table.Td>
        <Text span fw={500}>
          {verbText(entry.verb)}
        </Text>
        {subject && (
          <>
            {" "}
            <Name>{subject.name ?? subject.id}</Name>
          </>
        )}
        {details && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {short(detailsText(details), 400)}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
