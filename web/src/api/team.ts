/**
 * Users, sessions, the audit log. By hand, in the shape of `schema.ts`, for as long as the server's
 * description does not have them.
 */
export type Role = "admin" | "marketer" | "sales" | "viewer";
export type User = {
  id: string;
  name: string;
  email: string;
  role: Role;
  created_at: string;
  last_seen_at: string | null;
  disabled: boolean;
  joined: boolean;
};
export type Settings = { language?: string; theme?: string; time_zone?: string };
export type Session = { user: User; csrf: string; settings?: Settings };
export type Invitation = { kind: "setup" | "invitation" | "reset"; email?: string; role: Role };
export type AuditEntry = {
  id: string;
  at: string;
  by: { kind: "user" | "key" | "runnel"; id?: string; name: string };
  verb: string;
  subject?: { kind: string; id: string; name?: string } | null;
  details?: Record<string, unknown> | null;
};
type NoParameters = { query?: never; header?: never; path?: never; cookie?: never };
type Call<Answer, Body = never, Parameters = NoParameters> = {
  parameters: Parameters;
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": Answer } } };
} & ([Body] extends [never]
  ? { requestBody?: never }
  : { requestBody: { content: { "application/json": Body } } });
type Path<Name extends string> = { path: Record<Name, string> };
type AuditQuery = { query?: { before?: string; limit?: number } };

export interface TeamPaths {
  "/api/v1/session": {
    get: Call<Session>;
    post: Call<Session, { email: string; password: string }>;
    delete: Call<undefined>;
    patch: Call<
      Session,
      { name?: string; password?: { current: string; new: string }; settings?: Settings }
    >;
  };
  "/api/v1/session/welcome": { get: Call<{ needs_setup: boolean }> };
  "/api/v1/session/join": {
    post: Call<Session, { token: string; name: string; email?: string; password?: string }>;
  };
  "/api/v1/session/join/{token}": { get: Call<Invitation, never, Path<"token">> };
  "/api/v1/users": {
    get: Call<{ items: User[] }>;
    post: Call<{ user: User; link: string }, { email: string; role: Role }>;
  };
  "/api/v1/users/{id}": {
    patch: Call<User, { role?: Role; disabled?: boolean; name?: string }, Path<"id">>;
    delete: Call<undefined, never, Path<"id">>;
  };
  "/api/v1/users/{id}/link": { post: Call<{ link: string }, never, Path<"id">> };
  "/api/v1/audit": {
    get: Call<{ items: AuditEntry[]; next: string | null }, never, AuditQuery>;
  };
}
