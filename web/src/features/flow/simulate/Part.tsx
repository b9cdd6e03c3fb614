/** One part of the form, with its heading and what it is good for. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Simulate.module.css";

interface Props {
  readonly title: string;
  readonly help?: string;
  readonly children: ReactNode;
}

export function Part({ title, help, children }: Props) {
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{title}</legend>
      {help && (
        <Text size="xs" c="dimmed">
          {help}
        </Text>
      )}
      {children}
    </fieldset>
  );
}
