/** All kinds of steps by role, to drag onto the canvas; a click adds one after the chosen step. */
import { ScrollArea, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo, useState } from "react";
import { spotRefusal } from "../model/insert";
import { type NodeKind, ROLES } from "../model/kinds";
import { matches } from "../model/search";
import { addStep } from "../session/acts";
import { nextSpot } from "../session/commands";
import { kindSummary, kindSynonyms, kindTitle } from "../words/words";
import { useEditor, useFlow } from "./context";
import { iconOf } from "./icons";
import classes from "./Palette.module.css";

/** The type under which a kind's name is dragged. */
export const KIND_DRAG = "application/x-runnel-kind";
/** Beside it when the kind cannot follow a step. A drag tells its types before it is let go, no more. */
export const LOOSE_DRAG = "application/x-runnel-loose";

export const Palette = memo(function Palette() {
  const { speech } = useFlow();
  const kinds = useEditor((state) => state.kinds);
  const [query, setQuery] = useState("");
  const found = [...kinds.values()].filter((kind) =>
    matches(
      query,
      kindTitle(speech, kind),
      kindSummary(speech, kind),
      kindSynonyms(speech, kind),
      kind.name,
    ),
  );
  return (
    <aside className={classes.palette} aria-label={speech.t("palette.label")}>
      <TextInput
        size="xs"
        m="xs"
        aria-label={speech.t("palette.search")}
        placeholder={speech.t("palette.search")}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ScrollArea className={classes.list} type="auto" scrollbarSize={8}>
        {ROLES.map((role) => (
          <Kinds
            key={role}
            title={speech.t(`roles.${role}`)}
            kinds={found.filter((kind) => kind.role === role)}
          />
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {speech.t("palette.nothing")}
          </Text>
        )}
      </ScrollArea>
    </aside>
  );
});

function Kinds({ title, kinds }: { title: string; kinds: readonly NodeKind[] }) {
  if (kinds.length === 0) return null;
  return (
    <section className={classes.group}>
      <h3 className={classes.heading}>{title}</h3>
      {kinds.map((kind) => (
        <KindButton key={kind.name} kind={kind} />
      ))}
    </section>
  );
}

function KindButton({ kind }: { kind: NodeKind }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const Icon = iconOf(kind);
  const add = () => {
    const wanted = nextSpot(stage);
    const spot = spotRefusal(editor.state.document, kind, wanted)
      ? { on: "canvas" as const, at: { x: 0, y: 0 } }
      : wanted;
    const id = addStep(editor, kind, spot);
    if (id) stage.view.reveal(id);
  };
  return (
    <button
      type="button"
      className={classes.kind}
      data-role={kind.role}
      draggable
      title={kindSummary(speech, kind)}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND_DRAG, kind.name);
        event.dataTransfer.effectAllowed = "copy";
        if (kind.role === "trigger") event.dataTransfer.setData(LOOSE_DRAG, kind.name);
        else editor.hover(null);
      }}
      onDragEnd={() => editor.hover(undefined)}
      onClick={add}
    >
      <span className={classes.icon} aria-hidden>
        <Icon size={16} stroke={1.75} />
      </span>
      {kindTitle(speech, kind)}
    </button>
  );
}
