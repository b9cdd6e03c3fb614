/** What a page shows while there is nothing to show: loading, nothing there, it failed. */
import { Alert, Button, Center, Skeleton, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { type Icon, IconAlertCircle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "./problems";

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t("states.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={36} radius="sm" />
      ))}
    </Stack>
  );
}

type EmptyProps = { icon: Icon; title: string; children?: ReactNode; action?: ReactNode };

export function Empty({ icon: Sign, title, children, action }: EmptyProps) {
  return (
    <Center py={64}>
      <Stack align="center" gap="sm" maw={460}>
        <ThemeIcon variant="default" size={48} radius="xl" aria-hidden>
          <Sign size={24} stroke={1.5} />
        </ThemeIcon>
        <Title order={2} ta="center">
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" ta="center" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

type FailedProps = { error: unknown; retry?: () => void };

export function Failed({ error, retry }: FailedProps) {
  const { t } = useTranslation();
  const text = useProblemText()(error);
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertCircle />}
      title={t("states.failed")}
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text>{text}</Text>
        {retry !== undefined && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={retry}
          >
            {t("states.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

type Query<T> = { data: T | undefined; error: unknown; refetch: () => unknown };
type ShownProps<T> = { query: Query<T>; rows?: number; children: (data: T) => ReactNode };

/** The data of a query once it is there; stale data stays while it is asked for again. */
export function Shown<T>({ query, rows, children }: ShownProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  return <Loading rows={rows} />;
}
