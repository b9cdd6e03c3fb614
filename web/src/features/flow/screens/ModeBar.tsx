/** Says what is shown when it is not the draft, and what can be done with it. */
import { Anchor, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { When } from "@/app/shared/When";
import { useFlow } from "../canvas/context";
import { isSame } from "../model/compare";
import { readFlow } from "../model/document";
import { FlowChanges } from "../panel/FlowChanges";
import { type Flow, versionQuery } from "../queries";
import type { FlowSearch } from "../search";
import { restore } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";
import { useSearchChange } from "./Header";
import classes from "./Header.module.css";
import { NumbersBar } from "./NumbersBar";

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
  readonly search: FlowSearch;
}

export function ModeBar({ flow, session, search }: Props) {
  const { numbers, marks } = useFlow();
  if (search.mode === "numbers" && numbers)
    return <NumbersBar flow={flow} numbers={numbers} search={search} />;
  if (search.mode === "diff" && marks) return <DiffBar flow={flow} />;
  if (search.version !== undefined)
    return <VersionBar flow={flow} session={session} version={search.version} />;
  return null;
}

function DiffBar({ flow }: { flow: Flow }) {
  const { speech, marks } = useFlow();
  const { t } = speech;
  if (!marks) return null;
  const changed = [...marks.nodes.values()].filter((mark) => mark === "changed").length;
  return (
    <>
      <div className={classes.bar}>
        <Text size="sm">
          {isSame(marks)
            ? t("diff.same", { version: flow.current_version })
            : t("diff.about", { version: flow.current_version })}
        </Text>
        {!isSame(marks) && (
          <Text size="sm" c="dimmed">
            {[
              t("diff.added", { count: marks.added.length }),
              t("diff.changed", { count: changed }),
              t("diff.removed", { count: marks.removed.length }),
            ].join(" · ")}
          </Text>
        )}
      </div>
      {marks.fields.has(null) && (
        <section className={classes.bar} aria-label={t("diff.settings")}>
          <Text size="sm" c="dimmed">
            {t("diff.settings")}
          </Text>
          <div className={classes.settings}>
            <FlowChanges changes={marks} />
          </div>
        </section>
      )}
    </>
  );
}

function VersionBar({
  flow,
  session,
  version,
}: {
  flow: Flow;
  session: FlowSession;
  version: number;
}) {
  const { speech } = useFlow();
  const { t } = speech;
  const go = useSearchChange();
  const { data } = useQuery(versionQuery(flow.id, version));
  const readOnly = useStore(session.editor.store, (state) => state.readOnly);
  return (
    <div className={classes.bar}>
      <Text size="sm">
        {t("version.shown", { version })} {data && <When at={data.published_at} c="dimmed" />}
      </Text>
      <Group gap="xs" ml="auto">
        {!readOnly && data && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              restore(session.editor, "restore", readFlow(data.document));
              go({ version: undefined });
            }}
          >
            {t("version.restore")}
          </Button>
        )}
        <Anchor component={Link} to="." size="sm" search={{} as never}>
          {t("version.toDraft")}
        </Anchor>
      </Group>
    </div>
  );
}
