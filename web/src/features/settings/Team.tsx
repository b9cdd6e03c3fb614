/** Who works here, in which role; admins invite, change and disable. */
import { Badge, Button, Group, Menu, Select, Stack, Table, Text } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import type { Role, User } from "@/api/team";
import { useMay, useSession } from "@/app/session/session";
import { Listing } from "@/app/shared/Listing";
import { MoreMenu } from "@/app/shared/MoreMenu";
import { Name } from "@/app/shared/Name";
import { Shown } from "@/app/shared/states";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { Invite, LinkDialog } from "./Invite";
import { usersQuery } from "./queries";
import { useRoleChoices } from "./RoleField";

export default function Team() {
  const { t } = useTranslation("settings");
  const users = useQuery(usersQuery);
  const admin = useMay("administer");
  const [inviting, setInviting] = useState(false);
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={640}>
          {t("team.about")}
        </Text>
        {admin && (
          <Button
            leftSection={<IconUserPlus size={16} aria-hidden />}
            onClick={() => setInviting(true)}
          >
            {t("team.invite")}
          </Button>
        )}
      </Group>
      <Shown query={users}>
        {({ items }) => (
          <Listing
            headings={[
              t("team.who"),
              t("team.role"),
              t("team.seen"),
              { label: t("team.actions"), hidden: true },
            ]}
          >
            {items.map((user) => (
              <Member key={user.id} user={user} editable={admin} />
            ))}
          </Listing>
        )}
      </Shown>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Stack>
  );
}

function Member({ user, editable }: { user: User; editable: boolean }) {
  const { t } = useTranslation("settings");
  const me = useSession().user.id === user.id;
  const roles = useRoleChoices();
  const change = useWrite({
    send: (body: { role?: Role; disabled?: boolean }) =>
      read(api.PATCH("/api/v1/users/{id}", { params: { path: { id: user.id } }, body })),
    touches: ["users"],
    done: () => t("team.saved", { name: user.name || user.email }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={500}>
            <Name>{user.name || user.email}</Name>
          </Text>
          {me && <Badge variant="default">{t("team.you")}</Badge>}
          {!user.joined && <Badge variant="default">{t("team.invited")}</Badge>}
          {user.joined && user.disabled && <Badge variant="default">{t("team.disabled")}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        {editable ? (
          <Select
            aria-label={t("team.roleOf", { name: user.name || user.email })}
            data={roles}
            value={user.role}
            allowDeselect={false}
            disabled={change.isPending}
            onChange={(role) => change.mutate({ role: role as Role })}
            w={150}
          />
        ) : (
          t(`app:roles.${user.role}`)
        )}
      </Table.Td>
      <Table.Td>
        <When at={user.last_seen_at} />
      </Table.Td>
      <Table.Td ta="right">
        {editable && !me && (
          <MemberMenu user={user} onDisable={(disabled) => change.mutate({ disabled })} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

type MenuProps = { user: User; onDisable: (disabled: boolean) => void };

function MemberMenu({ user, onDisable }: MenuProps) {
  const { t } = useTranslation("settings");
  const ask = useAsk();
  const name = user.name || user.email;
  const link = useWrite({
    send: () => read(api.POST("/api/v1/users/{id}/link", { params: { path: { id: user.id } } })),
    touches: [],
  });
  const remove = useWrite({
    send: () => read(api.DELETE("/api/v1/users/{id}", { params: { path: { id: user.id } } })),
    touches: ["users"],
    done: () => t("team.deleted", { name }),
  });
  return (
    <>
      <MoreMenu label={t("app:actions.moreFor", { name })}>
        <Menu.Item onClick={() => link.mutate()}>
          {user.joined ? t("team.resetLink") : t("team.newLink")}
        </Menu.Item>
        {user.joined && (
          <Menu.Item onClick={() => onDisable(!user.disabled)}>
            {user.disabled ? t("team.enable") : t("team.disable")}
          </Menu.Item>
        )}
        <Menu.Item
          color="red"
          onClick={() =>
            ask({
              title: t("team.deleteTitle", { name }),
              text: t("team.deleteText"),
              verb: t("team.delete"),
              onYes: () => remove.mutate(),
            })
          }
        >
          {t("team.delete")}
        </Menu.Item>
      </MoreMenu>
      {link.data && <LinkDialog name={name} link={link.data.link} onClose={link.reset} />}
    </>
  );
}
