//! Types of the model and of simulations that the API takes and gives as they are, named in the OpenAPI document.
//!
//! Their schemas come from schemars, as those of the node kinds' settings do; OpenAPI 3.1 speaks
//! the same dialect of JSON Schema. Here each has only its name, for utoipa to refer to;
//! [`fill`] puts the schemas in.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use utoipa::openapi::{RefOr, Schema, schema::Object};
use utoipa::{PartialSchema, ToSchema};

/// Where the types come from.
mod source {
    pub use runnel_model::*;
    pub use runnel_predict::{
        Band as ScoreBand, Effect as FeatureEffect, Reason as PredictionReason,
        Refusal as PredictionRefusal, Report as PredictionReport, Settings as PredictionSettings,
        SuggestedRow, ThresholdReview,
    };
    pub use runnel_sim::scenario::FlowFile;
    pub use runnel_sim::simulation::{Answer, Happening, Invented};
}

macro_rules! described {
    ($($name:ident),* $(,)?) => {
        $(
            #[doc = concat!("Stands for `", stringify!($name), "` in the OpenAPI document.")]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    Object::new().into()
                }
            }

            impl ToSchema for $name {
                fn name() -> std::borrow::Cow<'static, str> {
                    stringify!($name).into()
                }
            }
        )*

        /// The schemas of all of them and of what they are made of, by name.
        fn definitions() -> Map<String, Value> {
            let settings = SchemaSettings::draft2020_12()
                .with(|settings| settings.definitions_path = "/components/schemas".into());
            let mut generator = settings.into_generator();
            $(
                let schema = generator.subschema_for::<source::$name>();
                assert!(schema.get("$ref").is_some(), "a described type has a name of its own");
            )*
            generator.take_definitions(true)
        }
    };
}

described!(
    Answer,
    DealStatus,
    Diagnostic,
    Edge,
    EndReason,
    FeatureEffect,
    Flow,
    FlowFile,
    FlowState,
    Happening,
    Invented,
    LifecycleStage,
    Migration,
    Money,
    Pipeline,
    PredictionReason,
    PredictionRefusal,
    PredictionReport,
    PredictionSettings,
    RowRef,
    Rule,
    ScoreBand,
    ScoreClass,
    ScoringGroup,
    ScoringModel,
    Span,
    SuggestedRow,
    TaskStatus,
    ThresholdReview,
);

/// Puts the schemas into `components.schemas` of the document.
pub fn fill(schemas: &mut Map<String, Value>) {
    schemas.extend(definitions());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_that_is_referred_to_is_there() {
        let definitions = definitions();
        let text = Value::Object(definitions.clone()).to_string();
        for part in text.split("\"$ref\":\"").skip(1) {
            let reference = part.split('"').next().unwrap();
            let name = reference.strip_prefix("#/components/schemas/").unwrap();
            assert!(definitions.contains_key(name), "{name}");
        }
        assert!(definitions.contains_key("Rule"));
    }
}
