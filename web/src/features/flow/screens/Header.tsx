/** Above the drawing: what the flow is called, how it stands, how it is looked at, and publishing. */
import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  Text,
  TextInput,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconList,
  IconSitemap,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { useFlow } from "../canvas/context";
import type { Name } from "../model/history";
import type { Flow } from "../queries";
import type { FlowSearch } from "../search";
import { setFlow } from "../session/acts";
import { useIsAhead } from "../session/authors";
import type { FlowSession } from "../session/useFlowSession";
import { FlowMenu } from "./FlowMenu";
import classes from "./Header.module.css";
import { ModeBar } from "./ModeBar";
import { Modes } from "./Modes";
import { ProblemsButton } from "./Problems";
import { SaveWord } from "./SaveWord";
import { StateBadge } from "./StateBadge";

// Seldom is there anything to say in them.
const Waiting = lazy(async () => ({
  default: (await import("@/features/preparing/Waiting")).Waiting,
}));
const FuseBanner = lazy(async () => ({
  default: (await import("../publishing/FuseBanner")).FuseBanner,
}));

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
  readonly search: FlowSearch;
  readonly readOnly: boolean;
}

export function Header({ flow, session, search, readOnly }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const go = useSearchChange();
  const name = useStore(session.editor.store, (state) => state.document.name);
  const editing = search.mode === undefined && search.version === undefined;
  const ahead = useIsAhead(flow);
  return (
    <header className={classes.header}>
      <VisuallyHidden component="h1">{name}</VisuallyHidden>
      <Group gap="xs" wrap="nowrap" className={classes.row}>
        <Tooltip label={t("header.back")}>
          <ActionIcon
            component={Link}
            to="/flows"
            variant="subtle"
            color="gray"
            aria-label={t("header.back")}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
        <TextInput
          className={classes.name}
          variant="unstyled"
          aria-label={t("header.name")}
          value={name}
          readOnly={readOnly || !editing}
          maxLength={200}
          onChange={(event) => setFlow(session.editor, { name: event.currentTarget.value })}
        />
        <StateBadge state={flow.state} />
        {flow.current_version != null && (
          <Badge variant="default" tt="none" fw={500} style={{ flex: "none" }}>
            {t(editing && ahead ? "header.ahead" : "header.version", {
              version: flow.current_version,
            })}
          </Badge>
        )}
        {!readOnly && <SaveWord session={session} />}
        <Group gap={4} ml="auto" wrap="nowrap">
          {editing && !readOnly && <History session={session} />}
          <ProblemsButton session={session} />
          <Modes flow={flow} search={search} />
          <Tooltip label={t(search.as === "outline" ? "header.asCanvas" : "header.asOutline")}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t(search.as === "outline" ? "header.asCanvas" : "header.asOutline")}
              onClick={() => go({ as: search.as === "outline" ? undefined : "outline" })}
            >
              {search.as === "outline" ? <IconSitemap size={16} /> : <IconList size={16} />}
            </ActionIcon>
          </Tooltip>
          <FlowMenu flow={flow} session={session} readOnly={readOnly} />
          {!readOnly && (
            <Button size="xs" h={30} onClick={() => session.editor.open({ ask: "publish" })}>
              {t("header.publish")}
            </Button>
          )}
        </Group>
      </Group>
      <ModeBar flow={flow} session={session} search={search} />
      <Suspense>
        <Waiting
          kind="flow"
          subject={flow.id}
          isPublished={() => flow.current_version != null}
          flush
        />
      </Suspense>
      {flow.pause_reason && (
        <Suspense>
          <FuseBanner
            flow={flow}
            reason={flow.pause_reason}
            {...(readOnly ? {} : fuseVerbs(session))}
          />
        </Suspense>
      )}
      {flow.state === "archived" && (
        <Text size="sm" c="dimmed" className={classes.bar}>
          {t("header.archived")}{" "}
          <Anchor component={Link} to="/flows">
            {t("header.back")}
          </Anchor>
        </Text>
      )}
    </header>
  );
}

const fuseVerbs = ({ editor }: FlowSession) => ({
  onAllow: () => editor.open({ ask: "flow", field: "ceiling" }),
  onResume: () => editor.open({ ask: "verb", verb: "resume" }),
});

/** Undo and redo say in their names what they take back. */
function History({ session }: { session: FlowSession }) {
  const { speech } = useFlow();
  const { t } = speech;
  const done = useStore(session.editor.store, (state) => state.history.done.at(-1)?.name);
  const undone = useStore(session.editor.store, (state) => state.history.undone.at(-1)?.name);
  const label = (verb: "undo" | "redo", name: Name | undefined) =>
    name ? t(`history.${verb}`, { step: t(`do.${name.key}`, name.values) }) : t(`command.${verb}`);
  return (
    <>
      <Tooltip label={`${label("undo", done)} (Ctrl+Z)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={label("undo", done)}
          disabled={!done}
          className={classes.history}
          onClick={() => session.editor.undo()}
        >
          <IconArrowBackUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${label("redo", undone)} (Ctrl+Shift+Z)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={label("redo", undone)}
          disabled={!undone}
          className={classes.history}
          onClick={() => session.editor.redo()}
        >
          <IconArrowForwardUp size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

type SearchChange = { readonly [Key in keyof FlowSearch]?: FlowSearch[Key] | string | undefined };

/** Changes what stands in the address; undefined takes it out. */
export function useSearchChange(): (change: SearchChange) => void {
  const navigate = useNavigate();
  return (change) =>
    void navigate({
      to: ".",
      search: ((old: FlowSearch) =>
        Object.fromEntries(
          Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined),
        )) as never,
    });
}
