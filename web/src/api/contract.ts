/** Routes that the description does not have yet, as they are agreed on. */
import type { components } from "./schema";

type Told = components["schemas"];
type EventMatch = Told["EventMatch"];
type Rule = Told["Rule"];

type Estimate = { value: number; low: number; high: number };
type BoughtShare = { of: number; won: number; share: Estimate };
type Feature =
  | { property: string }
  | { tag: string }
  | { times: EventMatch }
  | { days_since: EventMatch };
type FeatureValue =
  | { text: string }
  | { number: number }
  | { flag: boolean }
  | { times: number }
  | { days: number };
type FeatureEffectOf =
  | "one_more"
  | "doubled"
  | { condition: { when: Rule; meets: BoughtShare; others: BoughtShare } };
type FeatureEffect = {
  feature: Feature;
  of: FeatureEffectOf;
  log_odds: Estimate;
  sound: boolean;
};
type PredictionWarning =
  | { code: "too_good"; feature: Feature }
  | { code: "few_for_so_much"; rarer: number; columns: number }
  | { code: "not_calibrated" };
type CalibrationBin = { from: number; to: number; expected: number; seen: BoughtShare };
type LeftOutFeature = {
  feature: Feature;
  why: "too_seldom" | "tells_nothing_apart" | "too_many";
};
type PredictionReport = {
  contacts: number;
  deals: BoughtShare;
  deals_too_old: number;
  auc: Estimate;
  auc_by_fold: number[];
  calibration: { brier: number; brier_of_the_share: number; bins: CalibrationBin[] };
  columns: number;
  left_out: LeftOutFeature[];
  warnings: PredictionWarning[];
};
type PredictionRefusal =
  | { code: "too_few_won"; won: number; needed: number }
  | { code: "too_few_lost"; lost: number; needed: number }
  | { code: "nothing_differs"; needed: number }
  | { code: "no_signal"; auc: Estimate; won: number; lost: number }
  | { code: "not_settled" };
type PredictionSettings = {
  as_of: "opened" | "closed";
  gap: Told["Span"];
  always_so: string[];
  won_min: number;
  lost_min: number;
  folds: number;
  examples_max: number;
  features_max: number;
  categories_max: number;
  category_min: number;
  freshness: Told["Span"];
};
type State = "running" | "done" | "refused" | "failed";
type Running = { step: "reading" | "learning" | "applying"; share: number };
type CurrentPrediction = {
  id: string;
  state: State;
  trained_at: string;
  stale: boolean;
  progress?: Running | null;
  settings: Partial<PredictionSettings>;
  report?: PredictionReport | null;
  effects: FeatureEffect[];
  refusal?: PredictionRefusal | null;
  newer?: PredictionSummary | null;
};
type PredictionSummary = {
  id: string;
  state: State;
  trained_at: string;
  progress?: Running | null;
  auc?: number | null;
  refusal?: PredictionRefusal | null;
};
type Reason = {
  feature: Feature;
  value?: FeatureValue | null;
  log_odds: number;
  probability: number;
};
type ContactPrediction = {
  prediction: string;
  trained_at: string;
  probability: number;
  average: number;
  reasons: Reason[];
};
type SuggestedRow = { feature: Feature; when: Rule; points: number; log_odds: number };
type ScoreBand = { from?: number | null; to?: number | null; bought: BoughtShare };
type ThresholdSplit = {
  from: number;
  above: BoughtShare;
  below: BoughtShare;
  buyers_let_through: BoughtShare;
  difference: Estimate;
};
type ThresholdVerdict =
  | { code: "too_few"; won: number; lost: number; needed: number }
  | { code: "fine" }
  | { code: "cannot_tell" }
  | { code: "better"; then: ThresholdSplit; moved: BoughtShare; gain: Estimate };
type ThresholdReview = { now: ThresholdSplit; verdict: ThresholdVerdict };

export interface AgreedSchemas {
  CompanyResponse: Company;
  ContactResponse: { company?: CompanyName | null };
  WorkspaceResponse: { zone: string };
  Estimate: Estimate;
  BoughtShare: BoughtShare;
  Feature: Feature;
  FeatureValue: FeatureValue;
  FeatureEffect: FeatureEffect;
  PredictionReport: PredictionReport;
  PredictionRefusal: PredictionRefusal;
  PredictionSettings: Partial<PredictionSettings>;
  PredictionWarning: PredictionWarning;
  CalibrationBin: CalibrationBin;
  LeftOutFeature: LeftOutFeature;
  PredictionResponse: CurrentPrediction;
  PredictionSummary: PredictionSummary;
  PredictionReason: Reason;
  ContactPredictionResponse: ContactPrediction;
  SuggestedRow: SuggestedRow;
  ScoreBand: ScoreBand;
  ThresholdReview: ThresholdReview;
}

type Answers<Body> = { content: { "application/json": Body } };
type Asked<Parameters extends object, Body, Status extends number = 200> = {
  parameters: Parameters;
  responses: Record<Status, Answers<Body>>;
};

type Workspace = { zone: string };

type CompanyName = { id: string; key: string; name: string | null };
type Company = CompanyName & {
  properties: Record<string, unknown>;
  contacts: number;
  updated_at: string;
  spreading?: { left: number } | null;
};
type JsonBody<Body> = { requestBody: { content: { "application/json": Body } } };

export interface AgreedPaths {
  "/api/v1/companies": {
    get: Asked<
      { query?: { search?: string; sort?: "name" | "-contacts"; cursor?: string; limit?: number } },
      { items: Company[]; next?: string | null }
    >;
    post: Asked<object, Company, 201> &
      JsonBody<{ key: string; properties: Record<string, unknown> }>;
  };
  "/api/v1/companies/{id}": {
    get: Asked<{ path: { id: string } }, Company>;
    patch: Asked<{ path: { id: string } }, Company> &
      JsonBody<{ properties: Record<string, unknown> }>;
  };
  "/api/v1/companies/properties": {
    get: Asked<object, { items: { name: string; type: string }[] }>;
  };
  "/api/v1/workspace": {
    get: Asked<object, Workspace>;
    put: Asked<object, Workspace> & {
      requestBody: { content: { "application/json": Workspace } };
    };
  };
  "/api/v1/predictions": {
    get: Asked<
      { query?: { cursor?: string } },
      { items: PredictionSummary[]; next?: string | null }
    >;
    post: Asked<object, PredictionSummary, 202> & {
      requestBody: { content: { "application/json": { settings?: Partial<PredictionSettings> } } };
    };
  };
  "/api/v1/predictions/current": { get: Asked<object, CurrentPrediction> };
  "/api/v1/predictions/current/run": { delete: Asked<object, undefined, 204> };
  "/api/v1/predictions/current/points": {
    get: Asked<{ query?: { strongest?: number } }, { items: SuggestedRow[] }>;
  };
  "/api/v1/contacts/{id}/prediction": { get: Asked<{ path: { id: string } }, ContactPrediction> };
  "/api/v1/scores/bands": {
    get: Asked<
      { query?: { category?: string; bands?: number } },
      { items: ScoreBand[]; deals: number; as_of: string }
    >;
  };
  "/api/v1/scores/threshold": {
    get: Asked<
      { query: { points?: number; category?: string; model?: string; class?: string } },
      ThresholdReview
    >;
  };
}
