/**
 * One list for everything that is chosen by typing: a kind of step, a step to wire to, a place to
 * move to, a step to jump to. Works by keyboard alone; what cannot be chosen says why.
 */
import { Modal, ScrollArea, Text, TextInput } from "@mantine/core";
import { type Icon, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useFlow } from "../canvas/context";
import { matches } from "../model/search";
import classes from "./Choices.module.css";

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** Also found by these words. */
  readonly words?: string;
  readonly role?: string;
  readonly icon?: Icon;
  /** Why it cannot be chosen. */
  readonly disabled?: string | null;
}

interface Props {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

export function Choices({ title, choices, onChoose, onClose }: Props) {
  const { speech } = useFlow();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const shown = choices.filter(({ label, detail = "", words = "" }) =>
    matches(query, label, detail, words),
  );
  const active = Math.min(at, shown.length - 1);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = (choice: Choice | undefined) => {
    if (!choice || choice.disabled) return;
    onClose();
    onChoose(choice.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step !== undefined) {
      event.preventDefault();
      setAt((shown.length + active + step) % Math.max(1, shown.length));
    } else if (event.code === "Enter" || event.code === "NumpadEnter") {
      event.preventDefault();
      choose(shown[active]);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={440}
      padding="sm"
      overlayProps={{ backgroundOpacity: 0.2 }}
      closeButtonProps={{ "aria-label": speech.t("close") }}
    >
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
        aria-label={title}
        placeholder={speech.t("choices.type")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ScrollArea.Autosize mah={360} mt="xs" type="auto">
        <div ref={box} role="listbox" id={list} aria-label={title} tabIndex={-1}>
          {shown.map((choice, index) => (
            <Row
              key={choice.id}
              id={`${list}-${index}`}
              index={index}
              choice={choice}
              active={index === active}
              onPoint={() => setAt(index)}
              onChoose={() => choose(choice)}
            />
          ))}
        </div>
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {speech.t("choices.nothing")}
          </Text>
        )}
      </ScrollArea.Autosize>
    </Modal>
  );
}

interface RowProps {
  readonly id: string;
  readonly index: number;
  readonly choice: Choice;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Row({ id, index, choice, active, onPoint, onChoose }: RowProps) {
  const Icon = choice.icon;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above owns the keyboard, as a combobox does
    <div
      id={id}
      role="option"
      className={classes.choice}
      data-index={index}
      data-role={choice.role}
      data-active={active || undefined}
      aria-selected={active}
      aria-disabled={choice.disabled ? true : undefined}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {Icon && (
        <span className={classes.icon} aria-hidden>
          <Icon size={18} stroke={1.75} />
        </span>
      )}
      <span className={classes.texts}>
        <span>{choice.label}</span>
        {(choice.disabled ?? choice.detail) && (
          <span className={classes.detail}>{choice.disabled ?? choice.detail}</span>
        )}
      </span>
    </div>
  );
}
