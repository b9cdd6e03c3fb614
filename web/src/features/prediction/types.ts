/** What was learned, as the server tells it. */
import type { Schemas } from "@/api/client";

export type Estimate = Schemas["Estimate"];
export type Share = Schemas["BoughtShare"];
export type Feature = Schemas["Feature"];
export type FeatureValue = Schemas["FeatureValue"];
export type Effect = Schemas["FeatureEffect"];
export type Report = Schemas["PredictionReport"];
export type Refusal = Schemas["PredictionRefusal"];
export type Settings = Schemas["PredictionSettings"];
export type Warning = Schemas["PredictionWarning"];
export type Current = Schemas["PredictionResponse"];
export type Summary = Schemas["PredictionSummary"];
export type Prediction = Schemas["ContactPredictionResponse"];
export type Reason = Schemas["PredictionReason"];
export type SuggestedRow = Schemas["SuggestedRow"];
export type Band = Schemas["ScoreBand"];
export type ThresholdReview = Schemas["ThresholdReview"];
