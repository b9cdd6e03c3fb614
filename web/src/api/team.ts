/** The team, by the short names that screens use. */
import type { Schemas } from "./client";

export type Role = Schemas["RoleName"];
export type User = Schemas["UserResponse"];
export type Session = Schemas["SessionResponse"];
export type Settings = Schemas["UserSettings"];
export type Invitation = Schemas["LinkResponse"];
export type AuditEntry = Schemas["AuditResponse"];
