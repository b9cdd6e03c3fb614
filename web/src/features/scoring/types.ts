/** A scoring model and what is told of it, as the server describes them. */
import type { Schemas } from "@/api/client";

export type Each = Schemas["Activity"];
export type Criterion = Schemas["Criterion"];
export type Row = Schemas["ScoringRow"];
export type Group = Schemas["ScoringGroup"];
export type ScoreClass = Schemas["ScoreClass"];
export type StoredModel = Schemas["ScoringModelResponse"];
export type InClass = Schemas["ClassMembers"];

/** The table that says what is worth how many points: what of a model one edits. */
export type Model = Pick<StoredModel, "name" | "description" | "groups" | "classes" | "class_of">;

export type WhoChanges = Schemas["PreviewScoringResponse"];
export type Changed = Schemas["Changing"];
export type Standing = Schemas["ScoringResponse"];
