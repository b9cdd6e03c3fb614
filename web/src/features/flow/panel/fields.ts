/** What every widget of the form gets, and what it may ask about its surroundings. */
import { createContext, useContext } from "react";
import type { Schema } from "../model/schema";
import type { Speech } from "../words/words";

export interface FieldProps {
  /** The schema of the value, not yet resolved. */
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly help?: string | undefined;
  readonly required?: boolean | undefined;
  readonly error?: string | undefined;
  /** The settings around this one: a stage depends on its pipeline. */
  readonly around?: Readonly<Record<string, unknown>> | undefined;
  readonly labelHidden?: boolean | undefined;
}

/** Things of the workspace that a setting may name. */
export interface Workspace {
  readonly segments: readonly { readonly id: string; readonly name: string }[];
  readonly pipelines: readonly {
    readonly id: string;
    readonly name: string;
    readonly stages: readonly { readonly id: string; readonly name: string }[];
  }[];
  /** Words already used, by the name of the schema: tags, categories, properties. */
  readonly used: ReadonlyMap<string, readonly string[]>;
}

export interface FormContext {
  /** The schema of the whole form, where shared types are defined. */
  readonly root: Schema;
  readonly speech: Speech;
  readonly workspace: Workspace;
  readonly readOnly: boolean;
}

export const FormContext = createContext<FormContext | null>(null);

export function useForm(): FormContext {
  const context = useContext(FormContext);
  if (!context) throw new Error("Fields stand inside of FormContext.");
  return context;
}

/** What an input of Mantine needs to be named, explained and marked. */
export function inputProps(
  { label, help, required, error, labelHidden }: FieldProps,
  readOnly: boolean,
) {
  return {
    ...(labelHidden ? { "aria-label": label } : { label, description: help || undefined }),
    required: required ?? false,
    error: error || undefined,
    disabled: readOnly,
    size: "sm" as const,
  };
}
