/** How a contact stands in each scoring model: its class, how far the next one is, and which rows say so. */
import { Box, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Bar } from "@/app/shared/Bar";
import { Card } from "@/app/shared/Card";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Points } from "@/app/shared/Points";
import { standingQuery } from "./asking";
import { ClassName } from "./ClassName";
import { modelsQuery } from "./queries";
import classes from "./Scoring.module.css";
import { byGroup, otherPoints } from "./standing";
import type { Model, Standing } from "./types";

/** Stands where scores are explained; where nobody uses a model, there is nothing to say. */
export function StandingCard({ contact }: { contact: string }) {
  const { t } = useTranslation("scoring");
  const standings = useQuery(standingQuery(contact)).data?.items ?? [];
  if (standings.length === 0) return null;
  return (
    <Card title={t("standing.title")}>
      <Stack gap="lg">
        {standings.map((one) => (
          <OneModel key={one.model} one={one} />
        ))}
      </Stack>
    </Card>
  );
}

function OneModel({ one }: { one: Standing }) {
  const { t } = useTranslation("scoring");
  const models = useQuery(modelsQuery).data?.items;
  const model = models?.find(({ id }) => id === one.model);
  const of = model?.classes ?? [];
  const others = otherPoints(one, model?.class_of);
  return (
    <section aria-label={one.name}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <TextLink to="/scoring/$model" params={{ model: one.model }} fw={500}>
            <Name>{one.name}</Name>
          </TextLink>
          {of.length > 0 && <ClassName of={of} id={one.class?.id} />}
        </Group>
        <Text fw={600} fz="lg" className="numbers">
          {t("standing.points", { count: one.score })}
        </Text>
      </Group>
      {one.next && <Next one={one} next={one.next} />}
      <Rows one={one} model={model} />
      {model && others !== 0 && (
        <Text size="sm" c="dimmed" mt={8}>
          {t("standing.others")} <Points points={others} />
        </Text>
      )}
    </section>
  );
}

function Next({ one, next }: { one: Standing; next: NonNullable<Standing["next"]> }) {
  const { t } = useTranslation("scoring");
  const goal = one.score + next.missing;
  return (
    <Group gap="sm" wrap="nowrap" mt={4}>
      <Box flex={1}>
        <Bar label={t("standing.way", { name: next.name })} max={goal} value={one.score} />
      </Box>
      <Text size="sm" c="dimmed" className="numbers">
        {t("standing.next", { count: next.missing, name: next.name })}
      </Text>
    </Group>
  );
}

function Rows({ one, model }: { one: Standing; model: Model | undefined }) {
  const { t } = useTranslation("scoring");
  if (one.rows.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt={4}>
        {t("standing.noRows")}
      </Text>
    );
  }
  return (
    <dl className={classes.standing}>
      {byGroup(one.rows, model).map(({ group, rows }) => (
        <div key={group}>
          <dt>
            <Name max={60}>{group}</Name>
          </dt>
          {rows.map((row) => (
            <dd key={row.row}>
              <TextLink
                to="/scoring/$model"
                params={{ model: one.model }}
                hash={row.row}
                c="var(--mantine-color-text)"
              >
                <Name>{row.name}</Name>
              </TextLink>
              <Points points={row.points} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
